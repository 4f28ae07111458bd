import { chanceOf } from './chance.ts'
import { kinds, type Kind } from './killing.ts'
import type { Phase } from './phase.ts'

const times = (kind: Kind, count: number): Kind[] => Array.from({ length: count }, () => kind)

/** Reliability section 3, tests 1 to 4 and 8. */
export const wholeExtent: Phase[] = [
  { name: 'worker', kinds: times('worker', 200), livesAtLeast: 50, inFlight: 8 },
  { name: 'Temporal server', kinds: times('temporal', 50), livesAtLeast: 8, inFlight: 8 },
  { name: 'PostgreSQL', kinds: times('postgres', 50), livesAtLeast: 8, inFlight: 8 },
  { name: 'one API of two', kinds: times('api', 50), livesAtLeast: 8, inFlight: 8 },
  { name: 'all at once', kinds: times('all', 20), livesAtLeast: 8, inFlight: 8 },
]

/** How often each kind is drawn, where the number of kills is shared out. */
const shares: Record<Kind, number> = { worker: 6, temporal: 4, postgres: 4, api: 3, all: 2 }

/** A sample of so many kills: most of one kind at a time, a fifth of all kinds in a seeded order. */
export const sampleExtent = (seed: number, kills: number): Phase[] => {
  const allShares = kinds.reduce((total, kind) => total + shares[kind], 0)
  const inTurn = kinds.map((kind) => times(kind, Math.max(1, Math.floor((0.8 * kills * shares[kind]) / allShares))))
  const left = Math.max(0, kills - inTurn.flat().length)
  const chance = chanceOf(seed, 'mixed')
  const mixed = Array.from({ length: left }, () => chance.oneOf(kinds))
  const [worker = [], temporal = [], postgres = [], api = [], all = []] = inTurn
  const phase = (name: string, killed: readonly Kind[]): Phase => ({
    name,
    kinds: killed,
    livesAtLeast: 6,
    inFlight: 6,
  })
  return [
    phase('worker', worker),
    phase('Temporal server', temporal),
    phase('PostgreSQL', postgres),
    phase('one API of two', api),
    phase('all at once', all),
    phase('in turn', mixed),
  ]
}

/** The everyday subset: two points of each kind. */
export const everydayExtent: Phase[] = [
  { name: 'worker', kinds: times('worker', 2), livesAtLeast: 1, inFlight: 3 },
  { name: 'Temporal server', kinds: times('temporal', 2), livesAtLeast: 1, inFlight: 2 },
  { name: 'PostgreSQL', kinds: times('postgres', 2), livesAtLeast: 1, inFlight: 2 },
  { name: 'one API of two', kinds: times('api', 2), livesAtLeast: 1, inFlight: 2 },
]
