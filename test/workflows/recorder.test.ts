import { ApplicationFailure } from '@temporalio/common'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { waitingFor } from '../../machines/waiting-for.ts'
import { aProposal, aVote, theChiefs } from '../support/case.ts'
import { refusalOf, startInitiatives } from '../support/initiatives.ts'
import { sharedTemporal } from '../support/temporal.ts'

let initiatives: Awaited<ReturnType<typeof startInitiatives>>
let storeIsAway = false
let remindingFails = false
let fault = 'the store refused the mails'

beforeAll(async () => {
  initiatives = await startInitiatives(await sharedTemporal(), {
    record: async () => {
      if (storeIsAway) throw new Error('PostgreSQL does not answer')
    },
    remindBoard: async () => {
      if (remindingFails) throw ApplicationFailure.nonRetryable(fault)
    },
  })
})
beforeEach(() => {
  storeIsAway = false
  remindingFails = false
})
afterAll(() => initiatives.stop())

const papers = { proposal: aProposal(), boards: [theChiefs()] }
const remindedAtOnce = { ...papers, boards: [theChiefs({ reminderInstants: [1_000] })] }

describe('while the record cannot be written', () => {
  it('takes decisions, answers none, and answers all once the record is back', async () => {
    const { ask, now, entries } = await initiatives.start()
    await ask('submit', papers)
    storeIsAway = true
    let answered = 0
    const asked = ['kent', 'norfolk'].map(async (seatId) => {
      const answer = await ask('castVote', aVote(seatId, 'abstain'))
      answered += 1
      return answer
    })
    await expect.poll(async () => (await now()).unrecordedCount).toBe(2)
    expect(answered).toBe(0)
    storeIsAway = false
    expect((await Promise.all(asked)).map(({ sequence }) => sequence)).toEqual(expect.arrayContaining([3, 4]))
    expect(entries().map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4])
  })

  it('takes decisions also when it was about to hand itself on, and hands itself on once the record is back', async () => {
    const { ask, now, entries, handle } = await initiatives.start({ limits: { updates: 3, events: 2000, days: 180 } })
    const { runId } = await handle.describe()
    await ask('submit', papers)
    storeIsAway = true
    // The run's third update: it would give way now, had the record not gone.
    const asked = [ask('castVote', aVote('kent', 'abstain'))]
    await expect.poll(async () => (await now()).unrecordedCount).toBe(1)
    asked.push(ask('castVote', aVote('norfolk', 'abstain')))
    await expect.poll(async () => (await now()).unrecordedCount, { timeout: 15_000 }).toBe(2)
    storeIsAway = false
    await Promise.all(asked)
    expect(entries().map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4])
    const client = initiatives.client.workflow
    await expect.poll(async () => (await client.getHandle(handle.workflowId).describe()).runId).not.toBe(runId)
  })

  it('takes no more than 128 KB on trust', async () => {
    const { ask, now } = await initiatives.start()
    await ask('submit', papers)
    const points = Array.from({ length: 7 }, () => 'x'.repeat(4000))
    const vote = (decisionNumber: number) => ask('castVote', aVote('kent', 'abstain', { decisionNumber, points }))
    storeIsAway = true
    const asked: Promise<unknown>[] = []
    while (asked.length < 5) {
      asked.push(vote(asked.length))
      await expect.poll(async () => (await now()).unrecordedCount).toBe(asked.length)
    }
    const refused = await refusalOf(vote(5))
    expect(refused).toMatch(/^RecordBehind: The record is behind/)
    storeIsAway = false
    await Promise.all(asked)
    expect((await now()).unrecordedCount).toBe(0)
  })
})

describe('an effect that cannot be carried out', () => {
  it('is an event the PMO sees, and holds back no decision', async () => {
    remindingFails = true
    const { ask, now, entries } = await initiatives.start()
    await ask('submit', remindedAtOnce)
    await expect.poll(() => entries().map(({ event }) => event.type)).toContain('effectExhausted')
    expect(waitingFor((await now()).state, [])[0]).toMatchObject({
      whom: { kind: 'pmo' },
      what: 'put right: reminding the board by email could not be carried out',
      problem: expect.stringContaining('the store refused the mails'),
    })
    expect((await ask('castVote', aVote('kent'))).kind).toBe('recorded')
  })

  it('is told in words every record can hold, whatever the fault said', async () => {
    remindingFails = true
    fault = `a\0${'x'.repeat(197)}\u{1F600}`
    const { ask, entries } = await initiatives.start()
    await ask('submit', remindedAtOnce)
    await expect.poll(() => entries().map(({ event }) => event.type)).toContain('effectExhausted')
    const told = entries().flatMap(({ event }) => (event.type === 'effectExhausted' ? [event.reason] : []))
    expect(told.map((reason) => [reason.isWellFormed(), reason.includes('\0')])).toEqual([[true, false]])
  })
})

describe('an alarm', () => {
  it('lets every deadline pass once, whose instant has come before its papers were even out', async () => {
    const { ask, now, entries } = await initiatives.start()
    await ask('submit', { ...papers, boards: [theChiefs({ decideByInstant: 2_000, reminderInstants: [1_000] })] })
    await expect.poll(async () => (await now()).state.reviews['s1b1']?.value).toEqual({ open: 'overdue' })
    expect(entries().flatMap(({ event }) => (event.type === 'deadlinePassed' ? [event.name] : []))).toEqual([
      'reminder-1',
      'decision',
    ])
  })

  it('rings earlier when an earlier deadline comes along', async () => {
    const { ask, now } = await initiatives.start(
      {},
      { entry: { stage: 'consultation', provenance: { certainty: 'recorded' } } },
    )
    const later = Date.now() + 3_600_000
    await ask('openConsultation', {
      cohortId: 'officers',
      title: 'Officers',
      openedOn: '2027-03-01',
      minimumEndsInstant: later,
    })
    await ask('openConsultation', {
      cohortId: 'staff',
      title: 'Staff',
      openedOn: '2027-03-01',
      minimumEndsInstant: Date.now() + 500,
    })
    await expect.poll(async () => (await now()).state.consultations['staff']?.value).toBe('minimumPeriodServed')
    expect((await now()).state.consultations['officers']?.value).toBe('minimumPeriodRunning')
  })
})
