import { createHash } from 'node:crypto'
import type { CodeEntered, CodeSession } from '../../activities/ports.ts'
import type { ApiParts } from '../parts.ts'
import { noteAccess, whyRefused, type Place, type Visitor } from './access.ts'
import { codeIsNeeded, needsCode, type Matter, type WhyEnded } from './matter.ts'
import { pressedForm, wrongNumber, type FormPress, type NotPressed } from './pressed-form.ts'
import type { Form } from './sealed-form.ts'
import type { Wrong } from './typed.ts'

/** One press about a code: on the page of codes, or on the decision form, which asks for one itself where the board wants it. */
export type CodePress = FormPress & {
  matter: Matter | undefined
  place?: Place
  visitor: Visitor
  on: 'code' | 'decide'
}

type NotAsked =
  | { kind: 'linkMissing' }
  /** Nothing here wants a code, or nothing can be decided or opened now. */
  | { kind: 'notNeeded' }
  | NotPressed
  | { kind: 'linkEnded'; why: WhyEnded }
  | { kind: 'notRight'; wrong: Wrong[]; form: Form }
export type CodeAsked = { kind: 'sent'; form: Form } | { kind: 'tooMany'; form: Form } | NotAsked
export type CodeChecked = { kind: 'confirmed' } | NotAsked

/** Codes asked for one seat and review within an hour, unless the settings say otherwise. */
export const usualCodesPerHour = 5
const hourMilliseconds = 3_600_000

/**
 * Has a one-time code mailed to the address on file for the seat's holder, for this browser alone. It changes nothing else, and takes
 * the number shown typed in: scanners press buttons too.
 */
export const askCode = async (parts: ApiParts, press: CodePress & { typedNumber: string }): Promise<CodeAsked> => {
  const came = await judgeAsked(parts, press)
  const kind = came.kind === 'sent' ? 'codeAsked' : 'postRefused'
  const at = press.matter?.link ?? press.place
  await noteAccess(parts.links, press.visitor, at, kind, came.kind === 'sent' ? undefined : whyNot(came.kind))
  return came
}

/** Enters the code on the page of codes; what it opens afterwards is said by the matter, read anew. */
export const enterCode = async (parts: ApiParts, press: CodePress & { code: string }): Promise<CodeChecked> => {
  const came = await judgeEntered(parts, press)
  // Entering a code leaves its own row, right or wrong.
  if (came.kind !== 'confirmed' && came.kind !== 'notRight')
    await noteAccess(parts.links, press.visitor, press.matter?.link ?? press.place, 'postRefused', whyNot(came.kind))
  return came
}

const whyNot = (kind: string) => whyRefused[kind] ?? kind

/** The form behind a press about a code, where one can be asked for or entered. */
const pressedAt = async (
  parts: ApiParts,
  press: CodePress,
): Promise<{ matter: Matter; session: CodeSession; form: Form } | Exclude<NotAsked, { kind: 'notRight' }>> => {
  const { matter } = press
  if (matter?.link.purpose !== 'decide') return { kind: 'linkMissing' }
  if (matter.standing.kind === 'ended') return { kind: 'linkEnded', why: matter.standing.why }
  if (matter.standing.kind !== 'open' || !needsCode(matter)) return { kind: 'notNeeded' }
  const pressed = await pressedForm(parts, matter, press, press.on)
  if (pressed.kind !== 'pressed') return pressed
  const session = sessionOf(matter)
  return session ? { matter, session, form: pressed.form } : { kind: 'formMissing' }
}

const sessionOf = ({ link, browser }: Matter): CodeSession | undefined => {
  const { initiativeId, reviewId, seatId, holderId } = link
  return browser.secret === undefined ? undefined : { secret: browser.secret, initiativeId, reviewId, seatId, holderId }
}

const judgeAsked = async (parts: ApiParts, press: CodePress & { typedNumber: string }): Promise<CodeAsked> => {
  const pressed = await pressedAt(parts, press)
  if ('kind' in pressed) return pressed
  const { matter, session, form } = pressed
  const wrong = wrongNumber(form, press.typedNumber)
  if (wrong.length > 0) return { kind: 'notRight', wrong, form }
  const { codes, outbox, clock, linkLimits } = parts
  const number = await codes.ask(
    { ...session, pressId: createHash('sha256').update(`code ${form.nonce}`).digest('hex') },
    { most: linkLimits?.codesPerHour ?? usualCodesPerHour, sinceInstant: clock() - hourMilliseconds },
  )
  if (number === 'tooMany') return { kind: 'tooMany', form }
  const { initiativeId, reviewId, submissionId, seatId, holderId } = matter.link
  const about = { initiativeId, reviewId, submissionId, seatId, personId: holderId }
  await outbox.ensure([{ kind: 'oneTimeCode', ...about, number, sequence: matter.recorded.version }])
  return { kind: 'sent', form }
}

const judgeEntered = async (parts: ApiParts, press: CodePress & { code: string }): Promise<CodeChecked> => {
  const pressed = await pressedAt(parts, press)
  if ('kind' in pressed) return pressed
  const wrong = await tryCode(parts, pressed.matter, press.visitor, press.code)
  return wrong.length === 0 ? { kind: 'confirmed' } : { kind: 'notRight', wrong, form: pressed.form }
}

/**
 * What a decision at a board that wants a code lacks of it, and the matter as it is known then. A code that was typed is tried whatever
 * else is wrong on the form, so that it need not be typed again.
 */
export const checkCode = async (
  parts: ApiParts,
  matter: Matter,
  visitor: Visitor,
  typedCode: string,
): Promise<{ matter: Matter; wrong: Wrong[] }> => {
  if (!codeIsNeeded(matter)) return { matter, wrong: [] }
  const wrong = await tryCode(parts, matter, visitor, typedCode)
  return wrong.length > 0
    ? { matter, wrong }
    : { matter: { ...matter, browser: { ...matter.browser, assurance: 'B' } }, wrong }
}

/** Tries a code. What cannot be one costs no try. */
const tryCode = async (
  { codes, links }: Pick<ApiParts, 'codes' | 'links'>,
  matter: Matter,
  visitor: Visitor,
  typedCode: string,
): Promise<Wrong[]> => {
  const session = sessionOf(matter)
  const code = typedCode.replaceAll(/[\s-]/g, '')
  if (!session || (code === '' && !matter.browser.codeAsked))
    return [{ field: 'code', expected: enteredInWords({ kind: 'notAsked' }) }]
  if (!/^[0-9]{8}$/.test(code))
    return [{ field: 'code', expected: 'Type the eight figures of the code we emailed you' }]
  const came = await codes.confirm(session, code)
  const isConfirmed = came.kind === 'confirmed'
  const noted = isConfirmed ? 'codeConfirmed' : 'postRefused'
  await noteAccess(links, visitor, matter.link, noted, isConfirmed ? undefined : `the code: ${came.kind}`)
  return isConfirmed ? [] : [{ field: 'code', expected: enteredInWords(came) }]
}

const enteredInWords = (came: Exclude<CodeEntered, { kind: 'confirmed' }>): string => {
  switch (came.kind) {
    case 'wrong':
      if (came.triesLeft === 0) return enteredInWords({ kind: 'usedUp' })
      return `This code is not right: you have ${came.triesLeft} more ${came.triesLeft === 1 ? 'try' : 'tries'}`
    case 'usedUp':
      return 'This code was typed wrongly five times: ask for another'
    case 'expired':
      return 'This code no longer works: ask for another'
    case 'notSent':
      return 'The code is still on its way: wait for the email, then type it'
    case 'notAsked':
      return 'Ask for a code first: it is emailed to you'
  }
}
