import { sittingIn } from '../../machines/seats.ts'
import { commands, type CommandPayload } from '../../machines/commands.ts'
import type { ApiParts } from '../parts.ts'
import { notePress, type Place, type Visitor } from './access.ts'
import { answeredAs } from './answered.ts'
import { memberOf } from './decide.ts'
import { codeIsNeeded, type Matter, type WhyEnded } from './matter.ts'
import { pressedForm, wrongNumber, type FormPress, type NotPressed } from './pressed-form.ts'
import type { Form } from './sealed-form.ts'
import type { Wrong } from './typed.ts'

/** Somebody a member may pass one decision to. */
export type NamedDeputy = { personId: string; title: string }

/** One press of "Pass it to my deputy". */
export type PassOnPress = FormPress & {
  matter: Matter | undefined
  place?: Place
  visitor: Visitor
  typedNumber: string
  deputyId: string
  reason: string
}

export type PassedOn =
  | { kind: 'recorded' }
  /** Nobody who could sit for this seat is named in the board's terms. */
  | { kind: 'linkMissing' | 'nobodyNamed' | 'notOpen' | 'codeNeeded' }
  | NotPressed
  | { kind: 'linkEnded'; why: WhyEnded }
  | { kind: 'notRight'; wrong: Wrong[]; tooLong: boolean; form: Form }
  | { kind: 'refused'; type: string; reason: string }
  | { kind: 'notConfirmed'; reason: string }

/**
 * The deputies named for a seat, in the terms the papers went out with or in those of today, who may decide this case and do not sit on
 * the board already.
 */
export const deputiesNamed = async (
  { directory, calendar, clock }: Pick<ApiParts, 'directory' | 'calendar' | 'clock'>,
  { review: { context }, seat, link }: Matter,
): Promise<NamedDeputy[]> => {
  if (!seat) return []
  const board = await directory.board(context.terms.boardId, calendar.dayOf(clock()))
  const today = board?.seats.find(({ seatId }) => seatId === seat.seatId)?.deputies ?? []
  const ids = new Set([...(seat.deputies ?? []), ...today].map(({ personId }) => personId))
  const sitting = new Set(context.terms.seats.map((each) => sittingIn(context, each)?.personId))
  const named: NamedDeputy[] = []
  for (const personId of ids) {
    if (personId === link.holderId || sitting.has(personId) || context.ownCasePersonIds.includes(personId)) continue
    const person = await directory.person(personId)
    if (person) named.push({ personId, title: person.name })
  }
  return named
}

/**
 * Lets a named deputy decide in the member's place, in this one matter. The member's link ends with it, the deputy is mailed one of
 * their own, and what the deputy decides is recorded as for the member. The checks are those of a decision.
 */
export const passOn = async (parts: ApiParts, press: PassOnPress): Promise<PassedOn> => {
  const came = await judge(parts, press)
  await notePress(parts.links, press, came, 'passed on')
  return came
}

const judge = async (parts: ApiParts, press: PassOnPress): Promise<PassedOn> => {
  const { matter } = press
  if (matter?.link.purpose !== 'decide') return { kind: 'linkMissing' }
  if (matter.standing.kind === 'ended') return { kind: 'linkEnded', why: matter.standing.why }
  if (matter.standing.kind !== 'open') return { kind: 'notOpen' }
  if (codeIsNeeded(matter)) return { kind: 'codeNeeded' }
  const pressed = await pressedForm(parts, matter, press, 'passOn')
  if (pressed.kind !== 'pressed') return pressed
  const deputies = await deputiesNamed(parts, matter)
  if (deputies.length === 0) return { kind: 'nobodyNamed' }
  const { form } = pressed
  const deputy = deputies.find(({ personId }) => personId === press.deputyId)
  const reason = commands.moveSeat.payload.shape.reason.safeParse(press.reason)
  const wrong: Wrong[] = [
    ...(deputy ? [] : [{ field: 'deputy', expected: 'Choose who is to decide in your place' }]),
    ...(reason.success ? [] : [{ field: 'reason', expected: whyNotTheReason(press.reason, reason.error) }]),
    ...wrongNumber(form, press.typedNumber),
  ]
  if (!deputy || !reason.success || wrong.length > 0)
    return { kind: 'notRight', wrong, tooLong: reason.error?.issues[0]?.code === 'too_big', form }
  return record(parts, matter, form, { ...deputy, reason: reason.data })
}

const whyNotTheReason = (typed: string, { issues }: { issues: { message: string }[] }) =>
  typed.trim() ? `The reason ${issues[0]?.message}` : 'Say why you pass it on'

const record = async (
  { cases }: ApiParts,
  matter: Matter,
  { nonce }: Form,
  { personId, title, reason }: NamedDeputy & { reason: string },
): Promise<PassedOn> => {
  const { initiativeId, reviewId, seatId } = matter.link
  const payload: CommandPayload<'moveSeat'> = { reviewId, seatId, personId, title, as: 'deputy', reason }
  const asked = await cases.command('moveSeat', initiativeId, payload, memberOf(matter), `pass-on-${nonce}`)
  return answeredAs(asked)
}
