import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { tally } from '../../machines/rules/tally.ts'
import type { BoardTerms } from '../../machines/vocabulary/board.ts'
import { seatIds, theChiefs } from '../support/case.ts'
import { play, playOn, submitted } from '../support/play.ts'
import { away, confirms, records, there } from '../support/room.ts'

const rules: BoardTerms['rule'][] = [
  { kind: 'unanimous' },
  { kind: 'majority', quorum: 2, chairHasCastingVote: true },
  { kind: 'nOfM', approvals: 2, refusal: 'counted' },
  { kind: 'percent', percent: 60, of: 'voting', quorum: 1 },
  { kind: 'chairDecides' },
  { kind: 'bothOf', seatIds: ['kent', 'essex'] },
  { kind: 'perOrganisation', others: 'proceedWithThoseWhoAgree' },
]

/** Who was in the room for a seat, and what they said there; some who come say nothing. */
const choice = fc.constantFrom('approve' as const, 'sendBack', 'stop', 'abstain', 'declareInterest')
const seat = (seatId: string) =>
  fc
    .tuple(fc.option(choice, { nil: undefined }), fc.boolean())
    .map(([said, isThere]) => ({ seatId, isThere, said: isThere ? said : undefined }))
const seats = fc.tuple(...seatIds.map(seat))

it('a board of any rule comes in the room to what the rule makes of what was said there, and only those seats have decided', () => {
  let decidedCount = 0
  fc.assert(
    fc.property(fc.constantFrom(...rules), seats, (rule, drawn) => {
      const board = theChiefs({ rule })
      const written = drawn.map(({ seatId, isThere, said }) =>
        isThere
          ? there(seatId, said && { choice: said, points: [], conditions: [], reason: 'Said so.' })
          : away(seatId),
      )
      const recorded = play([submitted({}, [board]), records(written)])
      expect(recorded.caseFile.reviews['s1b1']?.context.ballots).toEqual({})
      if (recorded.refusals.length > 0) return
      const confirmed = playOn(recorded.caseFile, [confirms()])
      expect(confirmed.refusals).toEqual([])
      const review = confirmed.caseFile.reviews['s1b1']
      const choices = Object.fromEntries(drawn.flatMap(({ seatId, said }) => (said ? [[seatId, said]] : [])))
      const { outcome } = tally({ ...board, ask: 'decide' }, choices)
      expect(review?.status === 'done' ? review.value : undefined).toBe(outcome)
      expect(new Set(Object.keys(review?.context.ballots ?? {}))).toEqual(new Set(Object.keys(choices)))
      decidedCount += outcome === undefined ? 0 : 1
    }),
    { numRuns: 400 },
  )
  expect(decidedCount).toBeGreaterThan(20)
})
