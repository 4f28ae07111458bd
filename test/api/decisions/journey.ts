import { randomUUID } from 'node:crypto'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { mailActivities } from '../../../activities/mail-activities.ts'
import { createMailSender } from '../../../activities/mail/sender.ts'
import { createMailTransport } from '../../../activities/mail/transport.ts'
import type { Person } from '../../../activities/ports.ts'
import { openStore, type Store } from '../../../activities/store/store.ts'
import { createApp } from '../../../api/app.ts'
import { createCases } from '../../../api/cases.ts'
import { createLog } from '../../../api/log.ts'
import type { ApiParts, Asked } from '../../../api/parts.ts'
import type { CommandName, CommandPayload } from '../../../machines/commands.ts'
import type { BoardTerms } from '../../../machines/vocabulary/board.ts'
import type { PaperReaders } from '../../../machines/vocabulary/submission.ts'
import { stageId } from '../../../machines/vocabulary/facts.ts'
import { aBoardWithSecretary, everybody } from '../../support/mail.ts'
import { anInitiative, aPlan, aProposal, changeTeam } from '../../support/case.ts'
import { startInitiatives } from '../../support/initiatives.ts'
import { createTestDatabase } from '../../support/postgres.ts'
import { startSmtpSink } from '../../support/smtp.ts'
import { sharedTemporal, type TestTemporal } from '../../support/temporal.ts'
import { aMember } from './member.ts'
import { calendarOf } from '../../../activities/calendar.ts'

export type JourneySettings = {
  dwellMilliseconds?: number
  linkLimits?: ApiParts['linkLimits']
  /** Who is on file from the start; everybody of the board of three when left out. */
  people?: readonly Person[]
  /** Where workflows run; the namespace all tests share when left out. */
  temporal?: Promise<TestTemporal>
}

const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('There is no free port.')
  return address.port
}

/**
 * Everything a decision passes through, all of it real: the app, PostgreSQL, Temporal and a worker, the mail sender and an SMTP
 * server. Call once a file.
 */
export const startJourneys = async ({
  dwellMilliseconds = 0,
  linkLimits = {},
  people = everybody,
  temporal: chosen = sharedTemporal(),
}: JourneySettings = {}) => {
  const [{ url }, temporal, smtp, port, dataFolder] = await Promise.all([
    createTestDatabase(),
    chosen,
    startSmtpSink(),
    freePort(),
    mkdtemp(join(tmpdir(), 'gatehouse-decisions-')),
  ])
  const publicUrl = `http://localhost:${port}`
  const store: Store = openStore(url, { dataFolder })
  const transport = createMailTransport({ smtpUrl: smtp.url })
  const sender = createMailSender({
    ...store,
    transport,
    publicUrl,
    from: 'gatehouse@pmo.example',
    clock: Date.now,
    log: pino({ level: 'silent' }),
    pollMilliseconds: 100,
  })
  sender.start()
  const wake = () => sender.wake()
  const initiatives = await startInitiatives(temporal, {
    record: async (recording) => {
      await store.record(recording)
      wake()
    },
    ...mailActivities(store, wake),
  })
  for (const person of people) await store.directory.putPerson(person)

  /** Moves the API's clock, and nothing else's. */
  const clock = { ahead: 0 }
  const logged: string[] = []
  const casesWithin = (answerWithinMilliseconds: number) =>
    createCases({
      client: initiatives.client,
      taskQueue: initiatives.taskQueue,
      initiatives: store.initiatives,
      answerWithinMilliseconds,
    })
  const makeApp = (chosen: Partial<ApiParts> = {}) => {
    const parts: ApiParts = {
      ...store,
      calendar: calendarOf(),
      cases: casesWithin(5_000),
      publicUrl,
      formKey: new Uint8Array(32).fill(7),
      dwellMilliseconds,
      clock: () => Date.now() + clock.ahead,
      linkLimits: { unknownPerHour: 10_000, ...linkLimits },
      developmentLinks: {},
      ...chosen,
    }
    return createApp(parts, { log: createLog('info', { write: (line) => logged.push(line) }) }).then((app) => ({
      app,
      parts,
    }))
  }
  const { app, parts } = await makeApp()
  await app.listen({ port, host: '127.0.0.1' })

  const ask = async <Name extends Exclude<CommandName, 'create' | 'castVote'>>(
    initiativeId: string,
    name: Name,
    payload: CommandPayload<Name>,
  ): Promise<Asked> => parts.cases.command(name, initiativeId, payload, changeTeam, randomUUID())

  /** An initiative whose papers are with the board of three: two must agree, one refusal ends it. */
  const submitted = async ({
    board = {},
    proposal = {},
    creation = {},
    papers = [],
    beforehand = async () => {},
  }: {
    board?: Partial<BoardTerms>
    proposal?: Parameters<typeof aProposal>[0]
    creation?: Parameters<typeof anInitiative>[0]
    papers?: {
      title: string
      text: string
      marking?: 'OFFICIAL' | 'OFFICIAL-SENSITIVE'
      mediaType?: string
      readers?: PaperReaders
    }[]
    /** What the stage needs before its papers may go out. */
    beforehand?: (initiativeId: string) => Promise<void>
  } = {}) => {
    const initiativeId = `case-${randomUUID().slice(0, 8)}`
    const reference = `7F-${initiativeId.slice(5).toUpperCase()}`
    await parts.cases.begin(
      anInitiative({ initiativeId, reference, plan: planTaking(papers.length), ...creation }),
      changeTeam,
      `begin-${initiativeId}`,
    )
    const kept = await Promise.all(
      papers.map(async ({ title, text, marking = 'OFFICIAL', mediaType = 'text/plain', readers }) => ({
        ...(await store.papers.keep({ bytes: Buffer.from(text), title, version: '1.0', marking, mediaType })),
        ...(readers ? { readers } : {}),
      })),
    )
    for (const [index, paper] of kept.entries())
      await ask(initiativeId, 'provideEvidence', { evidenceId: `paper-${index + 1}`, paper })
    await beforehand(initiativeId)
    const submission = {
      proposal: aProposal(proposal),
      boards: [aBoardWithSecretary({ decideByInstant: Date.now() + 10 * 86_400_000, reminderInstants: [], ...board })],
    }
    const asked = await ask(initiativeId, 'submit', submission)
    if (asked.kind !== 'recorded') throw new Error(`The papers did not go out: ${JSON.stringify(asked)}`)
    const mailTo = (personAddress: string, subject: RegExp) =>
      smtp.waitForMail(
        (mail) => mail.to.includes(personAddress) && mail.subject.includes(reference) && subject.test(mail.subject),
      )
    const linkTo = async (address: string, subject = /Decision needed/) => {
      const mail = await mailTo(address, subject)
      const link = mail.links.find((each) => each.startsWith(`${publicUrl}/d/`))
      if (!link) throw new Error(`No decision link in "${mail.subject}"`)
      return new URL(link).pathname
    }
    const state = async () => {
      const recorded = await store.initiatives.find(initiativeId)
      if (!recorded) throw new Error(`${initiativeId} is not in the record`)
      return recorded.state
    }
    return {
      initiativeId,
      reference,
      papers: kept,
      submitAgain: () => ask(initiativeId, 'submit', submission),
      ask: <Name extends Exclude<CommandName, 'create' | 'castVote'>>(name: Name, payload: CommandPayload<Name>) =>
        ask(initiativeId, name, payload),
      linkTo,
      /** The link in the mail a seat's holder was really sent. */
      linkOf: (seatId: string, subject?: RegExp) => linkTo(`chief.constable@${seatId}.example`, subject),
      mailTo,
      state,
      ballots: async (seatId: string, reviewId = 's1b1') =>
        (await state()).reviews[reviewId]?.context.ballots[seatId] ?? [],
      votesRecorded: async () =>
        (await store.initiatives.entries(initiativeId)).filter(({ event }) => event.type === 'voteCast').length,
      accesses: () => store.links.accesses(initiativeId),
    }
  }

  /** Somebody with a mailbox and a browser without JavaScript; no cookies yet. */
  const member = (served = app) => aMember(served, publicUrl)

  return {
    app,
    parts,
    ask,
    casesWithin,
    makeApp,
    publicUrl,
    store,
    smtp,
    clock,
    logged,
    initiatives,
    submitted,
    member,
    /** A member before the page of an initiative's open decision, opened from their mail. */
    atThePage: async (initiative?: Awaited<ReturnType<typeof submitted>>, seatId = 'kent') => {
      const theCase = initiative ?? (await submitted())
      const link = await theCase.linkOf(seatId)
      const chief = member()
      return { initiative: theCase, chief, link, page: await chief.open(link) }
    },
    stop: async () => {
      await app.close()
      await sender.stop()
      transport.close()
      await initiatives.stop()
      await store.close()
      await smtp.stop()
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}
export type Journeys = Awaited<ReturnType<typeof startJourneys>>

/** What a test knows of an initiative whose papers are with the board. */
export type Case = Awaited<ReturnType<Journeys['submitted']>>

/** A plan whose gates ask for that many papers. */
const planTaking = (paperCount: number) =>
  aPlan({
    gates: Object.fromEntries(
      stageId.options.map((stage) => [
        stage,
        {
          boards: [{ board: 'chiefs', decideWithin: 'P10D' }],
          evidence: Array.from({ length: paperCount }, (_, index) => ({
            id: `paper-${index + 1}`,
            title: `Paper ${index + 1}`,
          })),
        },
      ]),
    ),
  })
