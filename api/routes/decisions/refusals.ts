import { refusedAs } from '../../answers.ts'
import type { CodeAsked } from '../../decisions/code.ts'
import type { Decided } from '../../decisions/decide.ts'
import type { Disputed } from '../../decisions/dispute.ts'
import type { WhyEnded } from '../../decisions/matter.ts'
import { Problem } from '../../problems.ts'
import { presentEnded } from '../../present/ended-link.ts'
import { notPressed, notRight } from './not-recorded.ts'

/** A link that has ended, as a problem. */
export const endedAs = (why: WhyEnded) => {
  const { title, sentences } = presentEnded(why, undefined)
  return new Problem(
    410,
    why.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    `${title}. ${sentences.join(' ')}`,
  )
}

type Refused =
  | Exclude<Decided, { kind: 'recorded' } | { kind: 'alreadyRecorded' }>
  | Exclude<Disputed, { kind: 'recorded' }>
  | Exclude<CodeAsked, { kind: 'sent' }>

/** Why a press of a program was not accepted, as problem+json. */
export const refusalOf = (came: Refused): Problem => {
  switch (came.kind) {
    case 'linkEnded':
      return endedAs(came.why)
    case 'linkMissing':
    case 'foreignOrigin':
    case 'formMissing':
    case 'tooQuick':
    case 'decoyFilled':
      return notPressed({ kind: came.kind })
    case 'nothingToDispute':
      return new Problem(404, 'nothing-to-dispute', 'No decision is recorded for this seat.')
    case 'notRight':
      return notRight(came)
    case 'notNeeded':
      return new Problem(409, 'no-code-needed', 'No one-time code is needed here now.')
    case 'tooMany':
      return new Problem(429, 'too-many', 'Several codes were asked for within the hour. Use the newest, or ask later.')
    case 'anotherStands':
      return new Problem(
        409,
        'another-decision-stands',
        'The decision recorded for this seat is another one. It stands, and nothing was counted.',
      )
    case 'refused':
      return refusedAs(came.type, came.reason)
    case 'notConfirmed':
      return new Problem(503, 'not-confirmed', came.reason)
  }
}
