import type { StageId } from '../vocabulary/facts.ts'
import { consultation } from './consultation.ts'
import { fullBusinessCase } from './full-business-case.ts'
import { goLive } from './go-live.ts'
import { outlineBusinessCase } from './outline-business-case.ts'
import { postImplementationReview } from './post-implementation-review.ts'
import type { Stage } from './stage.ts'

/** Something for each stage. A new stage is a file beside this one, named here and in `stageId`: the order here is the field's. */
export const perStage = <T>(make: (stage: Stage, index: number) => T): Record<StageId, T> => ({
  outlineBusinessCase: make(outlineBusinessCase, 0),
  fullBusinessCase: make(fullBusinessCase, 1),
  consultation: make(consultation, 2),
  goLive: make(goLive, 3),
  postImplementationReview: make(postImplementationReview, 4),
})

/** The stages in the order of the field. */
export const stages: readonly Stage[] = Object.values(perStage((stage) => stage))

/** @throws RangeError for a stage the product does not have, which the types rule out. */
export const stageOf = (id: StageId): Stage => {
  const found = stages.find((stage) => stage.id === id)
  if (!found) throw new RangeError(`There is no stage ${id}`)
  return found
}

/** The stage after this one; undefined after the last. */
export const stageAfter = (id: StageId): Stage | undefined => stages[stages.findIndex((stage) => stage.id === id) + 1]
