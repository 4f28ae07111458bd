import { setTimeout as wait } from 'node:timers/promises'
import type { Chance } from './chance.ts'
import type { Part } from './parts.ts'
import type { System } from './system.ts'

/** What is killed at one point. */
export const kinds = ['worker', 'temporal', 'postgres', 'api', 'all'] as const
export type Kind = (typeof kinds)[number]

/** Kinds as people call them. */
export const kindInWords: Record<Kind, string> = {
  worker: 'worker',
  temporal: 'Temporal server',
  postgres: 'PostgreSQL',
  api: 'one API of two',
  all: 'all at once',
}

/** One point: so long after the service was last seen at work, this is killed; `again` as soon as it runs once more. */
export type KillPoint = { kind: Kind; afterMilliseconds: number; again: boolean; whichApi: 'api' | 'otherApi' }

/** A seeded sample of points; one in six is followed by a second kill of the same just when it comes back. */
export const killPlan = (chance: Chance, wanted: readonly Kind[]): KillPoint[] => {
  const points: KillPoint[] = []
  for (let next = 0; next < wanted.length; next += 1) {
    const kind = wanted[next] ?? 'worker'
    const again = chance.onceIn(6) && wanted[next + 1] === kind
    if (again) next += 1
    const whichApi = chance.oneOf(['api', 'otherApi'] as const)
    points.push({ kind, afterMilliseconds: chance.between(100, 2_500), again, whichApi })
  }
  return points
}

/** A kill that was done: from it to the first answer "recorded" to something asked since; Infinity where there was none in four minutes. */
export type Kill = { kind: Kind; processes: number; backMilliseconds: number; notedMilliseconds: number }

const partsOf = ({ kind, whichApi }: KillPoint): Part[] => {
  if (kind === 'all') return ['temporal', 'postgres', 'worker', 'api', 'otherApi']
  return kind === 'api' ? [whichApi] : [kind]
}

/** What killing needs of its surroundings. */
export type Surroundings = {
  system: System
  /** Asks for something to be recorded, of this API process, and resolves once it is. */
  probe: (apiUrl: string) => Promise<void>
  /** Resolves once the record holds everything that the workflows now hold. */
  caughtUp: () => Promise<void>
}

/** Kills at the points of a plan, one after the other, and measures how long it takes until people are served again. */
export const killAt = async (
  plan: readonly KillPoint[],
  { system: { parts, apiUrls }, probe, caughtUp }: Surroundings,
  done: (kill: Kill) => void,
): Promise<void> => {
  const catchingUp: Promise<void>[] = []
  for (const point of plan) {
    await wait(point.afterMilliseconds)
    const victims = partsOf(point)
    for (let left = point.again ? 2 : 1; left > 0; left -= 1) {
      await Promise.all(victims.map((part) => parts.running(part)))
      const killedInstant = Date.now()
      await Promise.all(victims.map((part) => parts.kill(part)))
      if (left === 2) {
        await Promise.all(victims.map((part) => parts.running(part)))
        done({ kind: point.kind, processes: victims.length, backMilliseconds: NaN, notedMilliseconds: NaN })
        continue
      }
      const asked = apiUrls[point.kind === 'api' && point.whichApi === 'otherApi' ? 1 : 0]
      const isBack = await probe(asked).then(
        () => true,
        () => false,
      )
      const backInstant = isBack ? Date.now() : Infinity
      const told = (notedMilliseconds: number) =>
        done({
          kind: point.kind,
          processes: victims.length,
          backMilliseconds: backInstant - killedInstant,
          notedMilliseconds,
        })
      catchingUp.push(
        caughtUp().then(
          () => told(isBack ? Date.now() - backInstant : Infinity),
          () => told(Infinity),
        ),
      )
    }
  }
  await Promise.all(catchingUp)
}
