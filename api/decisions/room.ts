import type { CommandPayload } from '../../machines/commands.ts'
import { confirmerOf, roomToConfirm, type Room } from '../../machines/room.ts'
import { passage } from '../../machines/vocabulary/text.ts'
import type { ApiParts } from '../parts.ts'
import { notePress, type Place, type Visitor } from './access.ts'
import { answeredAs } from './answered.ts'
import { memberOf } from './decide.ts'
import { codeIsNeeded, type Matter, type WhyEnded } from './matter.ts'
import { pressedForm, wrongNumber, type FormPress, type NotPressed } from './pressed-form.ts'
import type { Form } from './sealed-form.ts'
import type { Wrong } from './typed.ts'

/** What whoever was in the chair may say of what was recorded. */
export const roomAnswers = ['confirm', 'refuse'] as const
export type RoomAnswer = (typeof roomAnswers)[number]

/** One press of "Record my answer". */
export type RoomPress = FormPress & {
  matter: Matter | undefined
  place?: Place
  visitor: Visitor
  answer: string
  reason: string
  typedNumber: string
}

export type RoomAnswered =
  | { kind: 'recorded' }
  | { kind: 'linkMissing' }
  | { kind: 'nothingToConfirm' }
  | { kind: 'codeNeeded' }
  | NotPressed
  | { kind: 'linkEnded'; why: WhyEnded }
  | { kind: 'notRight'; wrong: Wrong[]; tooLong: boolean; form: Form }
  | { kind: 'refused'; type: string; reason: string }
  | { kind: 'notConfirmed'; reason: string }

/** What waits for the reader of a link to say whether it is right; undefined for everybody who was not in the chair. */
export const roomFor = ({ review, link }: Matter): Room | undefined => {
  const room = review.status === 'active' ? roomToConfirm(review.context) : undefined
  const confirmer = room && confirmerOf(review.context, room)
  return confirmer?.seat.seatId === link.seatId && confirmer.personId === link.holderId ? room : undefined
}

/** What the reader of a link last answered, whatever has become of the board's consideration since. */
export const roomAnsweredBy = ({ review, link }: Matter): Room | undefined =>
  review.context.rooms?.findLast(
    ({ chairSeatId, confirmed, refused }) =>
      chairSeatId === link.seatId && (confirmed ?? refused)?.holderId === link.holderId,
  )

/**
 * Records what whoever was in the chair says of what was written down. Opening the page says nothing; the checks are those of a
 * decision, and the answer is to the version the page showed.
 */
export const answerRoom = async (parts: ApiParts, press: RoomPress): Promise<RoomAnswered> => {
  const came = await judge(parts, press)
  await notePress(parts.links, press, came, 'room answered')
  return came
}

const judge = async (parts: ApiParts, press: RoomPress): Promise<RoomAnswered> => {
  const { matter } = press
  if (matter?.link.purpose !== 'decide') return { kind: 'linkMissing' }
  if (!press.isOwnOrigin) return { kind: 'foreignOrigin' }
  const before = roomAnsweredBy(matter)
  if (matter.standing.kind === 'ended')
    return before ? { kind: 'recorded' } : { kind: 'linkEnded', why: matter.standing.why }
  if (!before && !roomFor(matter)) return { kind: 'nothingToConfirm' }
  if (codeIsNeeded(matter)) return { kind: 'codeNeeded' }
  const pressed = await pressedForm(parts, matter, press, 'room')
  if (pressed.kind !== 'pressed') return pressed
  const { form } = pressed
  const answer = roomAnswers.find((each) => each === press.answer)
  const reason = answer === 'refuse' ? passage.safeParse(press.reason) : undefined
  const wrong: Wrong[] = [
    ...(answer ? [] : [{ field: 'answer', expected: 'Choose whether this is what the board decided' }]),
    ...(reason && !reason.success
      ? [
          {
            field: 'reason',
            expected: press.reason.trim()
              ? `The reason ${reason.error.issues[0]?.message ?? ''}`
              : 'Say what is not as the board decided it',
          },
        ]
      : []),
    ...wrongNumber(form, press.typedNumber),
  ]
  if (!answer || wrong.length > 0)
    return { kind: 'notRight', wrong, tooLong: reason?.error?.issues[0]?.code === 'too_big', form }
  return record(parts, matter, form, reason?.success ? reason.data : undefined)
}

const record = async (
  { cases }: ApiParts,
  matter: Matter,
  { nonce, decisionNumber }: Form,
  reason: string | undefined,
): Promise<RoomAnswered> => {
  const { initiativeId, reviewId, seatId, holderId } = matter.link
  // A page of this act carries the version it showed where one of a decision carries the decision's number.
  const answered: CommandPayload<'confirmRoom'> = { reviewId, seatId, holderId, version: decisionNumber }
  const by = memberOf(matter)
  const asked =
    reason === undefined
      ? await cases.command('confirmRoom', initiativeId, answered, by, `room-confirmed-${nonce}`)
      : await cases.command('refuseRoom', initiativeId, { ...answered, reason }, by, `room-refused-${nonce}`)
  return answeredAs(asked)
}
