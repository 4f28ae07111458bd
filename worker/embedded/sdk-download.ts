/**
 * Lets the Temporal SDK download its development server into the folder given as the first argument. It downloads by
 * starting the server once; the server is stopped at once. Run as a process of its own by toolchain-sources.ts.
 */
import { DefaultLogger, Runtime } from '@temporalio/worker'
import { TestWorkflowEnvironment } from '@temporalio/testing'

Runtime.install({ logger: new DefaultLogger('ERROR') })
const downloadDir = process.argv[2]
if (downloadDir === undefined) throw new Error('expected a folder as the first argument')
const environment = await TestWorkflowEnvironment.createLocal({
  server: { executable: { type: 'cached-download', downloadDir } },
})
await environment.teardown()
