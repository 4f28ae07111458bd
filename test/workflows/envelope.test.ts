import { describe, expect, it } from 'vitest'
import { restoreCase, storeCase } from '../../machines/stored-case.ts'
import { noEntries } from '../../workflows/chain.ts'
import { envelopeSchema, inItsShape, load, shrunk, statePatch, type Envelope } from '../../workflows/envelope.ts'
import { Ledger } from '../../workflows/ledger.ts'
import { theChiefs } from '../support/case.ts'
import { play, playOn, start, submitted, throughJson, votes } from '../support/play.ts'

const envelope = (): Envelope => ({
  schema: envelopeSchema,
  state: storeCase(play([submitted()]).caseFile),
  ledger: [{ updateId: 'c:1', sequence: 1, atInstant: 1, commandSha256: '' }],
  head: noEntries,
  errands: [{ effect: { type: 'escalate', reviewId: 's1b1' }, sequence: 1, attempts: 0, notBeforeInstant: 0 }],
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

  describe('after two hundred rounds of long words', { timeout: 30_000 }, () => {
    const seats = Array.from({ length: 12 }, (_, index) => ({
      seatId: `seat-${index}`,
      title: `Chief Constable, force ${index}`,
      organisationIds: [`force-${index}`],
      holderId: `chief-constable-seat-${index}`,
      chair: index === 0,
    }))
    const everybody = theChiefs({ seats, rule: { kind: 'majority', quorum: 12, chairHasCastingVote: false } })
    const round = (number: number) => [
      submitted({ authorises: 'y'.repeat(500) }, [everybody]),
      ...seats.map(({ seatId }, index) =>
        votes(seatId, 'sendBack', {
          reviewId: `s${number}b1`,
          reason: 'The savings are not shown by force. '.repeat(5),
          points: index < 3 ? [`Point ${index}: ${'x'.repeat(300)}`] : [],
        }),
      ),
      ...seats.map((_, index) => ({
        type: 'pointAnswered' as const,
        pointId: `s${number}b1p${index + 1}`,
        answer: `Table ${number}.`,
      })),
    ]
    let handedOnBytes = 0
    let handedOn = play([]).caseFile
    for (let number = 1; number <= 200; number += 1) {
      const played = playOn(handedOn, round(number), start + number * 10_000_000)
      const small = shrunk(storeCase(played.caseFile))
      handedOnBytes = Math.max(handedOnBytes, Buffer.byteLength(JSON.stringify(small)))
      handedOn = restoreCase(throughJson(small))
    }

    it('is handed on in less than 64 KB', () => {
      expect(handedOnBytes).toBeLessThan(64 * 1024)
    })

    it('says how much of its past is in the audit alone', () => {
      const { decisions, points, inAuditOnly } = handedOn.initiative.context
      expect(decisions.length + (inAuditOnly?.decisions ?? 0)).toBe(200)
      expect(points.length + (inAuditOnly?.points ?? 0)).toBe(200 * 12)
      expect(decisions.at(-1)).toMatchObject({ reviewId: 's200b1', round: 200, outcome: 'sentBack' })
    })

    it('goes on as if nothing had left: the next board sees the last answers', () => {
      const on = playOn(handedOn, [submitted({}, [everybody])], start + 3_000_000_000)
      expect(on.refusals).toEqual([])
      expect(on.caseFile.reviews['s201b1']?.context).toMatchObject({ round: 201 })
      expect(on.caseFile.reviews['s201b1']?.context.answers.map(({ pointId, answer }) => [pointId, answer])).toEqual(
        seats.map((_, index) => [`s200b1p${index + 1}`, 'Table 200.']),
      )
    })
  })

  it('remembers the newest commands, as many as fit into 48 KB, and forgets the oldest first', () => {
    const ledger = new Ledger()
    for (let sequence = 1; sequence <= 900; sequence += 1)
      ledger.add({ updateId: `c:${sequence}`, sequence, atInstant: start, commandSha256: 'a'.repeat(64) })
    const known = ledger.carried()
    expect(JSON.stringify(known).length).toBeLessThanOrEqual(49 * 1024)
    expect(known.length).toBeGreaterThan(200)
    expect(known.map(({ sequence }) => sequence)).toEqual(known.map((_, index) => 901 - known.length + index))
    expect(new Ledger(known.slice(-3)).carried()).toEqual(known.slice(-3))
  })
})

describe('a state of an older shape', () => {
  const titled = (title: string) => (state: Envelope['state']) => ({
    ...state,
    initiative: { ...state.initiative, context: { ...state.initiative.context, title } },
  })
  const shapes = { steps: { 1: titled('of shape 2'), 2: titled('of shape 3') }, newest: 3 }
  const title = ({ state }: { state: Envelope['state'] }) => state.initiative.context.title

  it('is brought to the newest by a run that begins with this release, step by step', () => {
    const asked: string[] = []
    const takes = (patch: string) => asked.push(patch) > 0
    const migrated = inItsShape(envelope(), takes, shapes)
    expect([migrated.stateShape, title(migrated), asked]).toEqual([3, 'of shape 3', ['state-shape-2', 'state-shape-3']])
  })

  it('stays as it is in a run that began before, and is brought as far as the run’s own release in one between', () => {
    const { state } = envelope()
    expect(inItsShape({ state }, () => false, shapes)).toEqual({ state, stateShape: 1 })
    const between = inItsShape({ state }, (patch) => patch === statePatch(2), shapes)
    expect([between.stateShape, title(between)]).toEqual([2, 'of shape 2'])
  })

  it('is refused when no step leads on, and when a later release made it', () => {
    expect(() => inItsShape(envelope(), () => true, { ...shapes, steps: {} })).toThrow(
      /no step from state shape 1 to 2/,
    )
    expect(() => inItsShape({ ...envelope(), stateShape: 4 }, () => true, shapes)).toThrow(/knows shapes up to 3/)
  })
})
