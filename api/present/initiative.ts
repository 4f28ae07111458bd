import { dateInWords } from '../../activities/words/dates.ts'
import type { OutboxMail, RecordedInitiative } from '../../activities/ports.ts'
import type { AuditEntry } from '../../machines/audit-entry.ts'
import type { CaseFile } from '../../machines/case-file.ts'
import { actsOf } from './acts.ts'
import { boardsToCome, openDecisions } from './board-decision.ts'
import { circulationsShown } from './circulations.ts'
import { decisionsMade, earlierDecisions, pointsAndConditions, reportedFacts, sourceInWords } from './decisions-made.ts'
import { hardDatesOf } from './hard-dates.ts'
import { ended, upperFirst } from './listing.ts'
import { deliveriesOf, type Moment } from './moment.ts'
import { shownMoney } from './money.ts'
import { nextByItself } from './next.ts'
import { papersByRound } from './papers.ts'
import { placeTitleOf, positionOf, stageTags } from './place.ts'
import { ratingsSideBySide } from './ratings.ts'
import { cohorts, tranches } from './roll-out.ts'
import { fiveStages } from './stages.ts'
import { timeline } from './timeline.ts'
import { waits, waitSentence } from './waiting.ts'

/** Where it is, for whom it waits, since when, until when, and what happens next: the sentence people read first. */
const whereItIs = ({ state }: RecordedInitiative, mails: readonly OutboxMail[], moment: Moment) => {
  const { initiative } = state
  const { closure } = initiative.context
  const position = positionOf(state)
  const next = nextByItself(state)
  const waiting = waits(state, deliveriesOf(mails, moment))
  const closed = closure?.atInstant === undefined ? '' : ` on ${dateInWords(closure.atInstant)}`
  return {
    place: `${placeTitleOf(state)}${position ? `: ${position}` : ''}${initiative.status === 'active' ? '' : closed}.`,
    tags: stageTags(state),
    sentences: waiting.map((wait) => waitSentence(wait, moment)),
    problems: waiting.flatMap(({ problems }) => problems.map((problem) => ended(upperFirst(problem)))),
    next:
      initiative.status !== 'active'
        ? 'Nothing more happens: the record is closed.'
        : next
          ? `Next, on ${next.on}, ${next.what}.`
          : 'Nothing happens by itself until somebody acts.',
    closure: [
      ...(closure?.reason ? [`Why: ${ended(closure.reason)}`] : []),
      ...(closure?.report ? [`Closure report: ${ended(closure.report)}`] : []),
    ],
  }
}

/** The money of the newest papers that give any. */
const newestMoney = ({ state }: RecordedInitiative) => {
  const reviews = Object.values(state.reviews).toSorted((a, b) => b.context.openedInstant - a.context.openedInstant)
  const found = reviews.find(({ context }) => context.proposal.money)
  return shownMoney(found?.context.proposal.money, state.initiative.context.organisations)
}

/** Everything an initiative's page shows but the picture, in the order people need it. `mails`: its own, newest first. */
export const presentInitiative = (
  recorded: RecordedInitiative,
  caseFile: CaseFile,
  entries: readonly AuditEntry[],
  mails: readonly OutboxMail[],
  moment: Moment,
  { isWholeTimeline = false } = {},
) => {
  const { state, initiativeId } = recorded
  const { context } = state.initiative
  const { sro, executiveLead, changeTeam, programme, plan, entry, waitsFor, submissionCount } = context
  return {
    initiativeId,
    title: context.title,
    reference: context.reference,
    programme: programme?.name ?? '',
    people: [
      { title: 'Organisations', names: context.organisations.map(({ name }) => name) },
      ...(sro ? [{ title: 'Senior responsible owner', names: [sro.title] }] : []),
      ...(executiveLead ? [{ title: 'Executive Business Lead', names: [executiveLead.title] }] : []),
      ...(changeTeam ? [{ title: 'Change team', names: [changeTeam.title] }] : []),
    ],
    where: whereItIs(recorded, mails, moment),
    acts: actsOf(caseFile, moment.nowInstant),
    ratings: ratingsSideBySide(context.ratings, moment),
    stages: fiveStages(state, moment.nowInstant),
    entry: { note: entry.note ?? '', source: sourceInWords(entry.provenance) },
    openDecisions: openDecisions(recorded, mails),
    boardsToCome: boardsToCome(recorded),
    circulations: circulationsShown(state),
    hardDates: hardDatesOf(recorded, waits(recorded.state, deliveriesOf(mails, moment)), moment),
    ...pointsAndConditions(context),
    disputes: context.disputes.map(({ statement, atInstant }) => ({ statement, on: dateInWords(atInstant) })),
    money: newestMoney(recorded),
    cohorts: cohorts(state),
    tranches: tranches(state),
    papers: papersByRound(state),
    decisions: decisionsMade(context),
    earlierDecisions: earlierDecisions(context),
    facts: reportedFacts(context),
    outside:
      waitsFor && submissionCount > 0
        ? { whom: waitsFor.whom, what: waitsFor.what, source: sourceInWords(waitsFor.provenance) }
        : undefined,
    timeline: timeline(entries, state, moment, isWholeTimeline),
    plan: { title: `${plan.title}, version ${plan.version}`, note: plan.note ?? '' },
    record: {
      version: recorded.version,
      recorded: dateInWords(recorded.recordedInstant),
      stateHash: recorded.stateHash,
      headHash: recorded.headHash,
      jsonHref: `/api/initiatives/${initiativeId}`,
      historyHref: `/api/initiatives/${initiativeId}/history`,
    },
  }
}
