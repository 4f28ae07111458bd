import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { closedFolder, isRoot, sharedFolder } from '../../worker/embedded/postgres-programs.ts'

const made: string[] = []

afterAll(async () => {
  await Promise.all(made.splice(0).map((folder) => rm(folder, { recursive: true, force: true })))
})

/**
 * An empty folder of a test's own, gone when its file is done. Other users may not list it but may enter, as PostgreSQL
 * must when the tests run as root; so root's private temporary folder is not used.
 */
export async function temporaryFolder(): Promise<string> {
  const parent = isRoot() && (await closedFolder(tmpdir())) !== undefined ? sharedFolder : tmpdir()
  await mkdir(parent, { recursive: true })
  const folder = await mkdtemp(join(parent, 'gatehouse-'))
  await chmod(folder, 0o711)
  made.push(folder)
  return folder
}
