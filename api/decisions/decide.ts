import { isDeepStrictEqual } from 'node:util'
import type { RecordedInitiative } from '../../activities/ports.ts'
import { currentBallot, type Ballot } from '../../machines/review.ts'
import { asWhom } from '../../machines/seats.ts'
import type { Actor } from '../../machines/vocabulary/people.ts'
import { decisionUpdateId } from '../../workflows/ids.ts'
import type { ConditionWritten } from '../../machines/vocabulary/submission.ts'
import type { ApiParts } from '../parts.ts'
import { noteAccess, whyRefused, type Place, type Visitor } from './access.ts'
import { checkCode } from './code.ts'
import { conditionsWorkedOut } from './conditions.ts'
import type { Matter, WhyEnded } from './matter.ts'
import { pressedForm, type FormPress, type NotPressed } from './pressed-form.ts'
import type { Form } from './sealed-form.ts'
import { readDecision, type Typed, type Vote, type Wrong } from './typed.ts'

/** One press of "Record my decision", as it reached us. */
export type Press = FormPress & {
  /** What the token stands for; absent when the cookie or the token is missing or stands for something else. */
  matter: Matter | undefined
  /** Where the press was sent to, for the access row of one without a link. */
  place?: Place
  visitor: Visitor
  typed: Typed
}

/** What came of a press. Only `recorded` and `alreadyRecorded` may be shown as recorded, and only `recorded` counted just now. */
export type Decided =
  | { kind: 'recorded'; ballot: Ballot }
  | { kind: 'alreadyRecorded'; ballot: Ballot }
  /** The seat's recorded decision is another one: that decision is shown and nothing was counted. */
  | { kind: 'anotherStands'; ballot: Ballot | undefined }
  | { kind: 'linkMissing' }
  | NotPressed
  | { kind: 'linkEnded'; why: WhyEnded }
  | { kind: 'notRight'; wrong: Wrong[]; tooLong: boolean; form: Form }
  | { kind: 'refused'; type: string; reason: string }
  /** It may or may not have been kept: the same press, sent again, shows which. */
  | { kind: 'notConfirmed'; reason: string }

/**
 * The one way a member's decision is made, for pages and programs alike. Each check stands before what it protects: whose link
 * this is, that a page of ours sent it, that the form is the one we showed on this link, that a person took the time to read it,
 * that a person chose and typed. Then the initiative's own record decides whether it counts.
 */
export const decide = async (parts: ApiParts, press: Press): Promise<Decided> => {
  const decided = await judge(parts, press)
  const isKept = ['recorded', 'alreadyRecorded', 'notConfirmed'].includes(decided.kind)
  const reason = 'type' in decided ? decided.type : (whyRefused[decided.kind] ?? decided.kind)
  await noteAccess(
    parts.links,
    press.visitor,
    press.matter?.link ?? press.place,
    isKept ? 'posted' : 'postRefused',
    reason,
  )
  return decided
}

const judge = async (parts: ApiParts, press: Press): Promise<Decided> => {
  const { matter, typed } = press
  if (matter?.link.purpose !== 'decide') return { kind: 'linkMissing' }
  if (matter.standing.kind === 'ended') return { kind: 'linkEnded', why: matter.standing.why }
  const pressed = await pressedForm(parts, matter, press, 'decide')
  if (pressed.kind !== 'pressed') return pressed
  const { form } = pressed
  const checked = await checkCode(parts, matter, press.visitor, typed.code)
  const read = readDecision(matter, parts, form, typed)
  if ('wrong' in read || checked.wrong.length > 0) {
    const { wrong, tooLong } = 'wrong' in read ? read : { wrong: [], tooLong: false }
    return { kind: 'notRight', wrong: [...wrong, ...checked.wrong], tooLong, form }
  }
  const conditions = await conditionsWorkedOut(read.vote.conditions, matter, parts)
  return cast(parts, checked.matter, { ...read.vote, conditions }, form)
}

/** Who acts when a link is used: whoever sits in the seat, known by the link and a typed answer, or by a code besides. */
export const memberOf = ({ link, seat, review, browser }: Matter): Actor => ({
  kind: 'member',
  role: seat ? asWhom(review.context, seat, link.holderId) : link.seatId,
  personId: link.holderId,
  channel: 'emailLink',
  assurance: browser.assurance,
  tokenId: link.tokenId,
})

const cast = async (parts: ApiParts, matter: Matter, vote: Vote, form: Form): Promise<Decided> => {
  const { initiativeId } = matter.link
  const updateId = decisionUpdateId(vote.reviewId, vote.seatId, form.nonce)
  if (isOver(matter.recorded)) return asRecorded(matter.recorded, vote, updateId)
  const asked = await parts.cases.castVote(initiativeId, vote, memberOf(matter), form.nonce)
  switch (asked.kind) {
    case 'recorded':
    case 'alreadyRecorded': {
      // Temporal answers a repeated press with its first result, whatever the second one chose or was decided since: the ballot tells.
      const { ballot } = asked
      const isOvertaken = (ballot?.number ?? 0) < (matter.ballot?.number ?? 0)
      return ballot && isSame(ballot, vote) && !isOvertaken
        ? { kind: asked.kind, ballot }
        : { kind: 'anotherStands', ballot: isOvertaken ? matter.ballot : ballot }
    }
    case 'notConfirmed':
      return asked
    case 'refused':
    case 'unknownInitiative':
    case 'keyReused': {
      // A closed initiative's workflow answers no more, and a refusal may be of a press that counted: the record knows.
      const now = await parts.initiatives.find(initiativeId)
      if (now && isOver(now)) return asRecorded(now, vote, updateId)
      if (asked.kind === 'refused')
        return asked.type === 'RecordBehind' ? { kind: 'notConfirmed', reason: asked.reason } : asked
      return asked.kind === 'keyReused'
        ? { kind: 'anotherStands', ballot: now && ballotsOf(now, vote).at(-1) }
        : { kind: 'notConfirmed', reason: 'The record did not answer.' }
    }
  }
}

const isOver = ({ state }: RecordedInitiative) => state.initiative.status !== 'active'

const ballotsOf = ({ state }: RecordedInitiative, { reviewId, seatId }: Vote): Ballot[] =>
  state.reviews[reviewId]?.context.ballots[seatId] ?? []

/** After the initiative has closed: a repeat of the seat's own decision is shown to it again, anything else comes too late. */
const asRecorded = (recorded: RecordedInitiative, vote: Vote, updateId: string): Decided => {
  const pressed = ballotsOf(recorded, vote).find((ballot) => ballot.updateId === updateId)
  const review = recorded.state.reviews[vote.reviewId]
  const ballot = pressed ?? (review && currentBallot(review.context, vote.seatId))
  if (ballot && isSame(ballot, vote)) return { kind: 'alreadyRecorded', ballot }
  return { kind: 'refused', type: 'Closed', reason: 'This initiative is closed, so nothing more can be decided in it.' }
}

/** What its author wrote and named; the moments and the person were worked out when it was first sent. */
const wordsOfCondition = ({ text, ownerTitle, dueOn, blocksStage, mayDischarge }: ConditionWritten) => ({
  text,
  ownerTitle,
  dueOn,
  blocksStage,
  mayDischarge,
})

/** Whether a recorded decision says what this press says: the choice and every word that goes with it. */
const isSame = (ballot: Ballot, vote: Vote): boolean => isDeepStrictEqual(wordsOf(ballot), wordsOf(vote))

const wordsOf = ({ choice, reason, points, conditions, deferUntilDay, toMeeting }: Ballot | Vote): unknown =>
  JSON.parse(
    JSON.stringify({ choice, reason, points, conditions: conditions.map(wordsOfCondition), deferUntilDay, toMeeting }),
  )
