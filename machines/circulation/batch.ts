import type { FactOf } from '../commands.ts'
import { currentStage } from '../initiative/progress.ts'
import type { InitiativeContext } from '../initiative/context.ts'
import type { CirculationInput } from './context.ts'

/**
 * The batch a circulation begins with: the papers frozen as they stand now, each with the hash it has.
 * @throws RangeError when the initiative is at no stage: there are no papers then.
 */
export const batchOf = ({
  context,
  event: { type: _type, evidenceIds, atInstant, ...batch },
}: {
  context: InitiativeContext
  event: FactOf<'circulate'>
}): Omit<CirculationInput, 'number'> => {
  const stage = currentStage(context)
  if (!stage) throw new RangeError('Papers can only be circulated at a stage')
  const papers = evidenceIds.flatMap((evidenceId) => {
    const paper = context.evidence[stage]?.[evidenceId]
    return paper ? [{ evidenceId, fromEdition: 1, paper }] : []
  })
  return { ...batch, stage, papers, openedInstant: atInstant }
}
