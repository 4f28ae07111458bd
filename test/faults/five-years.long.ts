import { randomBytes } from 'node:crypto'
import { Client, type WorkflowHandle } from '@temporalio/client'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import proto from '@temporalio/proto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import * as z from 'zod'
import { dataConverterFor } from '../../activities/codec/data-converter.ts'
import { inOneCodec } from '../../activities/codec/in-one-codec.ts'
import type { CommandName, CommandPayload } from '../../machines/commands.ts'
import { stageId } from '../../machines/vocabulary/facts.ts'
import { bundleWorkflows, createWorker } from '../../worker/worker.ts'
import { continues, noEntries } from '../../workflows/chain.ts'
import { initiativeWorkflowId } from '../../workflows/ids.ts'
import { commandUpdate, currentState, initiativeWorkflowType, type Recording } from '../../workflows/messages.ts'
import { anInitiative, aProposal, aVote, changeTeam, memberHolding, theChiefs } from '../support/case.ts'
import { onceHandedOn } from '../support/initiatives.ts'
import { skippingEnvironment } from '../support/skipping-environment.ts'

const dayLong = 86_400_000
const rounds = 200
const seatCount = 15
const daysBetweenRounds = 9
/** From here on a run hands itself on: `usualLimits` of workflows/initiative.ts. */
const longEvents = 1000

/** As a real deployment has it: compressed and encrypted. */
const dataConverter = dataConverterFor({
  payloadEncryption: 'on',
  keys: { current: 'k1', keys: { k1: new Uint8Array(randomBytes(32)) } },
})

let environment: TestWorkflowEnvironment
let client: Client
let stop: (() => Promise<void>) | undefined
const taskQueue = 'five-years'
let head = noEntries
let recorded: Record<string, number> = {}

const record = async ({ entries }: Recording) => {
  for (const entry of entries) {
    if (entry.sequence <= head.sequence) continue
    expect(continues(head, entry)).toBe(true)
    head = { sequence: entry.sequence, hash: entry.hash }
    recorded[entry.event.type] = (recorded[entry.event.type] ?? 0) + 1
  }
}

// The skipping server itself may stop answering a worker on a busy machine (see test/workflows/whole-life.test.ts): then no command
// is answered, and the whole life is lived again on a fresh one.
const answerWithinMilliseconds = 60_000

beforeEach(async () => {
  head = noEntries
  recorded = {}
  environment = await skippingEnvironment()
  const namespace = environment.namespace ?? 'default'
  client = new Client({ connection: environment.connection, namespace, dataConverter })
  const worker = await createWorker({
    connection: environment.nativeConnection,
    namespace,
    taskQueue,
    dataConverter,
    workflowBundle: await bundleWorkflows(),
    activities: {
      record,
      remindBoard: async () => {},
      escalate: async () => {},
      remindStakeholders: async () => {},
      remindPerson: async () => {},
      chaseCondition: async () => {},
      chaseChairsAction: async () => {},
      warnOfHardDate: async () => {},
    },
  })
  const running = worker.run()
  stop = async () => {
    worker.shutdown()
    await running
  }
}, 120_000)
afterEach(async () => {
  await stop?.()
  stop = undefined
  await environment?.teardown()
})

const seats = Array.from({ length: seatCount }, (_, index) => ({
  seatId: `force-${index + 1}`,
  title: `Chief Constable, force ${index + 1}`,
  organisationIds: [`force-${index + 1}`],
  holderId: `chief-constable-force-${index + 1}`,
  chair: index === 0,
}))

const carriedIn = z.object({ carried: z.looseObject({ state: z.unknown() }).optional() })

/** The history of every run of a workflow, from its first. */
const runsOf = async (handle: WorkflowHandle, firstRunId: string) => {
  const runs: { events: number; bytes: number; carriedBytes: number }[] = []
  for (let runId: string | null | undefined = firstRunId; runId;) {
    const history: proto.temporal.api.history.v1.IHistory = await client.workflow
      .getHandle(handle.workflowId, runId)
      .fetchHistory()
    const events = history.events ?? []
    const [payload] = events[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? []
    const [input] = payload ? await inOneCodec(dataConverter).decode([payload]) : []
    const { carried } = carriedIn.parse(JSON.parse(Buffer.from(input?.data ?? []).toString()))
    runs.push({
      events: events.length,
      bytes: proto.temporal.api.history.v1.History.encode(history).finish().length,
      carriedBytes: carried ? Buffer.byteLength(JSON.stringify(carried)) : 0,
    })
    runId = events.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId
  }
  return runs
}

it(
  'lives five years, 200 rounds and 3,000 decisions within every limit',
  { timeout: 1_800_000, retry: 1 },
  async () => {
    const begunMilliseconds = performance.now()
    const begunInstant = await environment.currentTimeMs()
    const initiativeId = 'five-years'
    const handle = await client.workflow.start(initiativeWorkflowType, {
      workflowId: initiativeWorkflowId(initiativeId),
      taskQueue,
      args: [{ initiativeId }],
    })
    // This server, unlike the real one, refuses a run that hands itself on while an update arrives, and the run is replayed from its
    // beginning: a run that has become long enough is left to do so. What updates meet then is tested on the real server.
    const handedOn = async () => {
      const current = client.workflow.getHandle(initiativeWorkflowId(initiativeId))
      const { runId, historyLength } = await current.describe()
      // A run sees how long it is when its next task begins: only well beyond the limit has it surely seen it.
      if (historyLength < longEvents + 8) return
      for (let looks = 0; looks < 200 && (await current.describe()).runId === runId; looks += 1)
        await environment.sleep(1)
    }
    let asked = 0
    const ask = async <Name extends CommandName>(name: Name, payload: CommandPayload<Name>) => {
      asked += 1
      const updateId = `c:${asked}`
      await handedOn()
      return onceHandedOn(() =>
        client.withDeadline(Date.now() + answerWithinMilliseconds, () =>
          client.workflow.getHandle(initiativeWorkflowId(initiativeId)).executeUpdate(commandUpdate(name), {
            updateId,
            args: [{ payload, by: 'holderId' in payload ? memberHolding(payload.holderId) : changeTeam, updateId }],
          }),
        ),
      )
    }
    const now = () => client.workflow.getHandle(initiativeWorkflowId(initiativeId)).query(currentState)
    await ask('create', anInitiative({ initiativeId, tranches: [{ trancheId: 'norfolk', title: 'Norfolk' }] }))

    for (let number = 1; number <= rounds; number += 1) {
      const reviewId = `s${number}b1`
      const isApproved = number % (rounds / stageId.options.length) === 0
      const instant = await environment.currentTimeMs()
      if (number === (rounds / stageId.options.length) * 2 + 1) {
        const minimumEndsInstant = instant + 45 * dayLong
        await ask('openConsultation', { cohortId: 'staff', title: 'Staff', openedOn: '2027-03-01', minimumEndsInstant })
        await environment.sleep(46 * dayLong)
        await ask('closeConsultation', { cohortId: 'staff', summary: 'Forty responses.' })
      }
      const opened = await environment.currentTimeMs()
      await ask('submit', {
        proposal: aProposal({ authorises: 'work on the next stage, as written in section 4. '.repeat(4) }),
        boards: [
          theChiefs({
            seats,
            rule: { kind: 'majority', quorum: seatCount, chairHasCastingVote: false },
            decideByInstant: opened + 20 * dayLong,
            reminderInstants: [opened + 5 * dayLong, opened + 10 * dayLong],
          }),
        ],
      })
      await environment.sleep(daysBetweenRounds * dayLong)
      for (const [index, { seatId }] of seats.entries()) {
        const refuses = !isApproved && index <= seatCount / 2
        const words = { reviewId, reason: 'The savings are not shown by force and by year. '.repeat(3) }
        const points = [`Show the savings of force ${index + 1} in round ${number}.`]
        await ask('castVote', aVote(seatId, refuses ? 'sendBack' : 'approve', refuses ? { ...words, points } : words))
      }
      const { points } = (await now()).state.initiative.context
      for (const { pointId, answer } of points)
        if (answer === undefined) await ask('answerPoint', { pointId, answer: `Table ${number} shows them.` })
      if (number % 20 === 0)
        process.stdout.write(`round ${number}, ${Math.round((performance.now() - begunMilliseconds) / 1000)} s\n`)
      if (number === (rounds / stageId.options.length) * 4) {
        await ask('confirmReadiness', { trancheId: 'norfolk', statement: 'Six of six departments said go.' })
        await ask('goLive', { trancheId: 'norfolk', kind: 'full' })
      }
    }
    await ask('close', { report: 'Delivered.' })
    expect(await handle.result()).toBe('completed')

    const years = ((await environment.currentTimeMs()) - begunInstant) / (365.25 * dayLong)
    const seconds = (performance.now() - begunMilliseconds) / 1000
    const runs = await runsOf(handle, handle.firstExecutionRunId)
    const most = (what: (run: (typeof runs)[number]) => number) => Math.max(...runs.map(what))
    process.stdout.write(
      `five years: ${JSON.stringify({
        years: Number(years.toFixed(2)),
        realSeconds: Math.round(seconds),
        commands: asked,
        recorded,
        runs: runs.length,
        mostEvents: most(({ events }) => events),
        mostHistoryBytes: most(({ bytes }) => bytes),
        mostCarriedBytes: most(({ carriedBytes }) => carriedBytes),
      })}\n`,
    )
    expect(years).toBeGreaterThanOrEqual(5)
    expect(recorded['voteCast']).toBe(rounds * seatCount)
    expect(recorded['submitted']).toBe(rounds)
    expect(most(({ events }) => events)).toBeLessThan(10_000)
    expect(most(({ bytes }) => bytes)).toBeLessThan(5_000_000)
    expect(most(({ carriedBytes }) => carriedBytes)).toBeLessThan(256 * 1024)
    // The mark is five minutes; a time is reported, and fails only at ten times the mark.
    expect(seconds).toBeLessThan(3_000)
  },
)
