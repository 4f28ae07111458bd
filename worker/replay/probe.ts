import { proxySinks, type Sinks, type WorkflowInterceptorsFactory } from '@temporalio/workflow'
import type { Recording } from '../../workflows/messages.ts'

/** What a replayed workflow would have handed to the record. */
export interface ReplaySinks extends Sinks {
  replay: { recorded(version: number, headHash: string, stateHash: string): void }
}

const { replay } = proxySinks<ReplaySinks>()

const isRecording = (value: unknown): value is Recording =>
  typeof value === 'object' && value !== null && 'headHash' in value && 'stateHash' in value

/** Looks over a replayed workflow's shoulder: Temporal compares its commands, this its record. */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  inbound: [],
  outbound: [
    {
      async scheduleActivity(input, next) {
        const [recording] = input.args
        if (input.activityType === 'record' && isRecording(recording))
          replay.recorded(recording.version, recording.headHash, recording.stateHash)
        return next(input)
      },
    },
  ],
})
