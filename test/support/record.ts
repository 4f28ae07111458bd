import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client as Postgres } from 'pg'
import { openStore } from '../../activities/store/store.ts'
import { startInitiatives } from './initiatives.ts'
import { createTestDatabase } from './postgres.ts'
import { sharedTemporal } from './temporal.ts'

const program = fileURLToPath(new URL('../../cli/gatehouse.ts', import.meta.url))

/**
 * Initiatives with a record in a database of their own, which a test may also reach past the store, and the commands an operator has
 * for both. Once a file, in `beforeAll`; the caller stops it.
 */
export const startRecord = async () => {
  const temporal = await sharedTemporal()
  const { url: databaseUrl } = await createTestDatabase()
  const dataFolder = await mkdtemp(join(tmpdir(), 'gatehouse-record-'))
  const store = openStore(databaseUrl, { dataFolder })
  const postgres = new Postgres({ connectionString: databaseUrl })
  await postgres.connect()
  const initiatives = await startInitiatives(temporal, { record: store.record })
  return {
    temporal,
    store,
    postgres,
    initiatives,
    /** Runs a verb of `gatehouse` to its end. `out`: its standard output; `said`: what it wrote beside it. */
    gatehouse: async (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
      const child = spawn(process.execPath, [program, ...args], {
        env: {
          ...process.env,
          DATABASE_URL: databaseUrl,
          TEMPORAL_ADDRESS: temporal.address,
          TEMPORAL_NAMESPACE: temporal.namespace,
          TEMPORAL_TASK_QUEUE: temporal.taskQueue,
          TEMPORAL_PAYLOAD_ENCRYPTION: 'off',
          GATEHOUSE_DATA: dataFolder,
          ...env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let out = ''
      let said = ''
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
      child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
      const [exitCode]: unknown[] = await once(child, 'close')
      return { exitCode, out, said }
    },
    stop: async () => {
      await initiatives.stop()
      await Promise.all([store.close(), postgres.end()])
      await rm(dataFolder, { recursive: true })
    },
  }
}
export type TestRecord = Awaited<ReturnType<typeof startRecord>>
