import { afterAll, beforeAll, expect, it } from 'vitest'
import { continues, noEntries } from '../../workflows/chain.ts'
import { aProposal, aVote, theChiefs } from '../support/case.ts'
import { startInitiatives } from '../support/initiatives.ts'
import { sharedTemporal } from '../support/temporal.ts'

let initiatives: Awaited<ReturnType<typeof startInitiatives>>
beforeAll(async () => {
  initiatives = await startInitiatives(await sharedTemporal())
}, 60_000)
afterAll(() => initiatives.stop())

/** The five-year life of test/faults/five-years.long.ts in small: rounds of long words, through many runs. */
it(
  'goes through a dozen rounds of long words and as many runs without its state growing',
  { timeout: 60_000 },
  async () => {
    const { ask, now, entries, handle } = await initiatives.start({ limits: { updates: 6, events: 2000, days: 180 } })
    const rounds = 12
    const first = (await handle.describe()).runId
    for (let number = 1; number <= rounds; number += 1) {
      const reviewId = `s${number}b1`
      await ask('submit', { proposal: aProposal({ authorises: 'y'.repeat(2000) }), boards: [theChiefs()] })
      await ask('castVote', aVote('essex', 'abstain', { reviewId, reason: 'z'.repeat(2000) }))
      const points = [1, 2, 3].map((point) => `Point ${point} of round ${number}: ${'x'.repeat(2000)}`)
      await ask('castVote', aVote('kent', 'sendBack', { reviewId, points }))
      for (const point of [1, 2, 3])
        await ask('answerPoint', { pointId: `${reviewId}p${point}`, answer: `Table ${number}.` })
    }

    const { state } = await now()
    const { decisions, points, inAuditOnly } = state.initiative.context
    expect((await handle.describe()).runId).not.toBe(first)
    expect(JSON.stringify(state).length).toBeLessThan(96 * 1024)
    expect(decisions.length + (inAuditOnly?.decisions ?? 0)).toBe(rounds)
    expect(points.length + (inAuditOnly?.points ?? 0)).toBe(3 * rounds)
    expect(inAuditOnly?.points).toBeGreaterThan(0)
    expect(decisions.at(-1)).toMatchObject({ reviewId: `s${rounds}b1`, outcome: 'sentBack', round: rounds })

    const recorded = entries()
    expect(recorded.filter(({ event }) => event.type === 'voteCast')).toHaveLength(2 * rounds)
    expect(recorded.filter(({ event }) => event.type === 'olderReviewsDigested').length).toBeGreaterThan(1)
    let head = noEntries
    for (const entry of recorded) {
      expect(continues(head, entry)).toBe(true)
      head = { sequence: entry.sequence, hash: entry.hash }
    }
  },
)
