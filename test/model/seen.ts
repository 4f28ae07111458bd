import { deadlinesOf, type StoredCase } from '../../machines/case-file.ts'
import { standing, type ReviewContext } from '../../machines/review.ts'
import { roomToConfirm, wouldFollow } from '../../machines/room.ts'
import { sittingIn } from '../../machines/seats.ts'
import { silentSeats, waitingFor } from '../../machines/waiting-for.ts'
import type { Batch } from './batch.ts'
import type { Board } from './board.ts'
import { order, type Initiative } from './initiative.ts'
import { matterOf } from './matters.ts'

// The model's and the product's account of the same initiative, in the same words, to be compared.

const isIn = (value: unknown, name: string) => JSON.stringify(value).includes(`"${name}"`)

type Opened = { openedInstant: number; reviewId: string }

/** What was asked first stands first, whatever order a state was stored in. */
const inOrder = (a: Opened, b: Opened) => a.openedInstant - b.openedInstant || a.reviewId.localeCompare(b.reviewId)

/** Who sits in each seat, and who decided for it last. */
const seatsOf = (review: ReviewContext) =>
  review.terms.seats.map((seat) => {
    const sits = sittingIn(review, seat)
    const decided = review.ballots[seat.seatId]?.at(-1)
    return seatInWords(
      sits && { personId: sits.personId, forHolder: sits.forHolderId },
      decided && { by: decided.holderId, forHolder: decided.forHolderId, number: decided.number },
    )
  })

const seatInWords = (
  sits: { personId: string; forHolder?: string | undefined } | undefined,
  decided: { by: string; forHolder?: string | undefined; number: number } | undefined,
) => [sits?.personId, sits?.forHolder, decided?.number, decided?.by, decided?.forHolder].join(' ')

/** What a board came to, and what of it was said in the room. */
const outcomeInWords = (ended?: { outcome: string; room?: { version: number; wording?: string } }) =>
  [ended?.outcome, ended?.room?.version, ended?.room?.wording].join(' ')

/** What the chair is told would follow. */
const followsIn = (review: ReviewContext) => {
  const room = roomToConfirm(review)
  return room && wouldFollow(review, room).outcome
}

const roomInWords = (chairSeatId: string, answer: 'confirmed' | 'refused' | undefined) =>
  `${answer ?? 'not answered'} by ${chairSeatId}`

/** What the product says of an initiative. */
export const seenOf = (state: StoredCase) => {
  const { initiative, reviews, consultations, rollOuts, circulations = {} } = state
  const { context, value, status } = initiative
  const open = Object.values(reviews)
    .filter((review) => review.status === 'active')
    .toSorted(({ context: a }, { context: b }) => inOrder(a, b))
  const isClosed = status === 'done'
  return {
    isClosed,
    closedAs: isClosed ? context.closure?.outcome : undefined,
    isHeld: !isClosed && isIn(value, 'onHold'),
    /** A held initiative's own machine does not say what it was doing. */
    place:
      isClosed || isIn(value, 'onHold')
        ? undefined
        : ['stageNotReported', 'preparing', 'withBoard', 'deferred', 'approved', 'closing'].find((each) =>
            isIn(value, each),
          ),
    standings: order.map((stage) => context.stages[stage].standing),
    outcomeCount: context.decisions.length + (context.inAuditOnly?.decisions ?? 0),
    /** What a board decided between gates may leave the state. */
    lastOutcome: outcomeInWords(context.decisions.findLast(({ reviewId }) => reviewId?.startsWith('s'))),
    open: open.map(({ context: review, value: at }) => ({
      reviewId: review.reviewId,
      silent: silentSeats(review).map(({ seatId }) => seatId),
      seats: seatsOf(review),
      isSettled: standing(review).outcome !== undefined,
      isDeadlocked: review.deadlock !== undefined,
      isLate: isIn(at, 'overdue'),
      wouldFollow: followsIn(review),
      rooms: (review.rooms ?? []).map(({ chairSeatId, confirmed, refused }) =>
        roomInWords(chairSeatId, confirmed ? 'confirmed' : refused && 'refused'),
      ),
    })),
    deadlines: deadlinesOf(state)
      .map(({ atInstant }) => atInstant)
      .toSorted((a, b) => a - b),
    unanswered: context.points.filter(
      ({ stage, answer }) => answer === undefined && context.stages[stage].standing === 'current',
    ).length,
    openConditions: isClosed
      ? []
      : context.conditions
          .filter(({ discharged, superseded }) => !discharged && !superseded)
          .map(({ conditionId }) => conditionId),
    batches: Object.entries(circulations).map(([id, { value: at }]) =>
      [id, ...['inTime', 'late', 'answersOwed', 'closed'].filter((name) => isIn(at, name))].join(' '),
    ),
    cohorts: Object.entries(consultations).map(([id, { value: at }]) => `${id} ${String(at)}`),
    tranches: Object.entries(rollOuts).map(([id, { value: at }]) => `${id} ${String(at)}`),
    waits: waitingFor(state, []).map(({ whom, what, sinceInstant, dueInstant, overdue }) => [
      [whom.kind, whom.seatId, whom.personId].filter((each) => each !== undefined).join(' '),
      matterOf(what),
      sinceInstant,
      dueInstant,
      overdue,
    ]),
  }
}
export type Seen = ReturnType<typeof seenOf>

type Wait = Seen['waits'][number]

/** Each stakeholder who is silent, then the answers the change team owes, then somebody to close it. */
const batchWaits = (batch: Batch): Wait[] => {
  const { isClosed, isLate, commentsDue, answersDue, openedInstant, unanswered, silent, lastHeardInstant } = batch
  const [oldest] = unanswered
  const asked = isClosed ? [] : silent
  return [
    ...asked.map((personId): Wait => [`stakeholder ${personId}`, 'comment', openedInstant, commentsDue, isLate]),
    ...(oldest
      ? [['changeTeam', 'answer comments', oldest.atInstant, answersDue, batch.areAnswersLate] satisfies Wait]
      : []),
    ...(!isClosed && (isLate || silent.length === 0)
      ? [['changeTeam', 'close the batch', isLate ? commentsDue : lastHeardInstant, undefined, isLate] satisfies Wait]
      : []),
  ]
}

const stageWaits = (model: Initiative): Wait[] => {
  const batches = model.beforeStakeholders.flatMap(batchWaits)
  const others = preparingWaits(model)
  // While papers are before stakeholders, nothing else is waited for but what the next papers lack, and consultations.
  const isWaitedFor = ([, matter]: Wait) => matter !== 'send' && matter !== 'prepare'
  return [...batches, ...(batches.length > 0 ? others.filter(isWaitedFor) : others)]
}

const preparingWaits = (model: Initiative): Wait[] => {
  const { stage, sinceInstant, unanswered, missing, blocking, cohorts, tranches } = model
  if (!stage) return []
  const team = (matter: string): Wait => ['changeTeam', matter, sinceInstant, undefined, false]
  const running = [...cohorts.values()].filter(({ isClosed }) => !isClosed)
  if (stage === 'consultation' && running.length > 0)
    return running.map(({ isServed, openedInstant, endsInstant }): Wait =>
      isServed
        ? ['changeTeam', 'close the consultation', endsInstant, undefined, false]
        : ['clock', 'consult', openedInstant, endsInstant, false],
    )
  if (unanswered.length > 0) return [team(`answer ${unanswered.length}`)]
  if (missing.length > 0) return [team('papers')]
  if (blocking.length > 0) return [team(`conditions ${blocking.length}`)]
  // Where a gate asks for no papers of its own, nobody but the team knows when it is ready.
  const asksForPapers = model.gate(stage).evidence.length > 0
  const hasWhatItRollsOut = stage !== 'goLive' || tranches.size > 0
  return [team(asksForPapers && hasWhatItRollsOut ? 'send' : 'prepare')]
}

const waitsOf = (model: Initiative): Wait[] => {
  const { place, hold, extensions } = model
  if (place === 'closed') return []
  if (hold) return [['sponsor', 'resume', hold.sinceInstant, hold.reviewOnInstant, hold.isLate], ...datesNear(model)]
  return [
    ...model.open.toSorted(inOrder).flatMap(boardWaits),
    ...waitsHere(model),
    ...extensions.map(({ untilInstant, isOver }): Wait =>
      isOver
        ? ['changeTeam', 'ask again', untilInstant, untilInstant, true]
        : ['clock', 'let it decide', undefined, untilInstant, false],
    ),
    ...datesNear(model),
  ]
}

/** Conditions and hard dates whose day is near, or over: waited for wherever the initiative is. */
const datesNear = ({ conditions, hardDates, reports }: Initiative): Wait[] => [
  ...conditions.flatMap(
    ({ isOpen, chased, ownerId, dueInstant = 0, dueSoonInstant = dueInstant, setInstant }): Wait[] =>
      isOpen && chased !== 'no'
        ? [
            [
              ownerId === undefined ? 'changeTeam' : `owner ${ownerId}`,
              'condition',
              chased === 'overdue' ? dueInstant : Math.max(dueSoonInstant, setInstant),
              dueInstant,
              chased === 'overdue',
            ],
          ]
        : [],
  ),
  ...reports
    .filter(({ isReported }) => !isReported)
    .map(({ takenInstant, meetingEndsInstant, isOverdue }): Wait =>
      meetingEndsInstant === undefined
        ? ['pmo', 'have it told', takenInstant, undefined, false]
        : ['secretary', 'tell the board', takenInstant, meetingEndsInstant, isOverdue],
    ),
  ...[...hardDates.values()].flatMap(({ standing, nearSince, dayInstant }): Wait[] =>
    standing === 'stands' ? [] : [['changeTeam', 'hard date', nearSince, dayInstant, standing === 'passed']],
  ),
]

const waitsHere = (model: Initiative): Wait[] => {
  const { place, sinceInstant, tranches } = model
  switch (place) {
    case 'stageNotReported':
      return [['pmo', 'say the stage', sinceInstant, undefined, false]]
    case 'closing':
      return [['changeTeam', 'report', sinceInstant, undefined, false]]
    case 'deferred':
      return [['clock', 'come back', sinceInstant, model.deferredUntilInstant, false]]
    case 'rollingOut': {
      const left = [...tranches.values()].filter((tranche) => tranche !== 'live').length
      return [['changeTeam', `go live ${left} of ${tranches.size}`, sinceInstant, undefined, false]]
    }
    case 'closed':
      return []
    case 'preparing':
      return stageWaits(model)
    case 'withBoard':
      return []
  }
}

const memberIn = ({ seating }: Board, seatId: string) => `member ${seatId} ${seating.in(seatId)?.personId}`

const boardWaits = (board: Board): Wait[] => {
  const { silent, openedInstant, dueInstant, isLate, isDeadlocked, deadlockedInstant, lastVoteInstant } = board
  const { toConfirm, unheard } = board.minutes
  const toDecide = (seatId: string): Wait => [memberIn(board, seatId), 'decide', openedInstant, dueInstant, isLate]
  // The chair's answer comes first, and may settle what nobody's vote would.
  if (toConfirm) {
    const { chairSeatId, written } = toConfirm
    const chair: Wait = [memberIn(board, chairSeatId), 'confirm', written.atInstant, undefined, false]
    return [chair, ...unheard.map(toDecide)]
  }
  return silent.length === 0 || isDeadlocked
    ? [['pmo', 'settle', deadlockedInstant ?? lastVoteInstant ?? openedInstant, dueInstant, isLate]]
    : silent.map(toDecide)
}

/** What the model says of it. */
export const expectedOf = (model: Initiative): Seen => {
  const { place, hold, open, cohorts, tranches, outcomes } = model
  const isClosed = place === 'closed'
  return {
    isClosed,
    closedAs: model.closedAs,
    isHeld: !isClosed && hold !== undefined,
    place: isClosed || hold ? undefined : place === 'rollingOut' ? 'approved' : place,
    standings: order.map((stage) => model.standings[stage]),
    outcomeCount: outcomes.length,
    lastOutcome: outcomeInWords(outcomes.findLast(({ reviewId }) => reviewId.startsWith('s'))),
    open: open.toSorted(inOrder).map((board) => ({
      reviewId: board.reviewId,
      silent: board.silent,
      seats: board.terms.seats.map(({ seatId }) => {
        const versions = board.ballots.get(seatId)
        const decided = versions?.at(-1)
        return seatInWords(board.seating.in(seatId), decided && { ...decided, number: versions?.length ?? 0 })
      }),
      isSettled: false,
      isDeadlocked: board.isDeadlocked,
      isLate: board.isLate && !hold,
      wouldFollow: board.minutes.wouldFollow,
      rooms: board.minutes.recorded.map(({ chairSeatId, answer }) => roomInWords(chairSeatId, answer)),
    })),
    deadlines: model.deadlines().map(({ atInstant }) => atInstant),
    unanswered: model.unanswered.length,
    openConditions: isClosed
      ? []
      : model.conditions.filter(({ isOpen }) => isOpen).map(({ conditionId }) => conditionId),
    batches: [...model.batches.values()].map(
      ({ id, isDone, isClosed: isShut, isLate }) =>
        `${id} ${isDone ? 'closed' : isShut ? 'answersOwed' : isLate ? 'late' : 'inTime'}`,
    ),
    cohorts: [...cohorts].map(
      ([id, { isServed, isClosed: isOver }]) =>
        `${id} ${isOver ? 'closed' : isServed ? 'minimumPeriodServed' : 'minimumPeriodRunning'}`,
    ),
    tranches: [...tranches].map(([id, at]) => `${id} ${at}`),
    waits: waitsOf(model),
  }
}
