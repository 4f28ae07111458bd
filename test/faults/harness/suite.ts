import { setTimeout as wait } from 'node:timers/promises'
import { chanceOf } from './chance.ts'
import { ask, look, type Asker } from './asking.ts'
import { checkInitiative, endOf, type Findings } from './checker.ts'
import { playLife } from './lifecycle-under-fire.ts'
import { createLedger, type Ledger } from './ledger.ts'
import { checkMails, type MailFindings, type Owed } from './mail-check.ts'
import { putOnFile } from './on-file.ts'
import { createProbe, play, probeId, type Field, type Phase, type Played } from './phase.ts'
import type { Kill } from './killing.ts'
import type { System } from './system.ts'

/** What a phase came to, looked at from every side. */
export type PhaseResult = Findings & {
  name: string
  kills: Kill[]
  lives: number
  /** Decisions and commands that somebody was told are recorded, each counted once however often it was pressed. */
  confirmed: number
  mails: MailFindings
}

export type FireResult = {
  phases: PhaseResult[]
  unknown: number
  faults: Map<string, number>
  endsByThemselves: number
}

/** A copy that waits for the claim of a killed sender comes a minute later, or two. */
const mailsWithinMilliseconds = 300_000
const calmId = 'calm-1'

/**
 * Kills in phases while whole lives are played, waits until nothing is left to be done, and checks everything that was ever promised.
 * The system must be new. @throws Error when a life cannot even be played in peace.
 */
export const fire = async (
  system: System,
  seed: number,
  phases: readonly Phase[],
  { say, ledgerFile }: { say: (line: string) => void; ledgerFile?: string },
): Promise<FireResult> => {
  const ledger = createLedger(ledgerFile)
  const field: Field = { system, seed, ledger, say }
  const asker = await putAllOnFile(system, seed, ledger)
  const probe = await createProbe(field)
  const calmFrom = Date.now()
  await playLife(asker, system.mailbox, calmId)
  say(`A life in peace took ${Date.now() - calmFrom} ms.`)

  const played: Played[] = []
  for (const phase of phases) played.push(await play(field, phase, probe))
  say('The last kill is done; the lives under way are played to their end.')
  for (const { lives } of played) await Promise.all(lives.map((life) => life.played))
  await mailed(system, say)

  const calm = await system.store.initiatives.find(calmId)
  const end = endOf(calm?.state)
  const peace: PhaseResult = { ...nothingYet('in peace', system, [calmId]), lives: 1 }
  await checkAll(system, peace, ledger, [calmId, probeId])
  const results = [peace]
  for (const { phase, kills, lives } of played) {
    const initiativeIds = lives.map(({ initiativeId }) => initiativeId)
    const result = { ...nothingYet(phase.name, system, initiativeIds), kills, lives: lives.length }
    const cutShort: string[] = []
    for (const { initiativeId, played: life } of lives) {
      const why = await life
      if (!why) continue
      cutShort.push(initiativeId)
      result.broken.push(`${initiativeId} was not played to its end. ${why}`)
    }
    const toTheirEnd = initiativeIds.filter((initiativeId) => !cutShort.includes(initiativeId))
    await checkAll(system, result, ledger, toTheirEnd, end)
    await checkAll(system, result, ledger, cutShort)
    if (kills.some(({ notedMilliseconds }) => notedMilliseconds === Infinity))
      result.broken.push('the read model did not hold what the workflows held within ten minutes')
    results.push(result)
  }
  return {
    phases: results,
    unknown: ledger.counts().unknown,
    faults: ledger.faults(),
    endsByThemselves: system.parts.endsByThemselves(),
  }
}

/** A result before anything was looked at but the mails of these initiatives, which owe what a whole life owes. */
export const nothingYet = (
  name: string,
  { mailbox }: System,
  initiativeIds: readonly string[],
  owed?: readonly Owed[],
): PhaseResult => ({
  name,
  kills: [],
  lives: 0,
  confirmed: 0,
  lost: [],
  doubled: [],
  broken: [],
  mails: checkMails(mailbox.mails, initiativeIds, owed),
})

/** Puts people, board and plan on file, and answers with somebody who asks both API processes. */
export const putAllOnFile = async ({ apiUrls }: System, seed: number, ledger: Ledger): Promise<Asker> => {
  const asker: Asker = { apiUrls, ledger, chance: chanceOf(seed, calmId) }
  await putOnFile(async (method, path, body) => {
    const headers = { 'content-type': 'application/json' }
    const sent = { method, headers, body: JSON.stringify(body) }
    const { status, text } = await look(asker, path, (apiUrl) => ask(`${apiUrl}${path}`, sent))
    if (status >= 300) throw new Error(`${path} was answered with ${status}: ${text}`)
  })
  return asker
}

/** Adds to a result what is found about these initiatives, and what their people were told is recorded. */
export const checkAll = async (
  system: System,
  result: PhaseResult,
  ledger: Ledger,
  initiativeIds: readonly string[],
  end?: string,
): Promise<void> => {
  const promised = Map.groupBy(ledger.promised(), ({ intent }) => intent.initiativeId)
  for (const initiativeId of initiativeIds) {
    const its = promised.get(initiativeId) ?? []
    result.confirmed += its.filter(({ confirmed }) => confirmed > 0).length
    const found = await checkInitiative(system, initiativeId, its, end)
    result.lost.push(...found.lost)
    result.doubled.push(...found.doubled)
    result.broken.push(...found.broken)
  }
}

/** Resolves once the outbox holds nothing that is still to be sent, or after long enough. */
export const mailed = async ({ store }: System, say: (line: string) => void): Promise<void> => {
  for (const untilInstant = Date.now() + mailsWithinMilliseconds; Date.now() < untilInstant; await wait(500)) {
    const open = await store.outbox.ofAllOpen()
    if (open.every(({ state }) => state === 'undeliverable')) return
  }
  say('There are mails that were not sent within five minutes.')
}
