import type { OutboxMail } from '../../ports.ts'
import { dateInWords } from '../../words/dates.ts'
import type { MailParts } from '../about.ts'
import { facts, section, sentence, type MailContent } from '../content.ts'
import { mailKindInWords } from '../../words/mails.ts'
import { opening, subjectOf } from './opening.ts'

/** Tells the PMO which emails of an initiative could not be delivered. @throws Error while none is marked so. */
export const pmoAlarm = (parts: MailParts): MailContent => {
  const { recorded, mails, people } = parts
  const initiative = recorded.state.initiative.context
  const lost = mails.filter(({ state, kind }) => state === 'undeliverable' && kind !== 'pmoAlarm')
  if (lost.length === 0) throw new Error('No email of this initiative is marked undeliverable yet')
  const marked = { initiative, leastMarking: parts.leastMarking }
  /** What is about a seat may be for the secretary: only its holder is called by it. */
  const seatTitle = ({ reviewId, seatId, personId }: OutboxMail) =>
    reviewId === undefined
      ? undefined
      : recorded.state.reviews[reviewId]?.context.terms.seats.find(
          (seat) => seat.seatId === seatId && seat.holderId === personId,
        )?.title
  const row = (mail: OutboxMail): [string, string] => {
    const person = people.get(mail.personId)
    const to = seatTitle(mail) ?? person?.name ?? mail.personId
    const since = mail.delayedSinceInstant ? ` Tried since ${dateInWords(mail.delayedSinceInstant)}.` : ''
    const reach = [person?.email ?? 'no address on file', person?.phone].filter((way) => way !== undefined).join(', ')
    return [`${to}, ${mailKindInWords[mail.kind]}`, `${reach}.${since} ${mail.lastError ?? ''}`]
  }
  return {
    subject: subjectOf(marked, 'An email could not be delivered'),
    sections: [
      ...opening(marked),
      ...section(
        undefined,
        sentence('An email could not be delivered, and nobody is reminded by it until the address is put right.'),
        facts([
          ['Initiative', initiative.title],
          ['Reference', initiative.reference],
        ]),
      ),
      ...section('Not delivered', facts(lost.slice(0, 20).map(row))),
      ...section(
        'What to do',
        sentence(
          'Call the person, and correct the address on file. Gatehouse does not try these emails again by itself.',
        ),
      ),
    ],
  }
}
