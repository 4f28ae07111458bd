import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)
const projectFolder = join(import.meta.dirname, '../..')
const stylesFolder = join(import.meta.dirname, 'styles')
const packages = ['govuk-frontend', '@ministryofjustice/frontend'] as const

/** A built stylesheet, its hash, and the images of GOV.UK and MOJ Frontend it asks for. */
export type BuiltStyles = { css: string; hash: string; imageNames: string[] }

/**
 * The stylesheet of every page, built from `styles/gatehouse.scss` once a process and kept in `node_modules/.cache` until a
 * source or one of the two packages changes. Where that folder cannot be written it is built anew at each start (half a second).
 *
 * @throws Error from Sass, naming the file and line, when a source is wrong.
 */
export const builtStyles = (): Promise<BuiltStyles> => (building ??= build())

let building: Promise<BuiltStyles> | undefined

const build = async (): Promise<BuiltStyles> => {
  const cached = join(projectFolder, 'node_modules/.cache/gatehouse', `${(await hashOfSources()).slice(0, 32)}.css`)
  const found = await readFile(cached, 'utf8').catch(() => undefined)
  if (found !== undefined) return described(found)
  // Loaded only here: the compiler is a process of its own, and most starts find the stylesheet built.
  const { compileAsync } = await import('sass-embedded')
  const { css } = await compileAsync(join(stylesFolder, 'gatehouse.scss'), {
    loadPaths: [projectFolder],
    style: 'compressed',
    quietDeps: true,
    logger: { warn: () => undefined },
  })
  await keep(cached, css).catch(() => undefined)
  return described(css)
}

const described = (css: string): BuiltStyles => ({
  css,
  hash: createHash('sha256').update(css).digest('hex').slice(0, 12),
  imageNames: [
    ...new Set([...css.matchAll(/url\(["']?\/assets\/images\/([\w.-]+)["']?\)/g)].flatMap(([, name]) => name ?? [])),
  ],
})

const hashOfSources = async (): Promise<string> => {
  const hash = createHash('sha256')
  const sources = (await readdir(stylesFolder)).filter((name) => name.endsWith('.scss')).sort()
  for (const source of sources) hash.update(`${source}\n`).update(await readFile(join(stylesFolder, source)))
  for (const name of packages) hash.update(await readFile(join(packageFolder(name), 'package.json')))
  return hash.digest('hex')
}

/** Two processes that start together each write their own copy; the rename makes either whole. */
const keep = async (path: string, css: string) => {
  await mkdir(dirname(path), { recursive: true })
  const unfinished = `${path}.${process.pid}`
  await writeFile(unfinished, css)
  await rename(unfinished, path)
}

/** The folder of an installed package. */
export const packageFolder = (name: string) => dirname(require.resolve(`${name}/package.json`))
