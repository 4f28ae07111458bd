import { randomInt, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import * as fc from 'fast-check'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { calendarOf } from '../../activities/calendar.ts'
import { mailActivities } from '../../activities/mail-activities.ts'
import { openStore, type Store } from '../../activities/store/store.ts'
import { verifyChain } from '../../activities/store/verify-chain.ts'
import { createApp } from '../../api/app.ts'
import { createCases } from '../../api/cases.ts'
import type { Cases } from '../../api/parts.ts'
import { deadlinesOf } from '../../machines/case-file.ts'
import {
  commandFact,
  commands,
  type CommandFact,
  type CommandName,
  type CommandPayload,
} from '../../machines/commands.ts'
import { command } from '../api/asking.ts'
import { plays, type Begun, type Tried } from '../model/acts.ts'
import { factsOf, holderOf, minuteLong, planOf } from '../model/facts.ts'
import { minutesOf } from '../model/next.ts'
import { Initiative } from '../model/initiative.ts'
import { expectedOf, seenOf } from '../model/seen.ts'
import { seedsKept } from '../model/seeds-kept.ts'
import { changeTeam, memberHolding } from '../support/case.ts'
import { stakeholderNamed } from '../support/circulation.ts'
import { startInitiatives } from '../support/initiatives.ts'
import { createTestDatabase } from '../support/postgres.ts'
import { skippingEnvironment } from '../support/skipping-environment.ts'

const runs = 200
const atOnce = 20
const seed = Number(process.env['MODEL_SEED'] ?? randomInt(2 ** 31))
/** Runs hand themselves on often, so that many plays go through it several times. */
const limits = { updates: 10, events: 2000, days: 180 }

let environment: TestWorkflowEnvironment
let initiatives: Awaited<ReturnType<typeof startInitiatives>>
let store: Store
let app: FastifyInstance
let cases: Cases
let dataFolder: string
let nowInstant = 0

// As in test/workflows/whole-life.test.ts, a server each time: once in a while the skipping server itself stops answering.
beforeEach(async () => {
  environment = await skippingEnvironment()
  const namespace = environment.namespace ?? 'default'
  dataFolder = await mkdtemp(join(tmpdir(), 'gatehouse-model-'))
  store = openStore((await createTestDatabase()).url, { dataFolder })
  initiatives = await startInitiatives(
    { address: environment.address, namespace, taskQueue: 'model' },
    {
      record: store.record,
      ...mailActivities(store),
    },
  )
  cases = createCases({
    client: initiatives.client,
    taskQueue: 'model',
    initiatives: store.initiatives,
    answerWithinMilliseconds: 20_000,
  })
  app = await createApp({
    ...store,
    calendar: calendarOf(),
    cases,
    publicUrl: 'http://localhost:3000',
    formKey: new Uint8Array(32).fill(7),
    dwellMilliseconds: 0,
    clock: () => nowInstant,
    developmentLinks: {},
  })
}, 120_000)
afterEach(async () => {
  await app?.close()
  await initiatives?.stop()
  await store?.close()
  await environment?.teardown()
  await rm(dataFolder, { recursive: true, force: true })
})

const nameOf = (fact: CommandFact): CommandName => {
  const found = Object.entries(commands).find(([, { fact: type }]) => type === fact.type)?.[0]
  const name = Object.keys(commands).find((each): each is CommandName => each in commands && each === found)
  if (!name) throw new Error(`No command becomes ${fact.type}`)
  return name
}

/**
 * At the door beneath the API: what a link's page asks for, and what the API works out on the day from plans and boards on file, which a
 * play says itself. Undefined for everything the API takes as it is.
 */
const askedBeneath = (initiativeId: string, fact: CommandFact, key: string) => {
  const { type: _type, atInstant: _at, ...payload } = fact
  const ask = <Name extends Exclude<CommandName, 'create' | 'castVote'>>(
    name: Name,
    read: CommandPayload<Name>,
    by = changeTeam,
  ) => cases.command(name, initiativeId, read, by, key)
  switch (fact.type) {
    case 'voteCast':
      return cases.castVote(initiativeId, voteOf(fact), memberHolding(fact.holderId), key)
    case 'commentMade':
      return ask('comment', commands.comment.payload.parse(payload), stakeholderNamed(fact.stakeholderId))
    case 'noCommentMade':
      return ask('noComment', commands.noComment.payload.parse(payload), stakeholderNamed(fact.stakeholderId))
    case 'submitted':
      return ask('submit', commands.submit.payload.parse(payload))
    case 'papersCirculated':
      return ask('circulate', commands.circulate.payload.parse(payload))
    case 'seatMoved':
      return ask('moveSeat', commands.moveSeat.payload.parse(payload))
    case 'meetingMoved':
      return ask('moveMeeting', commands.moveMeeting.payload.parse(payload))
    case 'chairsActionReported':
      return ask('reportChairsAction', commands.reportChairsAction.payload.parse(payload))
    case 'boardAdded':
      return ask('addBoard', commands.addBoard.payload.parse(payload))
    case 'boardMerged':
      return ask('mergeBoard', commands.mergeBoard.payload.parse(payload))
    case 'consultationOpened':
      return ask('openConsultation', commands.openConsultation.payload.parse(payload))
    case 'hardDateSet':
      return ask('setHardDate', commands.setHardDate.payload.parse(payload))
    case 'held':
      return ask('hold', commands.hold.payload.parse(payload))
    case 'evidenceProvided':
      return ask('provideEvidence', commands.provideEvidence.payload.parse(payload))
    default:
      return undefined
  }
}

/** Asks as people do, and again by the same key until it is answered; whether it counted as something new, after entry `read`. */
const asked = async ({ initiativeId, read }: Playing, fact: CommandFact): Promise<boolean> => {
  const key = randomUUID()
  const { type: _type, atInstant: _at, ...payload } = fact
  // A server that has stopped answering is given up, and the plays are played again on a fresh one.
  for (let tries = 0; tries < 3; tries += 1) {
    const beneath = await askedBeneath(initiativeId, fact, key)
    if (beneath?.kind === 'recorded' || beneath?.kind === 'alreadyRecorded') return beneath.sequence > read
    if (beneath && beneath.kind !== 'notConfirmed') return false
    if (beneath) continue
    const { status, text } = await command(app, initiativeId, nameOf(fact), payload, key)
    if (status < 500) return status === 200
    if (status !== 503) throw new Error(`The API answered ${status}: ${text}`)
  }
  throw new Error(`Nothing answered ${nameOf(fact)}`)
}

const voteOf = ({ type: _type, atInstant: _at, updateId: _id, ...vote }: Extract<CommandFact, { type: 'voteCast' }>) =>
  vote

type Playing = { initiativeId: string; model: Initiative; read: number; tried: readonly Tried[]; begun: Begun }

const begin = async ({ begun, tried }: { begun: Begun; tried: readonly Tried[] }): Promise<Playing> => {
  const { entry, ownCase } = begun
  const plan = planOf(begun)
  const { initiativeId } = await initiatives.start(
    { limits },
    {
      plan,
      entry: { stage: entry, provenance: { certainty: 'recorded' } },
      ...(ownCase === 'nobody' ? {} : { sro: { title: 'SRO', personId: holderOf(ownCase) } }),
    },
  )
  const [created] = await store.initiatives.entries(initiativeId)
  const atInstant = created?.atInstant ?? 0
  const ownCaseIds = ownCase === 'nobody' ? [] : [holderOf(ownCase)]
  return { initiativeId, begun, tried, read: 1, model: new Initiative({ plan, entry, ownCase: ownCaseIds, atInstant }) }
}

/** Tells the model what the record says has happened since, in its order, with its instants. */
const catchUp = async (playing: Playing, version: number) => {
  const entries = await store.initiatives.entries(playing.initiativeId)
  for (const { event, sequence, atInstant } of entries.slice(playing.read, version)) {
    playing.read = sequence
    if (event.type === 'deadlinePassed') playing.model.pass(atInstant)
    const fact = commandFact.safeParse(event)
    if (fact.success) playing.model.happened(fact.data)
  }
}

const recordedOf = async ({ initiativeId }: Playing) => {
  const recorded = await store.initiatives.find(initiativeId)
  if (!recorded) throw new Error(`${initiativeId} is not recorded`)
  return recorded
}

const step = async (playing: Playing, index: number) => {
  const { model, tried } = playing
  const each = tried[index]
  if (!each) return
  const where = { seed, begun: playing.begun, attempt: index + 1, tried: each }
  for (const fact of factsOf(model, each, nowInstant)) {
    // After the end nothing can be asked of a workflow; "this was not me" then goes another way.
    if (model.place === 'closed' && fact.type === 'decisionDisputed') continue
    const isAllowed = model.allows(fact)
    const { type } = fact
    expect({ ...where, type, isTaken: await asked(playing, fact) }).toEqual({ ...where, type, isTaken: isAllowed })
    await catchUp(playing, (await recordedOf(playing)).version)
  }
  const { state, version } = await recordedOf(playing)
  await catchUp(playing, version)
  expect({ ...where, ...seenOf(state) }).toEqual({ ...where, ...expectedOf(model) })
}

/** Lets time go on for all of them, and waits until every deadline that has come has passed in every record. */
const goOn = async (all: readonly Playing[], minutes: number) => {
  await environment.sleep(minutes * minuteLong)
  nowInstant = await environment.currentTimeMs()
  const caughtUp = async (playing: Playing) => {
    const due = async () => {
      const { state } = await recordedOf(playing)
      return deadlinesOf(state).filter(({ atInstant }) => atInstant <= nowInstant)
    }
    await expect.poll(due, { timeout: 60_000 }).toEqual([])
    await catchUp(playing, (await recordedOf(playing)).version)
  }
  await Promise.all(all.map(caughtUp))
}

const playAll = async (batch: readonly { begun: Begun; tried: readonly Tried[] }[]) => {
  nowInstant = await environment.currentTimeMs()
  const all = await Promise.all(batch.map(begin))
  const longest = Math.max(...all.map(({ tried }) => tried.length))
  for (let index = 0; index < longest; index += 1) {
    await Promise.all(all.map((playing) => step(playing, index)))
    // Time is one for all: now and then it goes on as far as one of the plays waits.
    const waits = all.flatMap(({ model, tried }) => tried.slice(index, index + 1).map((each) => minutesOf(model, each)))
    await goOn(all, batch.length === 1 || index % 3 === 2 ? Math.max(1, ...waits) : 1)
  }
  for (const { initiativeId } of all)
    expect(verifyChain(await store.initiatives.entries(initiativeId))).toMatchObject({ intact: true })
}

describe(`the real thing and the model (MODEL_SEED=${seed})`, { retry: 1 }, () => {
  const sampled = fc.sample(plays({ minLength: 40 }), { numRuns: runs, seed })
  const batches = Array.from({ length: runs / atOnce }, (_, index) =>
    sampled.slice(index * atOnce, (index + 1) * atOnce),
  )

  it.each(batches.map((batch, index) => [index * atOnce + 1, (index + 1) * atOnce, batch] as const))(
    'agree in plays %i to %i',
    { timeout: 900_000 },
    async (_from, _to, batch) => playAll(batch),
  )

  it.each(seedsKept.map((kept) => [kept.found, kept] as const))(
    'once, %s',
    { timeout: 300_000 },
    async (_found, kept) => playAll([kept]),
  )
})
