import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startGuarded, type Log } from '../../worker/embedded/guarded-process.ts'

const importVerb = fileURLToPath(new URL('../import.ts', import.meta.url))
const commandLine = fileURLToPath(new URL('../gatehouse.ts', import.meta.url))
const portfolio = fileURLToPath(new URL('../../examples/portfolio.yaml', import.meta.url))

/**
 * Imports the sample portfolio through the API, once for a data folder. The import itself may be repeated without
 * harm, so a marker lost or an import cut short costs only the time. A failed import is said and tried again at the
 * next start; everything else runs on.
 */
export async function importSamplePortfolio(options: {
  dataFolder: string
  apiUrl: string
  env: NodeJS.ProcessEnv
  say: Log
}): Promise<void> {
  const { dataFolder, apiUrl, env, say } = options
  const marker = join(dataFolder, 'sample-portfolio-imported')
  if (existsSync(marker) || !existsSync(importVerb) || !existsSync(portfolio)) return

  say('Importing the sample portfolio.')
  const run = startGuarded({
    command: process.execPath,
    args: [commandLine, 'import', portfolio, '--api', apiUrl, '--quiet'],
    env,
    log: say,
  })
  const { code } = await run.exited
  if (code === 0) writeFileSync(marker, `${new Date().toISOString()}\n`)
  else say('The sample portfolio was not imported whole. It is tried again at the next start.')
}
