import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deadlinesOf, take, type CaseFile } from '../../machines/case-file.ts'
import type { CaseEvent } from '../../machines/case-events.ts'
import { currentStage } from '../../machines/initiative/progress.ts'
import { restoreCase, storeCase } from '../../machines/stored-case.ts'
import { stageId } from '../../machines/vocabulary/facts.ts'
import { choice } from '../../machines/vocabulary/submission.ts'
import { waitingFor } from '../../machines/waiting-for.ts'
import { whyNot } from '../../machines/why-not.ts'
import { hashOf } from '../../workflows/chain.ts'
import { seatIds, theChiefs } from '../support/case.ts'
import { dayLong, play, start, submitted, throughJson, votes } from '../support/play.ts'

const rule = fc.constantFrom(
  { kind: 'unanimous' as const },
  { kind: 'nOfM' as const, approvals: 2, refusal: 'counted' as const },
  { kind: 'nOfM' as const, approvals: 2, refusal: 'ends' as const },
  { kind: 'chairDecides' as const },
)
const dayCount = fc.integer({ min: 1, max: 60 })

/** What somebody tries at some moment; whether it is possible is the case's own affair. */
const attempt = fc.oneof(
  { weight: 3, arbitrary: fc.record({ type: fc.constant('submit' as const), rule, days: dayCount }) },
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constant('vote' as const),
      seatId: fc.constantFrom(...seatIds),
      choice: fc.constantFrom(...choice.options),
      days: dayCount,
    }),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('wait' as const), days: dayCount }) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constantFrom(
        ...([
          'hold',
          'resume',
          'withdraw',
          'skip',
          'answer',
          'consult',
          'closeConsultations',
          'plan',
          'goLive',
        ] as const),
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('closeEarly' as const, 'close' as const) }) },
)
type Attempt = typeof attempt extends fc.Arbitrary<infer Each> ? Each : never

const eventsOf = (caseFile: CaseFile, tried: Attempt, nowInstant: number): CaseEvent[] => {
  const { context } = caseFile.initiative
  const stage = currentStage(context) ?? 'goLive'
  const at = { atInstant: nowInstant }
  switch (tried.type) {
    case 'submit': {
      const board = theChiefs({
        rule: tried.rule,
        decideByInstant: nowInstant + tried.days * dayLong,
        reminderInstants: [nowInstant + (tried.days * dayLong) / 2],
      })
      return [{ ...submitted({}, [board]), ...at }]
    }
    case 'vote': {
      const reviewId = `s${context.submissionCount}b1`
      const decisionNumber = caseFile.reviews[reviewId]?.context.ballots[tried.seatId]?.length ?? 0
      const deferUntilInstant = nowInstant + tried.days * dayLong
      return [
        {
          ...votes(tried.seatId, tried.choice, {
            reviewId,
            decisionNumber,
            ...(tried.choice === 'defer' ? { deferUntilInstant } : {}),
            ...(tried.choice === 'approveWithConditions' ? { conditions: [{ text: 'Agree the terms.' }] } : {}),
          }),
          ...at,
        },
      ]
    }
    case 'wait':
      return []
    case 'hold':
      return [{ type: 'held', reason: 'inspection', ...at }]
    case 'resume':
      return [{ type: 'resumed', ...at }]
    case 'withdraw':
      return [{ type: 'submissionWithdrawn', reason: 'a figure', ...at }]
    case 'skip':
      return [{ type: 'stageNotRequired', stage, reason: 'done before', ...at }]
    case 'answer':
      return context.points.map(({ pointId }) => ({ type: 'pointAnswered', pointId, answer: 'Table 3.', ...at }))
    case 'consult': {
      const cohortId = `cohort-${context.cohortIds.length + 1}`
      const minimumEndsInstant = nowInstant + 45 * dayLong
      return [
        { type: 'consultationOpened', cohortId, title: cohortId, openedOn: '2027-03-01', minimumEndsInstant, ...at },
      ]
    }
    case 'closeConsultations':
      return context.openCohortIds.map((cohortId) => ({
        type: 'consultationClosed',
        cohortId,
        summary: 'Heard.',
        ...at,
      }))
    case 'plan': {
      const trancheId = `tranche-${context.trancheIds.length + 1}`
      return [{ type: 'tranchePlanned', trancheId, title: trancheId, ...at }]
    }
    case 'goLive':
      return context.trancheIds.flatMap((trancheId): CaseEvent[] => [
        { type: 'readinessConfirmed', trancheId, statement: 'Go.', ...at },
        { type: 'trancheWentLive', trancheId, kind: 'full', ...at },
      ])
    case 'closeEarly':
      return [{ type: 'closedEarly', reason: 'no option is good value', report: 'kept', ...at }]
    case 'close':
      return [{ type: 'closureReported', report: 'Delivered.', ...at }]
  }
}

/** As the loop does; a deadline that is still there after it passed would ring for ever. */
const pastDeadlines = (caseFile: CaseFile, nowInstant: number): CaseFile => {
  const [next] = deadlinesOf(caseFile)
  if (!next || next.atInstant > nowInstant) return caseFile
  const { of, name } = next
  const passed = take(caseFile, { type: 'deadlinePassed', of, name, atInstant: nowInstant }).caseFile
  const left = deadlinesOf(passed).map((deadline) => JSON.stringify([deadline.of, deadline.name]))
  expect(left).not.toContain(JSON.stringify([of, name]))
  return pastDeadlines(passed, nowInstant)
}

const holdsTogether = (caseFile: CaseFile) => {
  const { initiative, reviews } = caseFile
  const open = Object.values(reviews).filter(({ status }) => status === 'active')
  expect(open.length).toBeLessThanOrEqual(1)
  if (initiative.status === 'done') {
    expect(open).toEqual([])
    expect(deadlinesOf(caseFile)).toEqual([])
    expect(waitingFor(caseFile, [])).toEqual([])
    return
  }
  expect(waitingFor(caseFile, [])).not.toEqual([])
  if (initiative.matches('onHold')) return
  const stage = stageId.options.find((each) => JSON.stringify(initiative.value).includes(`"${each}"`))
  if (stage) expect(currentStage(initiative.context)).toBe(stage)
  expect(JSON.stringify(initiative.value).includes('"withBoard"')).toBe(open.length === 1)
  expect(initiative.context.deferredUntilInstant !== undefined).toBe(
    JSON.stringify(initiative.value).includes('"deferred"'),
  )
}

describe('whatever people try, in whatever order', () => {
  it(
    'a case holds together, is never left waiting for nobody, and no deadline stays that has passed',
    { timeout: 60_000 },
    () => {
      fc.assert(
        fc.property(
          fc.constantFrom(...stageId.options),
          fc.array(attempt, { maxLength: 40, size: 'max' }),
          (stage, attempts) => {
            let { caseFile } = play([], { entry: { stage, provenance: { certainty: 'recorded' } } })
            let nowInstant = start
            for (const tried of attempts) {
              nowInstant += tried.type === 'wait' ? tried.days * dayLong : 60_000
              caseFile = pastDeadlines(caseFile, nowInstant)
              for (const event of eventsOf(caseFile, tried, nowInstant))
                if (!whyNot(caseFile, event)) caseFile = take(caseFile, event).caseFile
              holdsTogether(caseFile)
            }
            const stored = storeCase(caseFile)
            expect(hashOf(storeCase(restoreCase(throughJson(stored))))).toBe(hashOf(stored))
          },
        ),
        { numRuns: 1000 },
      )
    },
  )
})
