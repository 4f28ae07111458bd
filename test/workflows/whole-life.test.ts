import { ApplicationFailure } from '@temporalio/common'
import { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BoardAsked } from '../../machines/audit-entry.ts'
import { waitingFor } from '../../machines/waiting-for.ts'
import { indexedValueTypes } from '../../worker/embedded/temporal-namespace.ts'
import { aProposal, aVote, theChiefs } from '../support/case.ts'
import { refusalOf, startInitiatives } from '../support/initiatives.ts'
import { timeSkippingServer } from '../support/time-skipping-server.ts'

const dayLong = 86_400_000

let environment: TestWorkflowEnvironment
let initiatives: Awaited<ReturnType<typeof startInitiatives>>
const mails: string[] = []
let refusedOnce = false
const noted =
  (kind: string) =>
  async ({ reviewId, seats }: BoardAsked) =>
    void mails.push(`${kind} ${reviewId}: ${seats.map(({ seatId }) => seatId).join(', ')}`)

// A server for each test: once in a while the skipping server itself stops answering a worker on a busy machine (its reply outgrows
// its own header limit), and then answers nothing else either. A test that met that is run again on a fresh one.
beforeEach(async () => {
  mails.length = 0
  const path = await timeSkippingServer()
  environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  })
  const namespace = environment.namespace ?? 'default'
  await environment.connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: { GatehouseStage: indexedValueTypes.Keyword, GatehouseStatus: indexedValueTypes.Keyword },
  })
  initiatives = await startInitiatives(
    { address: environment.address, namespace, taskQueue: 'whole-life' },
    {
      record: async ({ entries }) => {
        for (const board of entries.flatMap(({ asked = [] }) => asked)) await noted('asked')(board)
      },
      remindBoard: async (asking) => {
        if (refusedOnce) {
          refusedOnce = false
          throw ApplicationFailure.nonRetryable('the store refused the mails')
        }
        await noted('reminded')(asking)
      },
      escalate: noted('escalated'),
    },
  )
}, 120_000)
afterEach(async () => {
  await initiatives?.stop()
  await environment?.teardown()
})

/** The board of three as it is asked now: twenty days to decide, reminded after ten and eighteen. */
const chiefs = async () => {
  const now = await environment.currentTimeMs()
  return theChiefs({ decideByInstant: now + 20 * dayLong, reminderInstants: [now + 10 * dayLong, now + 18 * dayLong] })
}

describe('the whole life of an initiative, on a server that skips time', { retry: 2 }, () => {
  it('runs through five gates and a consultation of 45 days to its closure', { timeout: 40_000 }, async () => {
    const { ask, now, handle, entries } = await initiatives.start()
    const submit = async () => ask('submit', { proposal: aProposal(), boards: [await chiefs()] })
    const approve = async (submission: number) => {
      for (const seatId of ['kent', 'essex'])
        await ask('castVote', aVote(seatId, 'approve', { reviewId: `s${submission}b1` }))
    }
    const where = async () => (await now()).state.initiative.value

    await submit()
    await ask('castVote', aVote('kent', 'sendBack', { points: ['Show the savings by force.'] }))
    await ask('answerPoint', { pointId: 's1b1p1', answer: 'Table 3 shows them.' })
    await submit()
    await approve(2)

    await submit()
    await environment.sleep(11 * dayLong)
    await ask('hold', { reason: 'The inspectorate reports next week.' })
    await environment.sleep(30 * dayLong)
    await ask('resume', {})
    await environment.sleep(10 * dayLong)
    expect((await now()).state.reviews['s3b1']?.value).toEqual({ open: 'overdue' })
    await approve(3)
    expect(await where()).toEqual({ active: { consultation: 'preparing' } })

    const opened = await environment.currentTimeMs()
    await ask('openConsultation', {
      cohortId: 'vetting-staff',
      title: 'Vetting staff',
      openedOn: '2027-03-01',
      minimumEndsInstant: opened + 45 * dayLong,
    })
    await environment.sleep(44 * dayLong)
    const close = () => ask('closeConsultation', { cohortId: 'vetting-staff', summary: 'Forty responses.' })
    expect(await refusalOf(close())).toMatch(/^MinimumPeriodRunning/)
    await environment.sleep(dayLong)
    await expect.poll(async () => (await now()).state.consultations['vetting-staff']?.value).toBe('minimumPeriodServed')
    await close()
    await submit()
    await approve(4)

    await ask('planTranche', { trancheId: 'norfolk', title: 'Norfolk and Suffolk' })
    await submit()
    await approve(5)
    await ask('confirmReadiness', { trancheId: 'norfolk', statement: 'Six of six departments said go.' })
    await ask('goLive', { trancheId: 'norfolk', kind: 'interim' })
    await environment.sleep(90 * dayLong)
    await ask('goLive', { trancheId: 'norfolk', kind: 'full' })

    await environment.sleep(270 * dayLong)
    await submit()
    await approve(6)
    expect(await where()).toEqual({ active: 'closing' })
    await ask('close', { report: 'Delivered nine months late; two of three savings confirmed.' })
    expect(await handle.result()).toBe('completed')

    expect(mails.filter((mail) => mail.includes('s3b1'))).toEqual([
      'asked s3b1: kent, essex, norfolk',
      'reminded s3b1: kent, essex, norfolk',
      'reminded s3b1: kent, essex, norfolk',
      'escalated s3b1: kent, essex, norfolk',
    ])
    expect(entries().map(({ sequence }) => sequence)).toEqual(entries().map((_, index) => index + 1))
    const { events } = await handle.fetchHistory()
    expect(events?.length).toBeLessThan(500)
  })

  it('tries again what failed, and then no longer waits for the PMO', { timeout: 40_000 }, async () => {
    refusedOnce = true
    const { ask, now, entries } = await initiatives.start()
    await ask('submit', { proposal: aProposal(), boards: [await chiefs()] })
    await environment.sleep(10 * dayLong)
    await expect.poll(() => entries().map(({ event }) => event.type)).toContain('effectExhausted')
    await environment.sleep(120_000)
    await expect.poll(() => entries().map(({ event }) => event.type)).toContain('effectCarriedOut')
    expect(waitingFor((await now()).state, []).map(({ whom }) => whom.kind)).toEqual(['member', 'member', 'member'])
  })

  it('lets a deferral’s date pass once while it is on hold', { timeout: 40_000 }, async () => {
    const { ask, now, entries } = await initiatives.start()
    await ask('submit', { proposal: aProposal(), boards: [await chiefs()] })
    const until = (await environment.currentTimeMs()) + 10 * dayLong
    await ask('castVote', aVote('kent', 'defer', { deferUntilInstant: until }))
    await ask('hold', { reason: 'The inspectorate reports.' })
    await environment.sleep(11 * dayLong)
    await expect.poll(() => entries().filter(({ event }) => event.type === 'deadlinePassed')).toHaveLength(1)
    await ask('resume', {})
    expect((await now()).state.initiative.value).toEqual({ active: { outlineBusinessCase: 'preparing' } })
  })

  it('comes back to the change team on the date a board deferred it to', { timeout: 40_000 }, async () => {
    const { ask, now } = await initiatives.start()
    await ask('submit', { proposal: aProposal(), boards: [await chiefs()] })
    const until = (await environment.currentTimeMs()) + 100 * dayLong
    await ask('castVote', aVote('kent', 'defer', { deferUntilInstant: until, deferUntilDay: '2027-06-09' }))
    await environment.sleep(99 * dayLong)
    expect((await now()).state.initiative.value).toEqual({ active: { outlineBusinessCase: 'deferred' } })
    await environment.sleep(2 * dayLong)
    await expect
      .poll(async () => (await now()).state.initiative.value)
      .toEqual({ active: { outlineBusinessCase: 'preparing' } })
  })
})
