import { cpSync, globSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BundleOptions } from '@temporalio/worker'
import { bundling } from '../../worker/worker.ts'
import { temporaryFolder } from './temporary-folder.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))
const copied = ['workflows', 'machines', 'activities']

/** One edit of the workflow's sources: in each file named, `from` becomes `to`. */
export type Edit = { files: string; from: string; to: string }

/**
 * A copy of the workflow's sources, as they are now, to plant edits in; the tree itself is never touched. `bundleWith` answers how to
 * bundle the copy with these edits and no others, before the next is asked for.
 * @throws Error when an edit changes nothing: the sources have moved on, and the edit no longer stands for what it was meant to.
 */
export const plantedSources = async () => {
  const folder = await temporaryFolder()
  const untouched = join(folder, 'untouched')
  for (const each of copied) cpSync(join(project, each), join(untouched, each), { recursive: true })
  symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'))
  const workflowsPath = join(folder, 'workflows/initiative.ts')

  const apply = ({ files, from, to }: Edit) => {
    const changed = globSync(files, { cwd: folder }).filter((file) => {
      const text = readFileSync(join(folder, file), 'utf8')
      if (!text.includes(from)) return false
      writeFileSync(join(folder, file), text.replaceAll(from, to))
      return true
    })
    if (changed.length === 0) throw new Error(`No file of ${files} holds ${JSON.stringify(from)} any more`)
  }

  return {
    /** How to bundle the copy, with unchanged modules taken from the bundles before. */
    bundleWith: (edits: readonly Edit[]): Partial<BundleOptions> => {
      for (const each of copied) cpSync(join(untouched, each), join(folder, each), { recursive: true, force: true })
      for (const edit of edits) apply(edit)
      return {
        workflowsPath,
        preloadModules: [workflowsPath],
        webpackConfigHook: (config) => ({
          ...(bundling.webpackConfigHook?.(config) ?? config),
          cache: { type: 'filesystem', cacheDirectory: join(folder, 'cache') },
        }),
      }
    },
  }
}
