import { deepStrictEqual } from 'node:assert/strict'
import { deadlinesOf, openCase, take, type CaseFile } from '../../machines/case-file.ts'
import type { CommandFact } from '../../machines/commands.ts'
import type { Effect } from '../../machines/case-events.ts'
import { withoutPast } from '../../machines/past.ts'
import { restoreCase, storeCase } from '../../machines/stored-case.ts'
import { whyNot } from '../../machines/why-not.ts'
import { anInitiative } from '../support/case.ts'
import { start, throughJson } from '../support/play.ts'
import type { Begun, Tried } from './acts.ts'
import { factsOf, holderOf, minuteLong, planOf } from './facts.ts'
import { minutesOf } from './next.ts'
import { Initiative } from './initiative.ts'
import { expectedOf, seenOf } from './seen.ts'

/** The least of its past a case may keep: if it goes on as before with this, it does so with more. */
export const theLeast = {
  fullReviews: 0,
  reviews: 4,
  decisions: 0,
  rounds: 0,
  closedConditions: 0,
  earlierDates: 1,
  fullCirculations: 0,
  circulations: 0,
}

const aboutWhat = (effect: Effect) => {
  if (effect.type === 'remindPerson') return effect.reminderId
  if (effect.type === 'remindStakeholders') return effect.circulationId
  if (effect.type === 'warnOfHardDate') return effect.dateId
  if (effect.type === 'askSeat') return `${effect.seatId} of ${effect.reviewId}`
  return effect.type === 'chaseCondition' ? effect.conditionId : effect.reviewId
}

const named = (effect: Effect) => {
  const names = {
    askBoard: 'ask',
    askSeat: 'ask',
    remindBoard: 'remind',
    escalate: 'escalate',
    remindStakeholders: 'remind stakeholders of',
    remindPerson: 'person',
    chaseCondition: 'chase',
    chaseChairsAction: 'chase the report of',
    warnOfHardDate: 'warn',
  }
  return `${names[effect.type]} ${aboutWhat(effect)}`
}

/** As the loop does: every deadline whose instant has come, earliest first. */
const pastDeadlines = (caseFile: CaseFile, nowInstant: number, effects: Effect[]): CaseFile => {
  const [next] = deadlinesOf(caseFile)
  if (!next || next.atInstant > nowInstant) return caseFile
  const passed = take(caseFile, { type: 'deadlinePassed', of: next.of, name: next.name, atInstant: nowInstant })
  effects.push(...passed.effects)
  return pastDeadlines(passed.caseFile, nowInstant, effects)
}

/** Plays the same attempts on the machines and on the model, and holds them against each other after every one. Answers what happened. */
export const playBoth = ({ begun, tried }: { begun: Begun; tried: readonly Tried[] }): CommandFact['type'][] => {
  const { entry, ownCase } = begun
  const plan = planOf(begun)
  const sro = ownCase === 'nobody' ? {} : { sro: { title: 'SRO', personId: holderOf(ownCase) } }
  const creation = anInitiative({ plan, entry: { stage: entry, provenance: { certainty: 'recorded' } }, ...sro })
  const model = new Initiative({
    plan,
    entry,
    ownCase: ownCase === 'nobody' ? [] : [holderOf(ownCase)],
    atInstant: start,
  })
  let { caseFile } = openCase({ ...creation, createdInstant: start })
  let nowInstant = start
  const happened: CommandFact['type'][] = []
  for (const [index, each] of tried.entries()) {
    const step = () => `attempt ${index + 1}: ${JSON.stringify(each)}`
    const effects: Effect[] = []
    model.effects = []
    nowInstant += minutesOf(model, each) * minuteLong
    caseFile = pastDeadlines(caseFile, nowInstant, effects)
    model.pass(nowInstant)
    if (each.act === 'forget') caseFile = restoreCase(throughJson(withoutPast(storeCase(caseFile), theLeast)))
    for (const fact of factsOf(model, each, nowInstant)) {
      const refused = whyNot(caseFile, fact)
      const isTaken = model.take(fact)
      deepStrictEqual({ step: step(), isTaken: refused === undefined, refused }, { step: step(), isTaken, refused })
      if (refused) continue
      const next = take(caseFile, fact)
      caseFile = next.caseFile
      effects.push(...next.effects)
      happened.push(fact.type)
    }
    const seen = { step: step(), ...seenOf(caseFile), effects: effects.map(named).toSorted() }
    deepStrictEqual(seen, { step: step(), ...expectedOf(model), effects: model.effects.toSorted() })
  }
  return happened
}
