import { DefaultLogger, NativeConnection, Runtime, Worker, type InjectedSinks } from '@temporalio/worker'
import * as z from 'zod'
import { openStore } from '../../activities/store/store.ts'
import type { DoomSinks } from './doom.ts'

// A worker that kills itself with SIGKILL at one step of the record path, once: a process of its own, told by its environment.
const { step, codePath, address, namespace, taskQueue, databaseUrl, dataFolder } = z
  .object({
    step: z.enum(['sent', 'accepted', 'committed', 'completed', 'never']),
    codePath: z.string(),
    address: z.string(),
    namespace: z.string(),
    taskQueue: z.string(),
    databaseUrl: z.string(),
    dataFolder: z.string(),
  })
  .parse(JSON.parse(process.env['DOOM'] ?? '{}'))

/** Only a vote dooms it: what the test prepares goes through. */
let voteSeen = false
const dieAt = (here: typeof step) => {
  if (voteSeen && step === here) process.kill(process.pid, 'SIGKILL')
}

Runtime.install({ logger: new DefaultLogger('ERROR') })
const store = openStore(databaseUrl, { dataFolder })
const sinks: InjectedSinks<DoomSinks> = {
  doom: {
    voteTaken: {
      fn: () => {
        voteSeen = true
        dieAt('sent')
      },
    },
    voteRecorded: { fn: () => dieAt('completed') },
  },
}
const worker = await Worker.create({
  connection: await NativeConnection.connect({ address }),
  namespace,
  taskQueue,
  workflowBundle: { codePath },
  sinks,
  activities: {
    record: async (recording: Parameters<typeof store.record>[0]) => {
      dieAt('accepted')
      await store.record(recording)
      dieAt('committed')
    },
    remindBoard: async () => {},
    escalate: async () => {},
    remindPerson: async () => {},
    chaseCondition: async () => {},
    chaseChairsAction: async () => {},
    warnOfHardDate: async () => {},
  },
})
process.stdout.write('ready\n')
process.once('SIGTERM', () => worker.shutdown())
await worker.run()
await store.close()
process.exit(0)
