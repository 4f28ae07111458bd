import { whyRefused } from '../../decisions/access.ts'
import { Problem } from '../../problems.ts'

/** Ways in which a press was not one of a person on our own page. */
export type NotPressed = { kind: 'linkMissing' | 'foreignOrigin' | 'formMissing' | 'tooQuick' | 'decoyFilled' }

/** Why a press was not accepted as one, as problem+json. */
export const notPressed = ({ kind }: NotPressed): Problem =>
  kind === 'tooQuick' || kind === 'decoyFilled'
    ? new Problem(422, 'not-recorded', `Not recorded: ${whyRefused[kind]}.`)
    : new Problem(403, 'not-recorded', `Not recorded: ${whyRefused[kind]}. Read the form again with this link.`)

type NotRight = { wrong: readonly { field: string; expected: string }[]; tooLong?: boolean }

/** What of a press was not as expected, by field, as problem+json. */
export const notRight = ({ wrong, tooLong = false }: NotRight): Problem =>
  new Problem(
    tooLong ? 400 : 422,
    'wrong-fields',
    `Not recorded. ${wrong.map(({ expected }) => expected).join('; ')}.`,
    wrong.map(({ field, expected }) => ({ in: 'body' as const, field, expected })),
  )
