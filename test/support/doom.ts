import { proxySinks, type Sinks, type WorkflowInterceptorsFactory } from '@temporalio/workflow'

/** Tells the worker's process where on the record path a vote is, so that it can be killed there. */
export interface DoomSinks extends Sinks {
  doom: { voteTaken(): void; voteRecorded(): void }
}

const { doom } = proxySinks<DoomSinks>()

export const interceptors: WorkflowInterceptorsFactory = () => ({
  inbound: [
    {
      async handleUpdate(input, next) {
        if (input.name === 'castVote') doom.voteTaken()
        return next(input)
      },
    },
  ],
  outbound: [
    {
      async scheduleActivity(input, next) {
        const result = await next(input)
        if (input.activityType === 'record') doom.voteRecorded()
        return result
      },
    },
  ],
})
