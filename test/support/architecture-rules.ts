import { importsOf, type Import, type SourceFile } from './source-files.ts'

/** Where a file belongs: the longest of these its path begins with. What is in none is a plain entry or settings file. */
const places = [
  'machines',
  'workflows',
  'workflows/messages',
  'workflows/ids',
  'workflows/chain',
  'activities',
  'activities/ports',
  'activities/settings',
  'activities/store',
  'activities/words',
  'activities/mail/address',
  'activities/plan-file',
  'activities/adapters',
  'worker',
  'api',
  'api/main',
  'cli',
  'bench',
  'test',
] as const
export type Place = (typeof places)[number]

/** What a place may import besides itself. `types` names places of which nothing may be left at run time. */
type Arrows = { values: readonly Place[]; types?: readonly Place[] }

const whatTheApiNeeds = [
  'machines',
  'workflows/messages',
  'workflows/ids',
  'workflows/chain',
  'activities/ports',
  'activities/store',
  'activities/settings',
  'activities/words',
  'activities/mail/address',
  'activities/plan-file',
] as const
const theProduct = [...whatTheApiNeeds, 'workflows', 'activities', 'activities/adapters'] as const

/** What is said to an initiative and how it is called: plain shapes that ports and the record may name by type. */
const whatIsSaid = ['workflows/messages', 'workflows/ids'] as const

const arrows: Record<Place, Arrows> = {
  machines: { values: [] },
  'workflows/ids': { values: ['machines'] },
  'workflows/messages': { values: ['machines', 'workflows/ids'] },
  'workflows/chain': { values: ['machines'] },
  workflows: {
    values: ['machines', 'workflows/messages', 'workflows/ids', 'workflows/chain'],
    types: ['activities', 'activities/ports'],
  },
  'activities/ports': { values: ['machines'], types: whatIsSaid },
  'activities/settings': { values: ['machines'] },
  'activities/store': { values: ['machines', 'activities/ports', 'workflows/chain'], types: whatIsSaid },
  'activities/words': { values: ['machines'] },
  'activities/mail/address': { values: ['machines'] },
  'activities/plan-file': { values: ['machines'], types: ['activities/ports'] },
  'activities/adapters': {
    values: [
      'machines',
      'workflows/chain',
      'activities/ports',
      'activities/settings',
      'activities/words',
      'activities/mail/address',
    ],
    types: whatIsSaid,
  },
  activities: { values: ['machines', 'workflows/chain', 'activities/ports', 'activities/words'], types: whatIsSaid },
  worker: { values: theProduct },
  api: { values: whatTheApiNeeds },
  // An entry file: it puts the adapters behind the ports.
  'api/main': { values: [...theProduct, 'api'] },
  cli: { values: [...theProduct, 'worker', 'api', 'api/main'] },
  bench: { values: places },
  test: { values: places },
}

/** Packages a place may use, where that is a short list; elsewhere every dependency of the product may be used. */
const packages: Partial<Record<Place, readonly string[]>> = {
  machines: ['xstate', 'zod'],
  workflows: ['xstate', 'zod', '@temporalio/workflow', '@temporalio/common', '@noble/hashes', 'canonicalize'],
  'workflows/messages': ['zod', '@temporalio/workflow', '@temporalio/common'],
  'workflows/ids': ['zod'],
  'workflows/chain': ['@noble/hashes', 'canonicalize'],
}

/** Run by developers only: these may use packages the product is shipped without. */
const developersOnly: readonly Place[] = ['test', 'bench']

/** The place of a path; a folder under `activities/` that has no name of its own here is an adapter's. */
export function placeOf(path: string): Place | undefined {
  const place = places.findLast((place) => path.startsWith(`${place}/`) || path === `${place}.ts`)
  return place === 'activities' && path.split('/').length > 2 ? 'activities/adapters' : place
}

/** What a file imports that its place may not, one sentence a breach. `shipped`: the packages of the running product. */
export function importBreaches(file: SourceFile, shipped: readonly string[]): string[] {
  const from = placeOf(file.path)
  if (!from) return []
  return importsOf(file).flatMap((wanted) => {
    const reason = wanted.isPackage ? packageBreach(from, wanted, shipped) : folderBreach(from, wanted)
    return reason ? [`${file.path}:${wanted.line} ${reason}`] : []
  })
}

function folderBreach(from: Place, { target, typesOnly }: Import): string | undefined {
  const to = placeOf(target)
  if (!to || to === from || arrows[from].values.includes(to)) return undefined
  if (!arrows[from].types?.includes(to)) return `imports ${target}, but ${from} may not import ${to}`
  return typesOnly
    ? undefined
    : `imports ${target} at run time, but ${from} may take only types from ${to} (import type)`
}

function packageBreach(from: Place, { target, typesOnly }: Import, shipped: readonly string[]): string | undefined {
  const allowed = packages[from]
  if (allowed && !allowed.includes(target)) return `imports ${target}, but ${from} may use only ${allowed.join(', ')}`
  if (typesOnly || target.startsWith('node:') || developersOnly.includes(from) || shipped.includes(target))
    return undefined
  return `imports ${target}, which is not among the product's dependencies`
}

/** Cycles among the places, written as `a > b > a`; types count. */
export function placeCycles(files: readonly SourceFile[]): string[] {
  const reaches = new Map<Place, Set<Place>>()
  for (const file of files) {
    const from = placeOf(file.path)
    if (!from) continue
    const found = reaches.get(from) ?? new Set()
    reaches.set(from, found)
    for (const { target } of importsOf(file)) {
      const to = placeOf(target)
      if (to && to !== from) found.add(to)
    }
  }
  const cycles = new Set<string>()
  const walk = (path: Place[]): void => {
    const [start] = path
    for (const next of reaches.get(path.at(-1)!) ?? []) {
      if (next === start) cycles.add([...path, next].join(' > '))
      // Each cycle is found once, from its first place in the alphabet.
      else if (!path.includes(next) && next > start!) walk([...path, next])
    }
  }
  for (const place of reaches.keys()) walk([place])
  return [...cycles]
}
