import { join } from 'node:path'
import { loadTemporalSettings } from '../../../activities/settings/temporal.ts'
import { startTemporalServer } from '../../../worker/embedded/temporal-server.ts'
import { lend } from './lent-server.ts'

/** Lends the embedded Temporal server, set up as temporal.yaml has it whatever the environment says, on a free port. */
export function lendTemporal(folder: string) {
  const settings = loadTemporalSettings({ env: {} })
  const server = lend(() =>
    startTemporalServer({ dataFolder: join(folder, 'temporal'), port: 0, uiPort: 0, settings, log: () => {} }),
  )
  return {
    find: async () => ({ address: (await server.find()).address, namespace: settings.namespace }),
    stop: () => server.stop(),
  }
}
