import { mkdir, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { ApplicationFailure } from '@temporalio/common'
import proto from '@temporalio/proto'
import packageFile from '../../package.json' with { type: 'json' }
import { startInitiatives } from '../support/initiatives.ts'
import { makeRunFolder } from '../support/shared-servers/run-folder.ts'
import { lendTemporal } from '../support/shared-servers/temporal.ts'
import type { KeptCase } from './kept.ts'
import { lives } from './lives/index.ts'
import type { Life } from './lives/life.ts'

// Records the histories of this release from real runs: `npm run record-histories`. What is recorded is never edited; a later
// release adds a folder of its own and must still replay every older one.
const folder = fileURLToPath(new URL(packageFile.version, import.meta.url))
const atOnce = 6
const run = await makeRunFolder()
const temporal = lendTemporal(run.path)
try {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const failing = new Set<string>()
  const initiatives = await startInitiatives(
    { ...(await temporal.find()), taskQueue: 'histories' },
    {
      remindBoard: async ({ initiativeId }) => {
        if (failing.has(initiativeId)) throw ApplicationFailure.nonRetryable('the store refused the mails')
      },
    },
  )
  const cases: Record<string, KeptCase> = {}
  const record = async ({ name, args, creation, isHeld, live }: Life) => {
    const begun = await initiatives.start(args, creation)
    await live({
      ...begun,
      failToRemind: () => void failing.add(begun.initiativeId),
      remindAgain: () => void failing.delete(begun.initiativeId),
    })
    const beforeHold = isHeld ? (await begun.now()).state : undefined
    if (isHeld) await begun.ask('hold', { reason: 'The inspectorate reports next week.' }, 'hold')
    const { state, stateHash } = await begun.now()
    cases[name] = {
      state,
      stateHash,
      eventTypes: [...new Set(begun.entries().map(({ event }) => event.type))],
      ...(beforeHold ? { beforeHold } : {}),
    }
    const history = await initiatives.client.workflow.getHandle(begun.handle.workflowId).fetchHistory()
    const bytes = proto.temporal.api.history.v1.History.encode(history).finish()
    await writeFile(`${folder}/${name}.history.gz`, gzipSync(bytes, { level: 9 }))
    process.stderr.write(`${name}: ${history.events?.length ?? 0} events\n`)
  }
  const waiting = [...lives]
  const recordOn = async () => {
    for (let life = waiting.shift(); life; life = waiting.shift()) await record(life)
  }
  await Promise.all(Array.from({ length: atOnce }, recordOn))
  const sorted = Object.fromEntries(lives.map(({ name }) => [name, cases[name]]))
  await writeFile(`${folder}/cases.json.gz`, gzipSync(JSON.stringify(sorted), { level: 9 }))
  await initiatives.stop()
} finally {
  await temporal.stop()
  await run.remove()
}
