import { createHash } from 'node:crypto'
import type { Person } from '../../activities/ports.ts'
import type { ReviewContext } from '../../machines/review.ts'
import { passage } from '../../machines/vocabulary/text.ts'
import type { ApiParts } from '../parts.ts'
import { noteAccess, noteOf, whyRefused, type Place, type Visitor } from './access.ts'
import type { Matter, WhyEnded } from './matter.ts'
import { pressedForm, wrongNumber, type FormPress, type NotPressed } from './pressed-form.ts'
import type { Form } from './sealed-form.ts'
import type { Wrong } from './typed.ts'

/** One press of "Send my question". */
export type QuestionPress = FormPress & {
  matter: Matter | undefined
  place?: Place
  visitor: Visitor
  typedNumber: string
  question: string
}

export type Questioned =
  | { kind: 'sent' }
  | { kind: 'linkMissing' }
  /** No address of the board's secretary is on file. */
  | { kind: 'nobodyToAsk' }
  | NotPressed
  | { kind: 'linkEnded'; why: WhyEnded }
  | { kind: 'notRight'; wrong: Wrong[]; tooLong: boolean; form: Form }
  | { kind: 'tooMany'; form: Form }

/** Questions a seat may put about one review within an hour, unless the settings say otherwise. */
export const usualQuestionsPerHour = 5
const hourMilliseconds = 3_600_000

/** The secretary of the board that has the papers, as the directory knows them today. */
export const secretaryOnFile = async (
  { directory }: Pick<ApiParts, 'directory'>,
  { terms }: ReviewContext,
): Promise<Person | undefined> => {
  const personId = terms.secretary?.personId ?? (await directory.board(terms.boardId))?.secretary?.personId
  return personId === undefined ? undefined : directory.person(personId)
}

/**
 * Mails a member's question to the board's secretary. It is kept as an access row, not as an entry of the record: it decides nothing
 * and moves nothing, so it is taken on hold and after the end too, waits for no workflow, and never makes a case larger. The checks
 * are those of a decision, because scanners press this button as well.
 */
export const askSecretary = async (parts: ApiParts, press: QuestionPress): Promise<Questioned> => {
  const came = await judge(parts, press)
  if (came.kind !== 'sent')
    await noteAccess(
      parts.links,
      press.visitor,
      press.matter?.link ?? press.place,
      'postRefused',
      whyRefused[came.kind] ?? came.kind,
    )
  return came
}

const judge = async (parts: ApiParts, press: QuestionPress): Promise<Questioned> => {
  const { matter } = press
  if (matter?.link.purpose !== 'decide') return { kind: 'linkMissing' }
  if (matter.standing.kind === 'ended') return { kind: 'linkEnded', why: matter.standing.why }
  const secretary = await secretaryOnFile(parts, matter.review.context)
  if (!secretary) return { kind: 'nobodyToAsk' }
  const pressed = await pressedForm(parts, matter, press, 'ask')
  if (pressed.kind !== 'pressed') return pressed
  const { form } = pressed
  const question = passage.safeParse(press.question)
  const wrong: Wrong[] = []
  if (!question.success)
    wrong.push({
      field: 'question',
      expected: press.question.trim() ? `Your question ${question.error.issues[0]?.message}` : 'Write your question',
    })
  wrong.push(...wrongNumber(form, press.typedNumber))
  if (!question.success || wrong.length > 0)
    return { kind: 'notRight', wrong, tooLong: question.error?.issues[0]?.code === 'too_big', form }
  return send(parts, matter, press.visitor, { form, question: question.data, secretaryId: secretary.personId })
}

const send = async (
  { questions, outbox, clock, linkLimits }: ApiParts,
  { link, recorded }: Matter,
  visitor: Visitor,
  { form, question, secretaryId }: { form: Form; question: string; secretaryId: string },
): Promise<Questioned> => {
  const { tokenId, initiativeId, reviewId, submissionId, seatId } = link
  const { ipAddress, userAgent } = noteOf(visitor, link)
  const number = await questions.keep(
    {
      tokenId,
      initiativeId,
      reviewId,
      seatId,
      question,
      ipAddress,
      userAgent,
      // A press repeated is the same question; other words on the same form are another one.
      pressId: createHash('sha256').update(`${form.nonce}\n${question}`).digest('hex'),
    },
    { most: linkLimits?.questionsPerHour ?? usualQuestionsPerHour, sinceInstant: clock() - hourMilliseconds },
  )
  if (number === 'tooMany') return { kind: 'tooMany', form }
  const about = { initiativeId, reviewId, submissionId, seatId, personId: secretaryId }
  await outbox.ensure([{ kind: 'question', ...about, number, sequence: recorded.version }])
  return { kind: 'sent' }
}
