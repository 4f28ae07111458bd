import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import proto from '@temporalio/proto'
import packageFile from '../../package.json' with { type: 'json' }
import { startInitiatives } from '../support/initiatives.ts'
import { lives } from '../support/lives.ts'
import { makeRunFolder } from '../support/shared-servers/run-folder.ts'
import { lendTemporal } from '../support/shared-servers/temporal.ts'

// Records the histories of this release from real runs: `npm run record-histories`. What is recorded is never edited; a later
// release adds a folder of its own and must still replay every older one.
const folder = fileURLToPath(new URL(packageFile.version, import.meta.url))
const run = await makeRunFolder()
const temporal = lendTemporal(run.path)
try {
  await mkdir(folder, { recursive: true })
  const initiatives = await startInitiatives({ ...(await temporal.find()), taskQueue: 'histories' })
  for (const { name, args, creation, live } of lives) {
    const begun = await initiatives.start(args, creation)
    await live(begun)
    const history = await initiatives.client.workflow.getHandle(begun.handle.workflowId).fetchHistory()
    const bytes = proto.temporal.api.history.v1.History.encode(history).finish()
    await writeFile(`${folder}/${name}.history.gz`, gzipSync(bytes, { level: 9 }))
    process.stderr.write(`${name}: ${history.events?.length ?? 0} events\n`)
  }
  await initiatives.stop()
} finally {
  await temporal.stop()
  await run.remove()
}
