/** Where on the record path a press is, in the order it goes. The last one is seen by the person alone. */
export const recordPathSteps = [
  'sent',
  'accepted',
  'started',
  'committed',
  'completed',
  'answered',
  'personAnswered',
] as const
export type RecordPathStep = (typeof recordPathSteps)[number]

/**
 * Asks whoever runs the test (FAULT_CONTROL) whether an initiative's press may go on from this step; waits for as long as that takes.
 * Nobody there is no reason to wait.
 */
export const haltAt = async (step: RecordPathStep, initiativeId: string): Promise<void> => {
  const control = process.env['FAULT_CONTROL']
  if (!control) return
  await fetch(`${control}/${step}/${initiativeId}`, { method: 'POST' }).catch(() => undefined)
}
