import { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { verifyChain } from '../../activities/store/verify-chain.ts'
import { createCases } from '../../api/cases.ts'
import { indexedValueTypes } from '../../worker/embedded/temporal-namespace.ts'
import { aMember, filledIn, actionOf, press } from '../api/decisions/member.ts'
import { textOf } from '../api/pages/text-of.ts'
import { aVote, memberHolding } from '../support/case.ts'
import { publicUrl } from '../support/single-api-parts.ts'
import { startStack, type Stack } from '../support/single-stack.ts'
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts'
import { timeSkippingServer } from '../support/time-skipping-server.ts'

const minute = 60_000

let environment: TestWorkflowEnvironment
let stack: Stack
let postgres: TcpProxy

// A fresh skipping server for each attempt: on a busy machine it now and then stops answering altogether.
beforeEach(async () => {
  environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: await timeSkippingServer() } },
  })
  const { address, namespace = 'default' } = environment
  await environment.connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: { GatehouseStage: indexedValueTypes.Keyword, GatehouseStatus: indexedValueTypes.Keyword },
  })
  stack = await startStack({
    temporal: { address, namespace, taskQueue: 'outage' },
    answerWithinMilliseconds: 6_000,
    databaseUrlThrough: async (databaseUrl) => {
      const url = new URL(databaseUrl)
      postgres = await startTcpProxy({ target: url.host })
      url.host = postgres.address
      return url.href
    },
  })
}, 120_000)
afterEach(async () => {
  await postgres?.open()
  await stack?.stop()
  await postgres?.stop()
  await environment?.teardown()
})

it(
  'PostgreSQL away for an hour while votes arrive and a deadline passes: all is recorded in order afterwards',
  { timeout: 90_000, retry: 2 },
  async () => {
    const { client, taskQueue } = stack.initiatives
    const { initiatives } = stack.store
    const impatient = createCases({ client, taskQueue, initiatives, answerWithinMilliseconds: 1_500 })
    const began = await environment.currentTimeMs()
    const dueInstant = began + 30 * minute
    const initiativeId = await stack.submitted({ decideByInstant: dueInstant })
    const abstains = (seatId: string, cases = impatient) =>
      cases.castVote(initiativeId, aVote(seatId, 'abstain'), memberHolding(`chief-constable-${seatId}`), 'form')
    const { token } = await stack.store.links.mint({
      purpose: 'decide',
      initiativeId,
      reviewId: 's1b1',
      submissionId: 's1',
      seatId: 'norfolk',
      holderId: 'chief-constable-norfolk',
    })
    const norfolk = aMember(stack.app, publicUrl)
    const page = await norfolk.open(`/d/${token}`)
    const before = textOf((await stack.app.inject('/')).body)
    expect(before).toContain('7F Vetting')

    await postgres.shut()
    expect(await abstains('kent')).toMatchObject({
      kind: 'notConfirmed',
      reason: expect.stringMatching(/^Not confirmed yet/),
    })
    const unsure = await norfolk.send(actionOf(page), filledIn(page, { choice: 'abstain', reason: 'Kept' }))
    expect(unsure.status).toBe(503)
    expect(unsure.text).toContain('Not confirmed yet')
    const during = textOf((await stack.app.inject('/')).body)
    expect(during).toContain('This page is less than a minute old. The record cannot be read at the moment.')
    expect(during).toContain('7F Vetting')
    await environment.sleep(20 * minute)
    expect(await abstains('essex')).toMatchObject({ kind: 'notConfirmed' })
    await environment.sleep(40 * minute)

    await postgres.open()
    const happened = async () =>
      (await stack.store.initiatives.entries(initiativeId)).filter(({ event }) => !event.type.startsWith('effect'))
    await expect.poll(async () => (await happened()).length, { timeout: 30_000 }).toBe(5)
    const entries = await happened()
    expect(entries.map(({ event }) => ('seatId' in event ? `${event.type} ${event.seatId}` : event.type))).toEqual([
      'created',
      'submitted',
      'voteCast kent',
      'voteCast essex',
      'deadlinePassed',
    ])
    expect(entries.map(({ atInstant }) => atInstant)).toEqual(
      entries.map(({ atInstant }) => atInstant).toSorted((a, b) => a - b),
    )
    expect(entries[4]!.atInstant - dueInstant).toBeGreaterThanOrEqual(0)
    expect(entries[4]!.atInstant - dueInstant).toBeLessThan(minute)
    expect(verifyChain(await stack.store.initiatives.entries(initiativeId))).toMatchObject({ intact: true })

    for (const [index, seatId] of ['kent', 'essex'].entries())
      expect(await abstains(seatId, stack.parts.cases)).toMatchObject({
        kind: expect.stringMatching(/ecorded$/),
        sequence: entries[index + 2]!.sequence,
      })
    const receipt = await press(norfolk, page, { choice: 'abstain', reason: 'Kept' })
    expect(receipt).toMatchObject({ status: 200, path: `${page.path}/recorded` })
    expect(await stack.votes(initiativeId)).toHaveLength(3)
    expect(textOf((await stack.app.inject('/')).body)).not.toContain('cannot be read')
  },
)
