import { fileURLToPath } from 'node:url'
import proto from '@temporalio/proto'
import { Client } from 'pg'
import { afterEach, expect, it } from 'vitest'
import { initiativeWorkflowId } from '../../workflows/ids.ts'
import { aVote } from '../support/case.ts'
import { startWatchedGatehouse } from '../support/single-processes.ts'

const { EventType, PendingActivityState } = proto.temporal.api.enums.v1
const graceMilliseconds = 8_000
const day = 86_400_000

let gatehouse: Awaited<ReturnType<typeof startWatchedGatehouse>> | undefined
afterEach(async () => {
  await gatehouse?.stop()
  gatehouse = undefined
})

it('a worker told to stop during a hundred activities finishes them within its grace, and none has failed', async ({
  annotate,
}) => {
  const watched = (gatehouse = await startWatchedGatehouse({
    TEMPORAL_SHUTDOWN_GRACE_MS: String(graceMilliseconds),
  }))
  const { client, begin, ask } = watched
  const ids = Array.from({ length: 100 }, (_, index) => `drained-${index}`)
  for (let at = 0; at < ids.length; at += 10) await Promise.all(ids.slice(at, at + 10).map(begin))

  const operator = new Client({ connectionString: watched.databaseUrl })
  await operator.connect()
  await operator.query('begin; lock table initiative in exclusive mode')
  const held = Promise.all(ids.map((id) => ask(id, 'hold', { reason: 'Election.' }, 'hold')))
  held.catch(() => undefined)
  const recording = async () => {
    const described = await Promise.all(ids.map((id) => client.workflow.getHandle(initiativeWorkflowId(id)).describe()))
    return described.filter(({ raw }) =>
      raw.pendingActivities?.some(({ state }) => state === PendingActivityState.PENDING_ACTIVITY_STATE_STARTED),
    ).length
  }
  // On a busy machine not all hundred are in the worker's hands before the first would run out of its ten seconds.
  const enoughInstant = Date.now() + 5_000
  let underWay = 0
  while (underWay < ids.length && Date.now() < enoughInstant) underWay = await recording()
  expect(underWay).toBeGreaterThan(20)

  const began = performance.now()
  const stopped = watched.stopProcesses()
  await operator.query('select pg_sleep(1); commit')
  await stopped
  const drained = Math.round(performance.now() - began)
  await operator.end()
  await watched.startProcesses()
  expect((await held).map(({ kind, sequence }) => `${kind} ${sequence}`)).toEqual(ids.map(() => 'recorded 2'))

  const histories = await Promise.all(
    ids.map((id) => client.workflow.getHandle(initiativeWorkflowId(id)).fetchHistory()),
  )
  const events = histories.flatMap((history) => history.events ?? [])
  const failed = events.filter(
    ({ eventType, activityTaskStartedEventAttributes: started }) =>
      eventType === EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED ||
      eventType === EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT ||
      eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED ||
      (started?.attempt ?? 1) > 1,
  )
  await annotate(
    `100 activities, ${underWay} under way, ${failed.length} failed, stopped after ${drained} ms (grace ${graceMilliseconds})`,
  )
  expect(failed).toEqual([])
  expect(drained).toBeLessThan(graceMilliseconds + 1_000)
})

it.each([
  ['a day ahead', day],
  ['a day behind', -day],
])('a worker whose clock is %s moves no deadline, and mail goes out all the same', async (_fact, shift) => {
  const preload = fileURLToPath(new URL('../support/single-shifted-clock.ts', import.meta.url))
  const { submit, ask, store, smtp } = (gatehouse = await startWatchedGatehouse({
    CLOCK_SHIFT_MS: String(shift),
    NODE_OPTIONS: `--import ${preload}`,
  }))
  const reminderInstant = Date.now() + 15_000
  const decideByInstant = reminderInstant + 5_000
  await submit('soon', { decideByInstant, reminderInstants: [reminderInstant] })
  await submit('later', { decideByInstant: Date.now() + day / 2, reminderInstants: [] })
  await smtp.waitForMail(
    ({ to, subject }) => to[0] === 'chief.constable@kent.example' && /Decision needed/.test(subject),
    30_000,
  )

  const passed = async () =>
    (await store.initiatives.entries('soon')).flatMap(({ event }) => (event.type === 'deadlinePassed' ? [event] : []))
  await expect
    .poll(async () => (await passed()).map(({ name }) => name), { timeout: 60_000 })
    .toEqual(['reminder-1', 'decision'])
  for (const [index, dueInstant] of [reminderInstant, decideByInstant].entries()) {
    const { atInstant } = (await passed())[index]!
    expect(atInstant).toBeGreaterThanOrEqual(dueInstant)
    expect(atInstant).toBeLessThan(dueInstant + 10_000)
  }
  const { atInstant } = await ask('later', 'castVote', aVote('kent'), 'd:s1b1:kent:1')
  expect(Math.abs(atInstant - Date.now())).toBeLessThan(10_000)
  const later = (await store.initiatives.entries('later')).map(({ event }) => event.type)
  expect(later).toEqual(['created', 'submitted', 'voteCast'])
  await smtp.waitForMail(
    ({ to, subject }) => to[0] === 'chief.constable@kent.example' && /recorded/i.test(subject),
    30_000,
  )
})
