import { expect, it } from 'vitest'
import { z } from 'zod'
import { readFiles } from './support/source-files.ts'

const lockfileShape = z.object({
  packages: z.record(
    z.string(),
    z.object({ optionalDependencies: z.record(z.string(), z.string()).optional(), resolved: z.string().optional() }),
  ),
})

const [lockfile] = readFiles(['package-lock.json'])
const { packages } = lockfileShape.parse(JSON.parse(lockfile!.text))

/** Whether a package of this name would be found from the folder `from`, as Node looks for it. */
function isLocked(name: string, from: string): boolean {
  const outer = from.lastIndexOf('node_modules/')
  return (
    `${from && `${from}/`}node_modules/${name}` in packages ||
    (outer >= 0 && isLocked(name, from.slice(0, Math.max(outer - 1, 0))))
  )
}

it('names the native part of every package for every platform, or `npm ci` refuses the whole lockfile', () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !isLocked(name, path))
      .map(([name, version]) => `${path} wants ${name} ${version}`),
  )
  expect(missing).toEqual([])
})

it('ties nobody to one registry', () => {
  expect(Object.values(packages).filter(({ resolved }) => resolved)).toEqual([])
})
