import { defineEntity, p, type InferEntity } from '@mikro-orm/postgresql'
import type { MailKind, OutboxMail } from '../../ports.ts'

/**
 * A mail to be sent: one row for each initiative, review or circulation, seat, person, submission, kind and number (reliability
 * rule 22), where an absent review or seat counts as the same absence. `claimedUntilInstant` is when a sender's claim ends.
 */
export const OutboxMailRow = defineEntity({
  name: 'OutboxMailRow',
  tableName: 'outbox_mail',
  uniques: [
    {
      name: 'outbox_mail_once',
      expression:
        'create unique index outbox_mail_once on outbox_mail ' +
        '(initiative_id, review_id, circulation_id, seat_id, person_id, submission_id, kind, number) nulls not distinct',
    },
  ],
  indexes: [
    {
      name: 'outbox_mail_open',
      properties: ['nextAttemptInstant'],
      where: "state in ('waiting', 'sending', 'delayed', 'undeliverable')",
    },
  ],
  properties: {
    mailId: p.uuid().primary().defaultRaw('gen_random_uuid()'),
    kind: p.text().$type<MailKind>(),
    initiativeId: p.text(),
    reviewId: p.text().nullable(),
    submissionId: p.text().nullable(),
    seatId: p.text().nullable(),
    circulationId: p.text().nullable(),
    personId: p.text(),
    number: p.integer(),
    sequence: p.integer(),
    state: p.text().$type<OutboxMail['state']>().default('waiting'),
    attempts: p.integer().default(0),
    createdInstant: p.bigint('number'),
    nextAttemptInstant: p.bigint('number'),
    claimedUntilInstant: p.bigint('number').nullable(),
    delayedSinceInstant: p.bigint('number').nullable(),
    sentInstant: p.bigint('number').nullable(),
    sentAttempt: p.integer().nullable(),
    lastError: p.text().nullable(),
  },
})
export type OutboxMailRow = InferEntity<typeof OutboxMailRow>
