/** Whether a mail to a seat or a stakeholder reached its mailbox, as the outbox knows it. */
export type Delivery = {
  reviewId?: string
  circulationId?: string
  seatId?: string
  personId: string
  state: string
  email?: string
}

/** Why an answer cannot come by itself: the mail that asks for it did not arrive. */
export const problemOf = (delivery: Delivery | undefined, title: string): string | undefined => {
  if (delivery?.state === 'undeliverable') return `email to ${delivery.email ?? title} could not be delivered`
  return delivery?.state === 'delayed' ? `email to ${delivery.email ?? title} is delayed` : undefined
}
