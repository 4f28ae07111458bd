import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Reminding } from '../../activities/ports.ts'
import { startInitiatives } from '../support/initiatives.ts'
import { sharedTemporal } from '../support/temporal.ts'

const asked: Reminding[] = []
let failures = 0
let initiatives: Awaited<ReturnType<typeof startInitiatives>>

beforeAll(async () => {
  initiatives = await startInitiatives(await sharedTemporal(), {
    remindPerson: async (reminding) => {
      if (failures > 0) {
        failures -= 1
        throw new Error('the store is away')
      }
      asked.push(reminding)
    },
  })
})
afterAll(() => initiatives.stop())

const reminder = (reminderId: string, inMilliseconds: number) => ({
  reminderId,
  atInstant: Date.now() + inMilliseconds,
  personId: 'pmo',
  about: 'The Summit meets today.',
})
const askedFor = (initiativeId: string) => asked.filter((each) => each.initiativeId === initiativeId)
const aRating = {
  kind: 'team' as const,
  rag: 'amber' as const,
  date: { precision: 'month' as const, month: '2027-03' },
  provenance: { certainty: 'recorded' as const },
}

describe('a reminder that was asked for', () => {
  it('is sent once, on its day, also where the initiative has handed itself on since', async () => {
    const { initiativeId, ask, now, entries, handle } = await initiatives.start(
      { limits: { updates: 2, events: 2000, days: 180 } },
      { reminders: [reminder('r1', 3_600_000), reminder('r2', 2_000)] },
    )
    for (const _ of [1, 2, 3, 4]) await ask('rate', aRating)
    expect((await handle.describe()).runId).not.toBe(handle.firstExecutionRunId)
    await expect.poll(() => askedFor(initiativeId), { timeout: 15_000 }).toHaveLength(1)
    const passed = () => entries().filter(({ event }) => event.type === 'deadlinePassed')
    expect(passed()).toMatchObject([{ by: { channel: 'clock' }, event: { name: 'reminder:r2' } }])
    expect(askedFor(initiativeId)).toEqual([
      { initiativeId, sequence: passed()[0]?.sequence, reminderId: 'r2', personId: 'pmo', number: 2 },
    ])
    for (const _ of [1, 2, 3]) await ask('rate', aRating)
    expect((await now()).state.initiative.context.deadlines.map(({ name }) => name)).toEqual(['reminder:r1'])
    expect(askedFor(initiativeId)).toHaveLength(1)
  }, 40_000)

  it('is tried again where it could not be written, and the wait goes on', async () => {
    failures = 2
    const { initiativeId, now } = await initiatives.start({}, { reminders: [reminder('r1', 100)] })
    await expect.poll(() => askedFor(initiativeId), { timeout: 15_000 }).toHaveLength(1)
    expect((await now()).state.initiative.context.failedEffects).toEqual([])
  }, 40_000)
})
