import { cp, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadTemporalSettings } from '../../activities/settings/temporal.ts'
import { startTemporalServer, type TemporalServer } from '../../worker/embedded/temporal-server.ts'
import { reconcile } from '../../worker/reconciler.ts'
import { textOf } from '../api/pages/text-of.ts'
import { aVote, memberHolding } from '../support/case.ts'
import { startStack, type Stack } from '../support/single-stack.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const settings = loadTemporalSettings({ env: {} })
let folder: string
let server: TemporalServer
let port = 0
let stack: Stack

const startServer = async () => {
  server = await startTemporalServer({ dataFolder: join(folder, 'temporal'), port, uiPort: 0, settings, log: () => {} })
  port = Number(server.address.split(':')[1])
}
/** Keeps what Temporal holds now, as an operator copies its database file; the worker is stopped meanwhile. */
const copy = async (label: string) => {
  await stack.initiatives.stopWorker()
  await server.stop()
  await cp(join(folder, 'temporal'), join(folder, label), { recursive: true })
  await startServer()
  await stack.initiatives.restartWorker()
}
const restore = async (label: string) => {
  await stack.initiatives.stopWorker()
  await server.stop()
  await rm(join(folder, 'temporal'), { recursive: true })
  await cp(join(folder, label), join(folder, 'temporal'), { recursive: true })
  await startServer()
  await stack.initiatives.restartWorker()
}

beforeAll(async () => {
  folder = await temporaryFolder()
  await mkdir(join(folder, 'temporal'))
  await startServer()
  const { address } = server
  stack = await startStack({ temporal: { address, namespace: settings.namespace, taskQueue: 'restored' } })
})
afterAll(async () => {
  await stack?.stop()
  await server?.stop()
})

const abstains = (initiativeId: string, seatId: string, form: string, decisionNumber = 0) =>
  stack.parts.cases.castVote(
    initiativeId,
    aVote(seatId, 'abstain', { decisionNumber }),
    memberHolding(`chief-constable-${seatId}`),
    form,
  )

it('Temporal restored from an older copy is an alarm, overwrites nothing, and heals with a newer copy', async () => {
  const { client, taskQueue } = stack.initiatives
  const { initiatives, alarms } = stack.store
  const log = pino({ level: 'silent' })
  const round = () => reconcile({ client, taskQueue, initiatives, alarms, log })
  const portfolio = async () => textOf((await stack.app.inject('/')).body)

  const initiativeId = await stack.submitted()
  expect(await abstains(initiativeId, 'kent', 'f')).toMatchObject({ kind: 'recorded' })
  await copy('older')
  expect(await abstains(initiativeId, 'essex', 'f')).toMatchObject({ kind: 'recorded', sequence: 4 })
  const forgotten = await stack.submitted()
  const whole = await initiatives.entries(initiativeId)
  const state = await initiatives.find(initiativeId)
  await copy('newer')
  expect(await round()).toMatchObject({ contradicted: [], repaired: [], silent: [] })

  await restore('older')
  expect(new Set((await round()).contradicted)).toEqual(new Set([initiativeId, forgotten]))
  const reasons = new Map((await alarms.open()).map((alarm) => [alarm.initiativeId, alarm.reason]))
  expect(reasons.get(initiativeId)).toMatch(/record holds 4 entries, the running initiative only 3\. Temporal seems/)
  expect(reasons.get(forgotten)).toMatch(/Temporal does not know it/)
  expect(await portfolio()).toContain('The record and a running initiative contradict each other')

  expect(await abstains(initiativeId, 'norfolk', 'f')).toMatchObject({ kind: 'notConfirmed' })
  await expect
    .poll(async () => (await alarms.open()).find((alarm) => alarm.initiativeId === initiativeId)?.reason)
    .toMatch(/^entry 4 is \w+, not \w+/)
  expect(await initiatives.entries(initiativeId)).toEqual(whole)
  expect(await initiatives.find(initiativeId)).toEqual(state)

  await restore('newer')
  await expect
    .poll(() => abstains(initiativeId, 'norfolk', 'f'), { timeout: 30_000 })
    .toMatchObject({ kind: expect.stringMatching(/ecorded$/), sequence: 5 })
  expect((await initiatives.entries(initiativeId)).slice(0, 4)).toEqual(whole)
  expect(await round()).toMatchObject({ contradicted: [], silent: [] })
  expect(await alarms.open()).toEqual([])
  expect(await portfolio()).not.toContain('contradict')
})
