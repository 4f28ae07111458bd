import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { bundleWorkflowCode } from '@temporalio/worker'
import { contentOf } from '../../../bench/gatehouse/words.ts'
import { bundling } from '../../../worker/worker.ts'
import { initiativeWorkflowId } from '../../../workflows/ids.ts'
import { recordPathSteps, type RecordPathStep } from '../../support/fault-halt.ts'
import type { Asker } from './asking.ts'
import { chanceOf } from './chance.ts'
import { decide, type Decision } from './deciding.ts'
import { openHalting, type Halting } from './halting.ts'
import type { Kind } from './killing.ts'
import { createLedger } from './ledger.ts'
import { command, invited } from './lifecycle-under-fire.ts'
import { checkMails } from './mail-check.ts'
import { addressOf, seatIds } from './on-file.ts'
import type { Part } from './parts.ts'
import { recordedNow } from './phase.ts'
import { checkAll, mailed, nothingYet, putAllOnFile, type PhaseResult } from './suite.ts'
import { startSystem, type StartSystem, type System } from './system.ts'

/** What is killed at each step. */
const victims = {
  api: ['api'],
  worker: ['worker', 'activities'],
  temporal: ['temporal'],
  postgres: ['postgres'],
} as const satisfies Partial<Record<Kind, readonly Part[]>>
type Victim = keyof typeof victims
const everyVictim = ['api', 'worker', 'temporal', 'postgres'] as const satisfies readonly Victim[]

const reachedWithinMilliseconds = 30_000
const file = (path: string) => fileURLToPath(new URL(`../../support/${path}`, import.meta.url))

/** Starts the processes that can be halted in place of ours. */
const startHalting =
  (halting: Halting): StartSystem =>
  async (folder, say) => {
    const workflows = join(folder, 'halting-workflows.js')
    const { code } = await bundleWorkflowCode({ ...bundling, workflowInterceptorModules: [file('doom.ts')] })
    await writeFile(workflows, code)
    return startSystem(folder, say, {
      entries: {
        worker: file('fault-worker.ts'),
        activities: file('fault-activities.ts'),
        api: file('fault-api.ts'),
      },
      environment: { FAULT_CONTROL: halting.url, FAULT_WORKFLOWS: workflows },
    })
  }

/** Resolves once Temporal's own history says that a vote was accepted. */
const voteAccepted = async ({ client }: System, initiativeId: string): Promise<void> => {
  for (;;) {
    const { events } = await client.workflow.getHandle(initiativeWorkflowId(initiativeId)).fetchHistory()
    const accepted = events?.map((event) => event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest)
    if (accepted?.some((request) => request?.meta?.updateId?.startsWith('d:'))) return
    await wait(50)
  }
}

const within = async (reached: Promise<void>, what: string): Promise<void> => {
  const late = new AbortController()
  const tooLate = wait(reachedWithinMilliseconds, undefined, { signal: late.signal }).then((): never => {
    throw new Error(`${what} was not reached within ${reachedWithinMilliseconds / 1000} seconds`)
  })
  tooLate.catch(() => undefined)
  await Promise.race([reached, tooLate])
  late.abort()
}

type Stage = { system: System; halting: Halting; seed: number; ledger: ReturnType<typeof createLedger> }

/** One member's press, halted at a step; there the victim is killed. Ends when the member knows that it is recorded. */
const killAtStep = async ({ system, halting, seed, ledger }: Stage, step: RecordPathStep, victim: Victim) => {
  const { parts, apiUrls, mailbox } = system
  const initiativeId = `${step}-${victim}`.toLowerCase()
  const asker: Asker = { apiUrls, ledger, chance: chanceOf(seed, initiativeId) }
  const content = { ...contentOf('create', initiativeId), plan: { id: 'under-fire', version: 1 } }
  await command(asker, initiativeId, 'create', 0, content)
  await command(asker, initiativeId, 'submit', 1, contentOf('submit', initiativeId))
  const token = await invited(asker, mailbox, initiativeId, 'kent', 1)
  await Promise.all(seatIds.map((seatId) => invited(asker, mailbox, initiativeId, seatId, 1)))
  await recordedNow(system, initiativeId)
  if (step === 'accepted') await parts.stop('activities')

  const decision: Decision = {
    kind: 'decision',
    initiativeId,
    act: 's1b1 kent',
    reviewId: 's1b1',
    seatId: 'kent',
    choice: 'approve',
  }
  // Pressed on the API that may be killed; from then on either of the two may be asked.
  const open: string[] = [apiUrls[0]]
  const held = step === 'accepted' || step === 'personAnswered' ? undefined : halting.reached(step, initiativeId)
  const pressing = decide({ ...asker, apiUrls: open }, token, decision)
  pressing.catch(() => undefined)
  const there = step === 'personAnswered' ? pressing : (held ?? voteAccepted(system, initiativeId))
  await within(Promise.race([there, pressing.then(() => there)]), `${step} of ${initiativeId}`)

  const dying = victims[victim].filter((part) => !(step === 'accepted' && part === 'activities'))
  const killedInstant = Date.now()
  await Promise.all(dying.map((part) => parts.kill(part)))
  open.push(apiUrls[1])
  halting.release()
  if (step === 'accepted') await system.start('activities')
  await pressing
  await Promise.all(dying.map((part) => parts.running(part)))
  const backInstant = Date.now()
  await recordedNow(system, initiativeId)
  return {
    kind: victim,
    processes: dying.length,
    backMilliseconds: backInstant - killedInstant,
    notedMilliseconds: Date.now() - backInstant,
  }
}

/** What is mailed when one of three seats has decided. */
const owed = [
  ...seatIds.map((seatId) => ({ kind: 'invitation' as const, to: addressOf(seatId), times: 1 })),
  { kind: 'receipt' as const, to: addressOf('kent'), times: 1 },
]

/** Kills the API, the worker, the Temporal server and PostgreSQL, each once, at every step of the record path of a press. */
export const killAtEveryStep = async (
  seed: number,
  say: (line: string) => void,
  on: (start: StartSystem, work: (system: System) => Promise<PhaseResult>) => Promise<PhaseResult>,
): Promise<PhaseResult> => {
  const halting = await openHalting()
  try {
    return await on(startHalting(halting), async (system) => {
      const ledger = createLedger()
      const stage: Stage = { system, halting, seed, ledger }
      await putAllOnFile(system, seed, ledger)
      const result: PhaseResult = nothingYet('at each step', system, [])
      for (const step of recordPathSteps)
        for (const victim of everyVictim) {
          const initiativeId = `${step}-${victim}`.toLowerCase()
          result.lives += 1
          try {
            const kill = await killAtStep(stage, step, victim)
            result.kills.push(kill)
            say(`${victim} killed at "${step}": back in ${kill.backMilliseconds} ms`)
          } catch (error) {
            halting.release()
            result.broken.push(`${initiativeId}: ${String(error)}`)
            say(`${victim} killed at "${step}": ${String(error)}`)
          }
        }
      await mailed(system, say)
      const initiativeIds = Map.groupBy(ledger.promised(), ({ intent }) => intent.initiativeId)
      await checkAll(system, result, ledger, [...initiativeIds.keys()])
      result.mails = checkMails(system.mailbox.mails, [...initiativeIds.keys()], owed)
      return result
    })
  } finally {
    halting.stop()
  }
}
