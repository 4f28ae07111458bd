import { describe, expect, it } from 'vitest'
import { storeCase } from '../../machines/stored-case.ts'
import { noEntries } from '../../workflows/chain.ts'
import { envelopeSchema, load, shrunk, type Envelope } from '../../workflows/envelope.ts'
import { play, submitted, votes } from '../support/play.ts'

const envelope = (): Envelope => ({
  schema: envelopeSchema,
  state: storeCase(play([submitted()]).caseFile),
  ledger: [{ updateId: 'c:1', sequence: 1, atInstant: 1, commandSha256: '' }],
  head: noEntries,
  errands: [{ effect: { type: 'askBoard', reviewId: 's1b1' }, sequence: 1, attempts: 0, notBeforeInstant: 0 }],
})
const carried = (): Envelope => structuredClone(envelope())

describe('what an initiative carries to its next run', () => {
  it('is read again as it was', () => {
    expect(load(carried())).toEqual(carried())
  })

  it('is brought up to today’s shape step by step', () => {
    const { ledger, ...older } = carried()
    const steps = { 0: (from: object) => ({ ...from, schema: 1, ledger }) }
    expect(load({ ...older, schema: 0 }, steps)).toEqual(carried())
  })

  it.each<[string, unknown, RegExp]>([
    ['a shape no step leads from', { ...envelope(), schema: 0 }, /There is no step from state schema 0 to 1/],
    ['a shape of a later release', { ...envelope(), schema: 99 }, /schema/],
    ['a state without its machines', { ...envelope(), state: {} }, /state/],
    ['nothing', null, /expected object/],
  ])('is refused when it is %s, and never half read', (_fact, value, reason) => {
    expect(() => load(value)).toThrow(reason)
  })

  it('keeps who decided what of its oldest reviews and leaves their words to the audit', () => {
    const rounds = Array.from({ length: 14 }, (_, index) => {
      const reviewId = `s${index + 1}b1`
      return [
        submitted(),
        votes('kent', 'sendBack', { reviewId, points: [`Point ${index + 1}: ${'x'.repeat(2000)}`] }),
        { type: 'pointAnswered' as const, pointId: `${reviewId}p1`, answer: 'Answered.' },
      ]
    }).flat()
    const state = storeCase(play(rounds).caseFile)
    const small = shrunk(state)
    expect(Object.keys(small.reviews)).toEqual(Object.keys(state.reviews))
    expect(small.reviews['s1b1']?.context.ballots['kent']).toMatchObject([
      { number: 1, choice: 'sendBack', points: [] },
    ])
    expect(small.reviews['s14b1']).toEqual(state.reviews['s14b1'])
    expect(JSON.stringify(small).length).toBeLessThan(JSON.stringify(state).length)
  })
})
