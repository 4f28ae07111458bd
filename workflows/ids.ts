/** The workflow of an initiative. The id is opaque: no title, name or address ever stands in it. */
export const initiativeWorkflowId = (initiativeId: string) => `initiative/${initiativeId}`

/** One press of the button on a decision page: a double press repeats it, a new page does not. */
export const decisionUpdateId = (reviewId: string, seatId: string, formNonce: string) =>
  `d:${reviewId}:${seatId}:${formNonce}`

/** A command asked for with an idempotency key. */
export const commandUpdateId = (idempotencyKey: string) => `c:${idempotencyKey}`
