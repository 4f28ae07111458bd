import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheFolder } from '../../worker/embedded/cache-folder.ts'
import { lockWhenFree } from '../../worker/embedded/file-lock.ts'
import { startGuarded } from '../../worker/embedded/guarded-process.ts'
import { findOnPath, isExecutable } from '../../worker/embedded/programs.ts'
import { StartError } from '../../worker/embedded/start-error.ts'

const version = '1.31.0'

/** What Maven is asked for: the test server with everything it needs, and a logger that says nothing. */
const projectFile = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>gatehouse</groupId>
  <artifactId>time-skipping-server</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId>
      <artifactId>temporal-test-server</artifactId>
      <version>${version}</version>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-nop</artifactId>
      <version>1.7.36</version>
    </dependency>
  </dependencies>
</project>
`

/** The SDK gives a server five seconds to answer: the quickest compiler and collector to begin with are enough here. */
const script = (folder: string) => `#!/bin/sh
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "${folder}/lib/*" io.temporal.testserver.TestServer "$@"
`

/**
 * The path of Temporal's time-skipping test server, for
 * `TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } })`.
 * Fetched with Maven into the cache folder, once a machine. It knows no listing of workflows and no schedules.
 *
 * @throws StartError saying what to install when Java or Maven is missing, or what Maven said when it failed.
 */
export async function timeSkippingServer(
  log: (line: string) => void = () => {},
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  if (findOnPath('java', env) === undefined)
    throw new StartError('The time-skipping test server needs Java 17 or later on the PATH.')
  const folder = join(cacheFolder(env), `time-skipping-server-${version}`)
  const program = join(folder, 'temporal-test-server')
  if (isExecutable(program)) return program

  const lock = await lockWhenFree(`${folder}.lock`, () => {
    log('Another process is fetching the time-skipping test server; waiting for it.')
  })
  try {
    if (!isExecutable(program)) await fetchWithMaven({ folder, log, env })
  } finally {
    lock.release()
  }
  return program
}

type Fetch = { folder: string; log: (line: string) => void; env: NodeJS.ProcessEnv }

async function fetchWithMaven({ folder, log, env }: Fetch): Promise<void> {
  const maven = findOnPath('mvn', env)
  if (maven === undefined)
    throw new StartError('The time-skipping test server is fetched with Maven: put mvn on the PATH.')
  log('Fetching the time-skipping test server with Maven, once.')
  await mkdir(join(folder, '..'), { recursive: true })
  const making = await mkdtemp(`${folder}-making-`)
  try {
    const project = join(making, 'pom.xml')
    await writeFile(project, projectFile)
    const { code, lastLines } = await startGuarded({
      command: maven,
      args: ['-B', '-q', '-f', project, 'dependency:copy-dependencies', `-DoutputDirectory=${join(making, 'lib')}`],
      env,
      log: () => {},
    }).exited
    if (code !== 0)
      throw new StartError(`Maven could not fetch the time-skipping test server:\n${lastLines.join('\n')}`)
    const program = join(making, 'temporal-test-server')
    await writeFile(program, script(folder))
    await chmod(program, 0o755)
    await rename(making, folder)
  } finally {
    await rm(making, { recursive: true, force: true })
  }
}
