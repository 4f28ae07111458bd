import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const project = fileURLToPath(new URL('..', import.meta.url))

/** What a bundle is made of: the same sources, packages and way of bundling always make the same bundle. */
const hashOfSources = (): string => {
  const hash = createHash('sha256')
  const files = globSync(
    [
      'workflows/**/*.ts',
      'machines/**/*.ts',
      'activities/codec/failure-converter.ts',
      'worker/worker.ts',
      'package-lock.json',
    ],
    {
      cwd: project,
    },
  ).toSorted()
  for (const file of files) hash.update(file).update(readFileSync(join(project, file)))
  return hash.digest('hex').slice(0, 16)
}

/**
 * The file of the bundled workflow code, made in `folder` when the sources have changed and kept for the next start.
 * @throws Error when the workflow code cannot be bundled; the bundler has said why on standard error.
 */
export const workflowBundleFile = async (folder: string): Promise<string> => {
  const bundles = join(folder, 'workflow-bundles')
  mkdirSync(bundles, { recursive: true })
  const file = join(bundles, `${hashOfSources()}.js`)
  if (existsSync(file)) return file
  const bundler = spawn(process.execPath, [fileURLToPath(new URL('bundle-workflows.ts', import.meta.url)), file], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const exitCode = await new Promise<number | null>((resolve) => bundler.once('exit', resolve))
  if (exitCode !== 0) throw new Error('The workflow code could not be bundled.')
  for (const older of globSync('*.js', { cwd: bundles }))
    if (older !== basename(file)) rmSync(join(bundles, older), { force: true })
  return file
}
