import { condition, defineUpdate, proxyActivities, setHandler } from '@temporalio/workflow'
import type { Step } from '../lifecycle.ts'

export type BoardActivities = { tellBoard(): Promise<void> }

/** Every command is this one update; it answers with the gate the initiative stands at. */
export const act = defineUpdate<number, [Step]>('act')

const { tellBoard } = proxyActivities<BoardActivities>({ startToCloseTimeout: '10 seconds' })

const approvalsNeeded = 2

/**
 * The least that plays a lifecycle durably on Temporal: updates, a few variables, one activity a submission that nobody waits for.
 * It checks nothing, refuses nothing and records nothing.
 */
export async function handWritten(): Promise<number> {
  let gate = 1
  let approvals = 0
  let isClosed = false
  setHandler(act, (step) => {
    if (step.command === 'submit') {
      approvals = 0
      void tellBoard()
    }
    if (step.command === 'decide' && step.choice === 'approve') {
      approvals += 1
      if (approvals === approvalsNeeded) gate += 1
    }
    if (step.command === 'close') isClosed = true
    return gate
  })
  await condition(() => isClosed)
  return gate
}
