import { Client, Connection } from '@temporalio/client'
import * as z from 'zod'
import { openStore } from '../../activities/store/store.ts'
import { createApp } from '../../api/app.ts'
import { apiPartsOf } from './single-api-parts.ts'

// An API in a process of its own that dies once a decision or a command is recorded, before anybody is answered. It says its address.
const { databaseUrl, dataFolder, address, namespace, taskQueue } = z
  .object({
    databaseUrl: z.string(),
    dataFolder: z.string(),
    address: z.string(),
    namespace: z.string(),
    taskQueue: z.string(),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'))

const die = (): Promise<never> => {
  process.kill(process.pid, 'SIGKILL')
  return new Promise(() => {})
}
const store = openStore(databaseUrl, { dataFolder })
const client = new Client({ connection: await Connection.connect({ address }), namespace })
const parts = apiPartsOf(store, { client, taskQueue, answerWithinMilliseconds: 5_000 })
const { cases } = parts
const app = await createApp({
  ...parts,
  cases: {
    ...cases,
    castVote: async (...asked) => {
      const { kind } = await cases.castVote(...asked)
      if (kind !== 'recorded') process.exit(1)
      return die()
    },
    command: async (...asked) => {
      const { kind } = await cases.command(...asked)
      if (kind !== 'recorded') process.exit(1)
      return die()
    },
  },
})
await app.listen({ host: '127.0.0.1', port: 0 })
const bound = app.server.address()
process.stdout.write(`${bound !== null && typeof bound === 'object' ? bound.port : ''}\n`)
