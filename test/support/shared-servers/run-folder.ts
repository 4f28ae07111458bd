import { chmod, glob, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { closedFolder, isRoot, sharedFolder } from '../../../worker/embedded/postgres-programs.ts'

/**
 * Makes the folder that holds everything the servers of one run write, and clears those of runs that were interrupted.
 * PostgreSQL does not run as root and must be able to enter, so root's private temporary folder is not used.
 */
export async function makeRunFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const parent = isRoot() && (await closedFolder(tmpdir())) ? sharedFolder : tmpdir()
  await mkdir(parent, { recursive: true })
  for await (const name of glob('gatehouse-test-*-*', { cwd: parent })) {
    if (!isRunning(Number(name.split('-')[2]))) await rm(join(parent, name), { recursive: true, force: true })
  }
  const path = await mkdtemp(join(parent, `gatehouse-test-${process.pid}-`))
  await chmod(path, 0o755)
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (reason) {
    return reason instanceof Error && 'code' in reason && reason.code === 'EPERM'
  }
}
