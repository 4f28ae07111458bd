import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deadlinesOf, take, type CaseFile } from '../../machines/case-file.ts'
import type { CaseEvent } from '../../machines/case-events.ts'
import { unansweredComments } from '../../machines/circulation/context.ts'
import { currentStage } from '../../machines/initiative/progress.ts'
import { withoutPast } from '../../machines/past.ts'
import { restoreCase, storeCase } from '../../machines/stored-case.ts'
import { waitingFor } from '../../machines/waiting-for.ts'
import { whyNot } from '../../machines/why-not.ts'
import { hashOf } from '../../workflows/chain.ts'
import { seatIds } from '../support/case.ts'
import {
  answered,
  circulated,
  circulationClosed,
  commented,
  fiveCases,
  hasNoComment,
  paperAdded,
  planWithFiveCases,
  stakeholderIds,
} from '../support/circulation.ts'
import { dayLong, play, start, submitted, throughJson, votes, type Moment } from '../support/play.ts'

const theLeast = {
  fullReviews: 0,
  reviews: 1,
  decisions: 0,
  rounds: 0,
  closedConditions: 0,
  earlierDates: 1,
  fullCirculations: 0,
  circulations: 0,
}

const paperIds = fiveCases.map(({ id }) => id)
const batchIds = ['first', 'second', 'third'] as const

/** What somebody tries; whether it is possible is the case's own affair. */
const attempt = fc.oneof(
  fc.record({
    type: fc.constant('circulate' as const),
    batchId: fc.constantFrom(...batchIds),
    papers: fc.subarray(paperIds, { minLength: 1 }),
    to: fc.subarray([...stakeholderIds], { minLength: 1 }),
    days: fc.integer({ min: 1, max: 20 }),
  }),
  ...(['comment', 'noComment'] as const).map((type) =>
    fc.record({
      type: fc.constant(type),
      batchId: fc.constantFrom(...batchIds),
      who: fc.constantFrom(...stakeholderIds),
      paper: fc.option(fc.constantFrom(...paperIds), { nil: undefined }),
    }),
  ),
  fc.record({
    type: fc.constant('answer' as const),
    batchId: fc.constantFrom(...batchIds),
    number: fc.integer({ min: 1, max: 5 }),
  }),
  fc.record({
    type: fc.constant('closeBatch' as const),
    batchId: fc.constantFrom(...batchIds),
    withReason: fc.boolean(),
  }),
  fc.record({ type: fc.constant('replace' as const), paper: fc.constantFrom(...paperIds), version: fc.nat(3) }),
  fc.record({ type: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 20 }) }),
  fc.record({
    type: fc.constantFrom('submit' as const, 'submit' as const, 'vote' as const, 'hold' as const, 'resume' as const),
  }),
  // Without this papers would seldom come to a board at all.
  fc.record({ type: fc.constant('hearOut' as const), butOne: fc.boolean() }),
  fc.record({ type: fc.constantFrom('withdrawPapers' as const, 'skip' as const, 'forget' as const) }),
)
type Attempt = typeof attempt extends fc.Arbitrary<infer Each> ? Each : never

const momentsOf = (caseFile: CaseFile, tried: Attempt, nowInstant: number): Moment[] => {
  const { context } = caseFile.initiative
  switch (tried.type) {
    case 'circulate':
      return [
        circulated({
          circulationId: tried.batchId,
          evidenceIds: tried.papers,
          to: tried.to,
          commentByInstant: nowInstant + tried.days * dayLong,
          answerByInstant: nowInstant + (tried.days + 2) * dayLong,
          reminderInstants: [nowInstant + (tried.days * dayLong) / 2],
        }),
      ]
    case 'comment': {
      const batch = caseFile.circulations[tried.batchId]?.context
      const madeBefore = batch?.comments.filter(({ stakeholderId }) => stakeholderId === tried.who).length ?? 0
      const evidence = tried.paper ? { evidenceId: tried.paper } : {}
      return [
        commented(tried.who, { circulationId: tried.batchId, madeBefore, edition: batch?.edition ?? 1, ...evidence }),
      ]
    }
    case 'noComment':
      return [hasNoComment(tried.who, tried.batchId)]
    case 'answer':
      return [answered(tried.number, { circulationId: tried.batchId })]
    case 'closeBatch':
      return [circulationClosed(tried.batchId, tried.withReason ? 'The Summit was brought forward.' : undefined)]
    case 'replace':
      return [paperAdded(tried.paper, `0.${tried.version}`)]
    case 'submit':
      return [submitted()]
    case 'vote':
      return seatIds.map((seatId) => votes(seatId, 'sendBack', { reviewId: `s${context.submissionCount}b1` }))
    case 'hearOut':
      return [
        ...Object.values(caseFile.circulations).flatMap(({ context: { circulationId, comments } }) => [
          ...comments.slice(tried.butOne ? 1 : 0).map(({ number }) => answered(number, { circulationId })),
          circulationClosed(circulationId, 'The Summit was brought forward.'),
        ]),
        submitted(),
      ]
    case 'hold':
      return [{ type: 'held', reason: 'inspection' }]
    case 'resume':
      return [{ type: 'resumed' }]
    case 'withdrawPapers':
      return [{ type: 'submissionWithdrawn', reason: 'a figure' }]
    case 'skip':
      return [{ type: 'stageNotRequired', stage: currentStage(context) ?? 'goLive', reason: 'done before' }]
    case 'wait':
    case 'forget':
      return []
  }
}

const pastDeadlines = (caseFile: CaseFile, nowInstant: number): CaseFile => {
  const [next] = deadlinesOf(caseFile)
  if (!next || next.atInstant > nowInstant) return caseFile
  const { of, name } = next
  const passed = take(caseFile, { type: 'deadlinePassed', of, name, atInstant: nowInstant }).caseFile
  expect(deadlinesOf(passed)).toHaveLength(deadlinesOf(caseFile).length - 1)
  return pastDeadlines(passed, nowInstant)
}

/** Answers every point the board raised, so that papers can come back to it. */
const pointsAnswered = (caseFile: CaseFile, nowInstant: number): CaseFile =>
  caseFile.initiative.context.points.reduce(
    (next, { pointId }) =>
      take(next, { type: 'pointAnswered', atInstant: nowInstant, pointId, answer: 'Done.' }).caseFile,
    caseFile,
  )

describe('whatever is circulated, said, answered, replaced and sent, in whatever order', () => {
  it(
    'no paper goes to a board with a batch open or a comment unanswered, and somebody is waited for throughout',
    { timeout: 60_000 },
    () => {
      let sentCount = 0
      fc.assert(
        fc.property(fc.array(attempt, { minLength: 20, maxLength: 60, size: 'max' }), (attempts) => {
          let { caseFile } = play(
            fiveCases.map(({ id }) => paperAdded(id)),
            { plan: planWithFiveCases },
          )
          let nowInstant = start + dayLong
          for (const tried of attempts) {
            nowInstant += tried.type === 'wait' ? tried.days * dayLong : 60_000
            caseFile = pointsAnswered(pastDeadlines(caseFile, nowInstant), nowInstant)
            if (tried.type === 'forget') caseFile = restoreCase(throughJson(withoutPast(storeCase(caseFile), theLeast)))
            for (const moment of momentsOf(caseFile, tried, nowInstant)) {
              const event: CaseEvent = { ...moment, atInstant: nowInstant }
              if (whyNot(caseFile, event)) continue
              const before = Object.values(caseFile.circulations)
              const stage = currentStage(caseFile.initiative.context)
              caseFile = take(caseFile, event).caseFile
              if (event.type !== 'submitted') continue
              sentCount += before.length > 0 ? 1 : 0
              for (const each of before.filter(({ context }) => context.stage === stage)) {
                expect(each.value).toBe('closed')
                expect(unansweredComments(each.context)).toEqual([])
              }
            }
            expect(waitingFor(caseFile, [])).not.toEqual([])
            for (const [index, { context }] of Object.values(caseFile.circulations).entries()) {
              expect(context.number).toBe(index + 1)
              expect(context.comments.map(({ number }) => number)).toEqual(context.comments.map((_, at) => at + 1))
            }
          }
          const stored = storeCase(caseFile)
          expect(hashOf(storeCase(restoreCase(throughJson(stored))))).toBe(hashOf(stored))
        }),
        { numRuns: 200 },
      )
      expect(sentCount).toBeGreaterThan(50)
    },
  )
})
