import { createHash } from 'node:crypto'
import { basename, join, resolve } from 'node:path'
import type { Log } from './guarded-process.ts'
import { closedFolder, isRoot, sharedFolder } from './postgres-programs.ts'

/**
 * Where everything embedded keeps its data: the configured folder, else `.gatehouse` in the project. As root the
 * latter may lie below a folder that the postgres user cannot enter; then the data is kept under /var/lib, in a folder
 * named after the project's, and `log` says where.
 */
export async function chooseDataFolder(options: {
  configured?: string | undefined
  projectFolder: string
  log: Log
}): Promise<string> {
  const { configured, projectFolder, log } = options
  if (configured !== undefined) return resolve(configured)
  const closed = isRoot() ? await closedFolder(projectFolder) : undefined
  if (closed === undefined) return join(projectFolder, '.gatehouse')

  const mark = createHash('sha256').update(resolve(projectFolder)).digest('hex').slice(0, 8)
  const folder = join(sharedFolder, `${basename(projectFolder)}-${mark}`)
  log(`The user "postgres" may not enter ${closed}, so the data is kept in ${folder}.`)
  return folder
}
