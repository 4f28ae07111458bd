import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { mailActivities } from '../../activities/mail-activities.ts'
import { createMailSender, type MailSender } from '../../activities/mail/sender.ts'
import { createMailTransport } from '../../activities/mail/transport.ts'
import { openStore } from '../../activities/store/store.ts'
import { createApp } from '../../api/app.ts'
import type { CasesNeeds } from '../../api/cases.ts'
import type { ApiParts } from '../../api/parts.ts'
import type { BoardTerms } from '../../machines/vocabulary/board.ts'
import { anInitiative, aProposal, changeTeam } from './case.ts'
import { startInitiatives } from './initiatives.ts'
import { aBoardWithSecretary, everybody } from './mail.ts'
import { createTestDatabase } from './postgres.ts'
import { apiPartsOf, publicUrl } from './single-api-parts.ts'
import { startSmtpSink } from './smtp.ts'
import { sharedTemporal } from './temporal.ts'

export type StackSettings = Partial<Pick<CasesNeeds, 'historyLimits' | 'answerWithinMilliseconds'>> & {
  /** Where the store finds its database instead: a proxy's address. */
  databaseUrlThrough?: (databaseUrl: string) => Promise<string>
  /** Another Temporal than the run's. */
  temporal?: { address: string; namespace: string; taskQueue: string }
  /** What the parts of the API are besides the real ones. */
  parts?: Partial<ApiParts>
}

/**
 * Everything a decision passes through, all of it real, each part within a test's reach: database, store, Temporal, worker, app, mail
 * server. No mail is sent before a test starts a sender. Once a file, in `beforeAll`; the caller stops it.
 */
export const startStack = async (settings: StackSettings = {}) => {
  const { historyLimits, answerWithinMilliseconds = 5_000, databaseUrlThrough, parts: chosen } = settings
  const [{ url }, temporal, smtp, dataFolder] = await Promise.all([
    createTestDatabase(),
    settings.temporal ?? sharedTemporal(),
    startSmtpSink(),
    mkdtemp(join(tmpdir(), 'gatehouse-single-')),
  ])
  const databaseUrl = (await databaseUrlThrough?.(url)) ?? url
  const store = openStore(databaseUrl, { dataFolder })
  const initiatives = await startInitiatives(temporal, {
    record: store.record,
    ...mailActivities(store),
  })
  const { client, taskQueue } = initiatives
  const parts: ApiParts = {
    ...apiPartsOf(store, {
      client,
      taskQueue,
      answerWithinMilliseconds,
      ...(historyLimits ? { historyLimits } : {}),
    }),
    ...chosen,
  }
  const app = await createApp(parts)
  const senders: MailSender[] = []
  for (const person of everybody) await store.directory.putPerson(person)

  return {
    /** Not through `databaseUrlThrough`. */
    databaseUrl: url,
    temporal,
    dataFolder,
    smtp,
    store,
    initiatives,
    parts,
    app,
    startSender: (clock: () => number) => {
      const sender = createMailSender({
        ...store,
        transport: createMailTransport({ smtpUrl: smtp.url }),
        publicUrl,
        from: 'decisions@gatehouse.example',
        clock,
        log: pino({ level: 'silent' }),
        pollMilliseconds: 50,
      })
      senders.push(sender)
      sender.start()
    },
    /** An initiative whose papers are with a board, through the API's own door; what is refused fails the test. */
    submitted: async (board: Partial<BoardTerms> = {}, initiativeId = `case-${randomUUID().slice(0, 12)}`) => {
      const key = (what: string) => `${what}-${initiativeId}`
      const begun = await parts.cases.begin(anInitiative({ initiativeId }), changeTeam, key('begin'))
      const terms = aBoardWithSecretary({
        decideByInstant: Date.now() + 10 * 86_400_000,
        reminderInstants: [],
        ...board,
      })
      const papers = { proposal: aProposal(), boards: [terms] }
      const sent = await parts.cases.command('submit', initiativeId, papers, changeTeam, key('submit'))
      const refused = [begun, sent].find(({ kind }) => kind !== 'recorded')
      if (refused) throw new Error(`The papers did not go out: ${JSON.stringify([begun, sent])}`)
      return initiativeId
    },
    votes: async (initiativeId: string) =>
      (await store.initiatives.entries(initiativeId)).filter(({ event }) => event.type === 'voteCast'),
    stop: async () => {
      await Promise.all(senders.map((sender) => sender.stop()))
      await app.close()
      await initiatives.stop()
      await store.close()
      await smtp.stop()
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}
export type Stack = Awaited<ReturnType<typeof startStack>>

/** Runs a script of this folder as a process of its own; settles with the signal that ended it, or its exit code. */
export const runScript = (name: string, ...args: string[]): Promise<string | number | null> =>
  new Promise((ended) => {
    const script = fileURLToPath(new URL(name, import.meta.url))
    const child = execFile(process.execPath, [script, ...args])
    child.once('exit', (code, signal) => ended(signal ?? code))
  })
