import { setTimeout as wait } from 'node:timers/promises'
import { contentOf } from '../../../bench/gatehouse/words.ts'
import { initiativeWorkflowId } from '../../../workflows/ids.ts'
import { currentState } from '../../../workflows/messages.ts'
import { chanceOf } from './chance.ts'
import { kindInWords, killAt, killPlan, type Kill, type Kind } from './killing.ts'
import type { Ledger } from './ledger.ts'
import { command, playLife } from './lifecycle-under-fire.ts'
import type { System } from './system.ts'

/** A stretch of time in which one kind of thing is killed (or all in turn), and the lives begun in it. */
export type Phase = {
  name: string
  kinds: readonly Kind[]
  /** At least so many lives are begun; more as long as there is something left to kill. */
  livesAtLeast: number
  inFlight: number
}

/** What a phase came to. `lives` are to be played to their end, also when the next phase has begun. */
export type Played = {
  phase: Phase
  kills: Kill[]
  lives: { initiativeId: string; played: Promise<string | undefined> }[]
}

/** Everything phases share. */
export type Field = { system: System; seed: number; ledger: Ledger; say: (line: string) => void }

export const probeId = 'probe'

const recordedWithinMilliseconds = 600_000

/** One more rating of the initiative that is only there to be asked, by this API process. */
export const createProbe = async ({ system, seed, ledger }: Field) => {
  const asker = (apiUrls: readonly string[]) => ({ apiUrls, ledger, chance: chanceOf(seed, 'probe') })
  let index = 0
  const provenance = { certainty: 'recorded' }
  await command(asker(system.apiUrls), probeId, 'create', index++, {
    ...contentOf('create', probeId),
    plan: { id: 'under-fire', version: 1 },
  })
  return async (apiUrl: string) => {
    const rating = { kind: 'team', rag: 'green', date: { precision: 'day', on: '2027-06-14' }, provenance }
    await command(asker([apiUrl]), probeId, 'rate', index++, rating)
  }
}

/** Resolves once the read model holds what the workflow held when it first answered. @throws Error after ten minutes. */
export const recordedNow = async ({ client, store }: System, initiativeId: string): Promise<void> => {
  let version: number | undefined
  for (const untilInstant = Date.now() + recordedWithinMilliseconds; Date.now() < untilInstant; await wait(100)) {
    try {
      version ??= (await client.workflow.getHandle(initiativeWorkflowId(initiativeId)).query(currentState)).version
      if (version === 0) return
      const recorded = await store.initiatives.find(initiativeId)
      if (recorded && recorded.version >= version) return
    } catch {
      // Killed again meanwhile: asked again.
    }
  }
  throw new Error(`${initiativeId} was not in the record within ten minutes`)
}

/** Plays lives while the phase's points are killed one after the other. Ends with the last kill; lives may still be playing then. */
export const play = async (field: Field, phase: Phase, probe: (apiUrl: string) => Promise<void>): Promise<Played> => {
  const { system, seed, ledger, say } = field
  const played: Played = { phase, kills: [], lives: [] }
  const playing = new Set<string>()
  const killing = { goesOn: true }
  const begin = (initiativeId: string) => {
    const asker = { apiUrls: system.apiUrls, ledger, chance: chanceOf(seed, initiativeId) }
    playing.add(initiativeId)
    const life = playLife(asker, system.mailbox, initiativeId)
      .then(
        () => undefined,
        (error: unknown) => {
          say(`${initiativeId} could not go on. ${String(error)}`)
          return String(error)
        },
      )
      .finally(() => playing.delete(initiativeId))
    played.lives.push({ initiativeId, played: life })
    return life
  }
  const slug = phase.name.toLowerCase().replace(/[^a-z]+/g, '-')
  const lane = async () => {
    while (killing.goesOn || played.lives.length < phase.livesAtLeast) await begin(`${slug}-${played.lives.length + 1}`)
  }
  const lanes = Array.from({ length: phase.inFlight }, lane)
  const caughtUp = async () => {
    await Promise.all([...playing].map((initiativeId) => recordedNow(system, initiativeId)))
  }
  await killAt(killPlan(chanceOf(seed, phase.name), phase.kinds), { system, probe, caughtUp }, (kill) => {
    played.kills.push(kill)
    const back = Number.isNaN(kill.backMilliseconds) ? 'and again' : `back in ${kill.backMilliseconds} ms`
    say(
      `${phase.name}: kill ${played.kills.length}/${phase.kinds.length} (${kindInWords[kill.kind]}), ${back}; ` +
        `${playing.size} of ${played.lives.length} lives playing, ${ledger.counts().confirmed} presses confirmed`,
    )
  })
  killing.goesOn = false
  if (played.lives.length < phase.livesAtLeast) await Promise.all(lanes)
  return played
}
