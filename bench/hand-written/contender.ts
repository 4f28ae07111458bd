import { WithStartWorkflowOperation, type Client } from '@temporalio/client'
import { lifecycle, timed, type Contender, type Step } from '../lifecycle.ts'
import { act, type handWritten } from './workflow.ts'

const workflowId = (id: string) => `hand-written/${id}`

/** Plays lifecycles on the hand-written workflow: one update a command, over one Temporal connection. */
export const handWrittenContender = (client: Client, taskQueue: string): Contender => ({
  name: 'hand-written',
  isOurs: false,
  workflowId,
  play: async (id, note) => {
    const handle = client.workflow.getHandle(workflowId(id))
    const begin = (step: Step) =>
      client.workflow.executeUpdateWithStart(act, {
        args: [step],
        updateId: `${id}-0`,
        startWorkflowOperation: new WithStartWorkflowOperation<typeof handWritten>('handWritten', {
          workflowId: workflowId(id),
          taskQueue,
          workflowIdConflictPolicy: 'FAIL',
        }),
      })
    for (const [index, step] of lifecycle.entries()) {
      const update = () => handle.executeUpdate(act, { args: [step], updateId: `${id}-${index}` })
      await timed(note, step.command, () => (index === 0 ? begin(step) : update()))
    }
  },
  settled: async () => {},
})
