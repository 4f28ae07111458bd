import type { Stage } from './stage.ts'

/** Looks back at what was promised and what came of it; once accepted, the initiative closes with a report. */
export const postImplementationReview: Stage = {
  id: 'postImplementationReview',
  title: 'Post-implementation review',
  preparing: 'carry out the post-implementation review',
}
