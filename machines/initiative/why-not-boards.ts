import { assuranceNeeded } from '../assurance.ts'
import type { FactOf } from '../commands.ts'
import { refusal, type Refusal } from '../refusal.ts'
import { askInWords } from '../rules/choices.ts'
import { whyNotRunnable } from '../rules/index.ts'
import { names } from '../rules/rule.ts'
import { sittingIn } from '../seats.ts'
import { stageOf } from '../stages/index.ts'
import type { BoardTerms } from '../vocabulary/board.ts'
import type { GateBoard } from '../vocabulary/plan.ts'
import type { Proposal } from '../vocabulary/submission.ts'
import { whyNotThisWay } from '../ways.ts'
import { ownCasePersonIds } from './opening.ts'
import { currentStage } from './progress.ts'
import type { InitiativeContext } from './context.ts'

/** Why a board could not come to a decision on this case, once the seats of people whose own case it is stand aside; undefined when it could. */
const whyNotWithout = (initiative: InitiativeContext, terms: BoardTerms) => {
  const { seats } = terms
  const review = { terms, ownCasePersonIds: ownCasePersonIds(initiative) }
  const left = seats.filter((seat) => sittingIn(review, seat) !== undefined)
  if (left.length === seats.length) return undefined
  const aside = seats.filter((seat) => !left.includes(seat))
  const why = whyNotRunnable(terms, left)
  return why && `${names(aside)} cannot decide a case of their own, and without them ${why}`
}

/** Why a board's terms cannot open a review of what is proposed, in words; undefined when they can. */
export const whyNotTerms = (
  initiative: InitiativeContext,
  terms: BoardTerms,
  proposal: Pick<Proposal, 'money'>,
): Refusal | undefined => {
  const { name, seats, decideByInstant, reminderInstants } = terms
  const why = whyNotRunnable(terms) ?? whyNotWithout(initiative, terms)
  if (why) return refusal('BoardCannotDecide', `${name} cannot open a review yet: ${why}.`)
  if (new Set(seats.map(({ seatId }) => seatId)).size < seats.length)
    return refusal('DoubleSeat', `${name} names a seat twice.`)
  if (reminderInstants.some((reminder) => reminder >= decideByInstant))
    return refusal('ReminderTooLate', `${name} has a reminder after its decision is due.`)
  return whyNotThisWay(terms, ownCasePersonIds(initiative), proposal)
}

const otherBoards = (planned: readonly GateBoard[], asked: readonly string[]) =>
  refusal(
    'OtherBoards',
    `boards: the governance plan names ${planned.map(({ board }) => board).join(', then ')}; these papers name ${asked.join(', then ')}.`,
  )

/** Why papers may not go to these boards, in words; undefined when they may. The governance plan names who is asked what, and when. */
export const whyNotTheseBoards = (
  initiative: InitiativeContext,
  { proposal, boards, betweenGates }: FactOf<'submit'>,
): Refusal | undefined => {
  const stage = currentStage(initiative)
  if (!stage) return undefined
  const { plan } = initiative
  const planned = betweenGates ? (plan.betweenGates ?? []) : plan.gates[stage].boards
  const where = betweenGates ? 'decisions between gates' : stageOf(stage).title.toLowerCase()
  if (planned.length === 0) return refusal('NoBoards', `The governance plan ${plan.title} names no board for ${where}.`)
  const named = planned.map(({ board }) => board)
  const asked = boards.map(({ boardId }) => boardId)
  const wholeGate = proposal.ask === 'decide' && !betweenGates
  const right = wholeGate ? named.join() === asked.join() : asked.every((boardId) => named.includes(boardId))
  if (!right) return otherBoards(planned, asked)
  if (new Set(asked).size < asked.length && !wholeGate)
    return refusal('OtherBoards', 'boards: each board is asked once.')
  if (betweenGates && asked.length > 1)
    return refusal('OtherBoards', 'boards: between gates one board is asked at a time.')
  if (!betweenGates && (proposal.ask === 'rebaseline' || proposal.ask === 'agreeException'))
    return refusal('NotAtAGate', `ask: to ${askInWords[proposal.ask]} is a decision between gates.`)
  for (const [position, terms] of boards.entries()) {
    const { name, ask, together, only } = terms
    const inPlan = planned[position]
    const part = wholeGate ? (inPlan?.ask ?? ask) : ask
    if (part !== ask)
      return refusal(
        'OtherBoards',
        `boards: the governance plan asks ${name} to ${askInWords[part]}, these papers to ${askInWords[ask]}.`,
      )
    if (wholeGate && (inPlan?.together !== together || inPlan?.only !== only))
      return refusal('OtherBoards', `boards: the governance plan asks ${name} at another time, or of other members.`)
    const wantsCode = planned.filter(({ board }) => board === terms.boardId).every(({ assurance }) => assurance === 'B')
    if (wantsCode && assuranceNeeded(terms) !== 'B')
      return refusal('OtherBoards', `boards: the governance plan asks the members of ${name} for a one-time code.`)
    const why = whyNotTerms(initiative, terms, proposal)
    if (why) return why
  }
  return undefined
}

/** Why another board may not be asked about the papers already with boards, in words; undefined when it may. */
export const whyNotAddBoard = (initiative: InitiativeContext, { terms }: FactOf<'addBoard'>): Refusal | undefined => {
  const { submission } = initiative
  if (submission?.boards.some(({ boardId }) => boardId === terms.boardId))
    return refusal('AskedAlready', `terms: ${terms.name} is asked about these papers already.`)
  if (submission && submission.boards.length >= 8)
    return refusal('TooManyBoards', 'terms: at most eight boards are asked about the same papers.')
  return whyNotTerms(initiative, terms, submission?.proposal ?? {})
}
