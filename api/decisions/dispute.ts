import { pmoPersonId } from '../../activities/store/mails-of-entries.ts'
import { passage } from '../../machines/vocabulary/text.ts'
import { commands } from '../../machines/commands.ts'
import type { ApiParts } from '../parts.ts'
import { noteAccess, whyRefused, type Place, type Visitor } from './access.ts'
import { memberOf } from './decide.ts'
import type { Matter, WhyEnded } from './matter.ts'
import { pressedForm, wrongNumber, type FormPress, type NotPressed } from './pressed-form.ts'
import type { Form } from './sealed-form.ts'
import type { Wrong } from './typed.ts'

/** One press of "This was not me". */
export type DisputePress = FormPress & {
  matter: Matter | undefined
  place?: Place
  visitor: Visitor
  typedNumber: string
  statement: string
}

export type Disputed =
  /** `byMail`: the initiative is closed, so its record takes no more; secretary and PMO are told by mail. */
  | { kind: 'recorded'; atInstant: number; byMail: boolean }
  | { kind: 'linkMissing' | 'nothingToDispute' }
  | NotPressed
  | { kind: 'linkEnded'; why: WhyEnded }
  | { kind: 'notRight'; wrong: Wrong[]; tooLong: boolean; form: Form }
  | { kind: 'refused'; type: string; reason: string }
  | { kind: 'notConfirmed'; reason: string }

/**
 * Which of the seat's decisions a link lets its reader dispute: the one a receipt was sent for, else the one that counts.
 * Also after the end, and after the seat has changed hands: the receipt went to the person in whose name it was decided.
 */
export const disputable = ({ link, ballot, review }: Matter): number | undefined => {
  const number = link.decisionNumber ?? ballot?.number
  return review.context.ballots[link.seatId]?.find((version) => version.number === number)?.number
}

/**
 * Records that a decision was not made by the person it is recorded for. It changes nothing by itself: the decision stands until
 * a recorded act, and the board's secretary and the PMO are told. The checks are those of a decision.
 */
export const dispute = async (parts: ApiParts, press: DisputePress): Promise<Disputed> => {
  const disputed = await judge(parts, press)
  const at = press.matter?.link ?? press.place
  if (disputed.kind === 'recorded') {
    if (!disputed.byMail) await noteAccess(parts.links, press.visitor, at, 'disputed')
  } else
    await noteAccess(
      parts.links,
      press.visitor,
      at,
      disputed.kind === 'notConfirmed' ? 'posted' : 'postRefused',
      'type' in disputed ? disputed.type : (whyRefused[disputed.kind] ?? disputed.kind),
    )
  return disputed
}

const judge = async (parts: ApiParts, press: DisputePress): Promise<Disputed> => {
  const { matter } = press
  if (!matter) return { kind: 'linkMissing' }
  if (matter.standing.kind === 'ended' && matter.standing.why === 'expired')
    return { kind: 'linkEnded', why: 'expired' }
  if (disputable(matter) === undefined) return { kind: 'nothingToDispute' }
  const pressed = await pressedForm(parts, matter, press, 'dispute')
  if (pressed.kind !== 'pressed') return pressed
  const { form } = pressed
  const statement = passage.safeParse(press.statement)
  const wrong: Wrong[] = []
  if (!statement.success)
    wrong.push({
      field: 'statement',
      expected: press.statement.trim() ? `What happened ${statement.error.issues[0]?.message}` : 'Say what happened',
    })
  wrong.push(...wrongNumber(form, press.typedNumber))
  if (!statement.success || wrong.length > 0)
    return { kind: 'notRight', wrong, tooLong: statement.error?.issues[0]?.code === 'too_big', form }
  return record(parts, matter, form, statement.data)
}

const record = async (parts: ApiParts, matter: Matter, form: Form, statement: string): Promise<Disputed> => {
  const { initiativeId, reviewId, seatId } = matter.link
  const payload = commands.disputeDecision.payload.parse({
    reviewId,
    seatId,
    decisionNumber: form.decisionNumber,
    statement,
  })
  if (matter.recorded.state.initiative.status === 'active') {
    const asked = await parts.cases.command(
      'disputeDecision',
      initiativeId,
      payload,
      memberOf(matter),
      `dispute-${form.nonce}`,
    )
    if (asked.kind === 'recorded' || asked.kind === 'alreadyRecorded')
      return { kind: 'recorded', atInstant: asked.atInstant, byMail: false }
    if (asked.kind === 'notConfirmed') return asked
    if (asked.kind === 'keyReused')
      return {
        kind: 'refused',
        type: 'KeyReused',
        reason: 'This form was sent before with other words. Open it again.',
      }
    const now = await parts.initiatives.find(initiativeId)
    if (now?.state.initiative.status === 'active')
      return asked.kind === 'refused' ? asked : { kind: 'notConfirmed', reason: 'The record did not answer.' }
  }
  await tellByMail(parts, matter, form.decisionNumber, statement)
  return { kind: 'recorded', atInstant: parts.clock(), byMail: true }
}

/**
 * A closed initiative has no workflow left to record in. What the person said is kept in the access row, from which the mail takes it,
 * and the people who can act on it are written to: the secretary, and the PMO where it has an address on file.
 */
const tellByMail = async (
  { links, outbox, directory }: ApiParts,
  { link, review, recorded }: Matter,
  decisionNumber: number,
  statement: string,
): Promise<void> => {
  const { tokenId, initiativeId, reviewId, submissionId, seatId } = link
  await links.noteAccess({ kind: 'disputed', tokenId, initiativeId, reviewId, seatId, reason: statement })
  const pmo = await directory.person(pmoPersonId)
  const told = [review.context.terms.secretary?.personId, pmo?.personId].filter((personId) => personId !== undefined)
  await outbox.ensure(
    [...new Set(told)].map((personId) => ({
      kind: 'dispute' as const,
      initiativeId,
      reviewId,
      submissionId,
      seatId,
      personId,
      number: decisionNumber,
      sequence: recorded.version,
    })),
  )
}
