import type { TestProject } from 'vitest/node'
import { findTemporalCli } from '../../worker/embedded/toolchain.ts'
import { openDoor } from './shared-servers/door.ts'
import { lendDatabases } from './shared-servers/postgres.ts'
import { makeRunFolder } from './shared-servers/run-folder.ts'
import { lendTemporal } from './shared-servers/temporal.ts'
import { timeSkippingServer } from './time-skipping-server.ts'

/**
 * Lends the test files of one run real servers, each started when the first test asks for it and shared by the rest, so
 * that a run of the pure rules starts none. All are stopped when the run ends, passed or failed; should this process be
 * killed, their guards stop them.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  requireNode(24)
  await fetchPrograms()
  const folder = await makeRunFolder()
  const temporal = lendTemporal(folder.path)
  const databases = lendDatabases(folder.path)
  const door = await openDoor({
    temporal: temporal.find,
    database: databases.createMigrated,
    'empty-database': databases.createEmpty,
  })
  project.provide('sharedServersUrl', door.url)

  return async () => {
    door.close()
    await Promise.allSettled([temporal.stop(), databases.stop()])
    await folder.remove()
  }
}

/**
 * Fetching or building a server's program takes seconds to minutes, once a machine: done before the tests, whose time
 * is limited. Without it only the tests that need the program fail, each saying why.
 */
async function fetchPrograms(): Promise<void> {
  const say = (line: string) => process.stderr.write(`${line}\n`)
  const refused = (reason: unknown) => say(String(reason))
  await Promise.all([findTemporalCli(say).catch(refused), timeSkippingServer(say).catch(refused)])
}

function requireNode(major: number): void {
  if (Number.parseInt(process.versions.node, 10) >= major) return
  throw new Error(`The tests run on Node ${major} or later, this is ${process.version}. Start them with \`npm test\`.`)
}
