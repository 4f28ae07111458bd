import type { StoredCase, StoredMachine } from './case-file.ts'
import { inOrderBegun } from './circulation/context.ts'
import { circulationOf } from './circulation/waiting.ts'
import type { ConsultationContext } from './consultation.ts'
import type { WaitingFor } from './deadlines.ts'
import { problemOf, type Delivery } from './delivery.ts'
import { isOpen } from './initiative/conditions.ts'
import { papersDueInstant } from './initiative/deferral.ts'
import { toReport } from './initiative/reporting-waiting.ts'
import { currentStage } from './initiative/progress.ts'
import type { InitiativeContext } from './initiative/context.ts'
import { blockingConditions, missingEvidence, unansweredPoints, withBoard } from './initiative/why-not.ts'
import { currentBallot, decidingSeats, dueInstantOf, type ReviewContext } from './review.ts'
import { toConfirm } from './room-waiting.ts'
import { withoutPosition } from './room.ts'
import { sittingIn } from './seats.ts'
import type { Seat } from './vocabulary/board.ts'
import { stageOf } from './stages/index.ts'

const inState = ({ value }: { value: unknown }, name: string) => JSON.stringify(value).includes(`"${name}"`)

const changeTeamOf = ({ changeTeam }: InitiativeContext): WaitingFor['whom'] => ({
  kind: 'changeTeam',
  title: changeTeam?.title ?? 'Change team',
  ...(changeTeam?.personId ? { personId: changeTeam.personId } : {}),
})

/** What an effect does, in words that go before "could not be carried out". */
const doings: Readonly<Record<string, string>> = {
  remindBoard: 'reminding the board by email',
  remindStakeholders: 'reminding stakeholders by email',
  remindPerson: 'sending a reminder that was asked for',
  warnOfHardDate: 'warning of a hard date by email',
  chaseCondition: 'chasing a condition by email',
  chaseChairsAction: 'asking for the report of a chair\u2019s action by email',
  escalate: 'telling the board\u2019s secretary',
}

const thePmo: WaitingFor['whom'] = { kind: 'pmo', title: 'PMO' }

/** The seats a decision is still waited for, in the board's order. One that stands aside from this case is never among them. */
export const silentSeats = (review: ReviewContext) =>
  decidingSeats(review).filter(({ seatId }) => !currentBallot(review, seatId))

const membersOf = (review: StoredMachine<ReviewContext>, deliveries: readonly Delivery[]): WaitingFor[] => {
  const { context } = review
  const due = dueInstantOf(context)
  const toDecide = (seat: Seat): WaitingFor => {
    const { seatId } = seat
    const { personId, title } = sittingIn(context, seat) ?? { personId: seat.holderId, title: seat.title }
    const delivery = deliveries.find((mail) => mail.reviewId === context.reviewId && mail.seatId === seatId)
    const problem = problemOf(delivery, title)
    return {
      whom: { kind: 'member', title, personId, seatId },
      what: `decide at ${context.terms.name}`,
      sinceInstant: context.openedInstant,
      dueInstant: due,
      overdue: inState(review, 'overdue'),
      reviewId: context.reviewId,
      ...(problem ? { problem } : {}),
    }
  }
  const confirming = toConfirm(context, deliveries)
  if (confirming) return [confirming.waiting, ...withoutPosition(context, confirming.room).map(toDecide)]
  const silent = silentSeats(context)
  if (silent.length === 0 || context.deadlock)
    return [
      {
        whom: thePmo,
        what:
          silent.length === 0
            ? `settle the decision at ${context.terms.name}: nobody is left to decide, and nothing is settled`
            : `settle the decision at ${context.terms.name}: nothing its members could still say would settle it`,
        // Until it is settled, a review's end is its last decision.
        sinceInstant: context.deadlock?.sinceInstant ?? context.endedInstant ?? context.openedInstant,
        dueInstant: due,
        overdue: inState(review, 'overdue'),
        reviewId: context.reviewId,
        ...(context.deadlock ? { problem: context.deadlock.because } : {}),
      },
    ]
  return silent.map(toDecide)
}

const counted = (number: number, what: string) => `${number} ${number === 1 ? what : `${what}s`}`

/** What a consultation waits for: its minimum period, and then somebody to close it. */
const consultationOf =
  (initiative: InitiativeContext) =>
  (consultation: StoredMachine<ConsultationContext>): WaitingFor[] => {
    const { title, openedInstant, minimumEndsInstant } = consultation.context
    if (consultation.status !== 'active') return []
    return inState(consultation, 'minimumPeriodRunning')
      ? [
          {
            whom: { kind: 'clock', title: 'Minimum period' },
            what: `run the consultation of ${title}`,
            sinceInstant: openedInstant,
            dueInstant: minimumEndsInstant,
            overdue: false,
          },
        ]
      : [
          {
            whom: changeTeamOf(initiative),
            what: `close the consultation of ${title} with what was heard`,
            sinceInstant: minimumEndsInstant,
            overdue: false,
          },
        ]
  }

const preparing = (state: StoredCase, deliveries: readonly Delivery[]): WaitingFor[] => {
  const { context } = state.initiative
  const stage = currentStage(context)
  if (!stage) return []
  const circulating = inOrderBegun(state.circulations ?? {})
    .filter((circulation) => circulation.context.stage === stage)
    .flatMap(circulationOf(changeTeamOf(context), deliveries))
  const consulting = stage === 'consultation' ? Object.values(state.consultations).flatMap(consultationOf(context)) : []
  if (consulting.length > 0) return [...circulating, ...consulting]
  const points = unansweredPoints(context)
  const missing = missingEvidence(context)
  const blocking = blockingConditions(context)
  const { title, preparing: work, whyNotSubmit } = stageOf(stage)
  // While papers are before stakeholders, everything else that could be done is to wait for them.
  if (circulating.length > 0 && points.length + missing.length + blocking.length === 0) return circulating
  const isReady = context.plan.gates[stage].evidence.length > 0 && whyNotSubmit?.(context) === undefined
  const what =
    points.length > 0
      ? `answer ${counted(points.length, 'point')} the board raised`
      : missing.length > 0
        ? `${work}: ${missing.map((item) => item.title).join(', ')} still missing`
        : blocking.length > 0
          ? `have ${counted(blocking.length, 'condition')} met before the ${title.toLowerCase()} goes to the board`
          : isReady
            ? `send the papers of the ${title.toLowerCase()} to the board`
            : work
  // A board that deferred it to a meeting waits for the papers until their cut-off.
  const dueInstant = papersDueInstant(context)
  return [
    ...circulating,
    {
      whom: changeTeamOf(context),
      what,
      sinceInstant: context.sinceInstant,
      overdue: false,
      ...(dueInstant === undefined ? {} : { dueInstant }),
    },
  ]
}

/** Begins the name of what is waited for while one party has more time. */
export const moreTimeFor = 'More time for '

/** Those a board gave more time, each for itself: until its date the clock, then whoever is to ask them again. */
const moreTime = (initiative: InitiativeContext): WaitingFor[] =>
  (initiative.extensions ?? []).map(({ boardName, partyId, title, untilInstant, ended }) => ({
    whom: ended ? changeTeamOf(initiative) : { kind: 'clock' as const, title: `${moreTimeFor}${title}` },
    what: ended
      ? `ask ${title} again: the time ${boardName} gave it is over`
      : `let ${title} decide by itself, which holds up nobody else`,
    ...(ended && untilInstant !== undefined ? { sinceInstant: untilInstant } : {}),
    ...(untilInstant === undefined ? {} : { dueInstant: untilInstant }),
    overdue: ended === true,
    partyId,
  }))

/** Conditions whose day is near or has passed. What papers wait for is said with the papers; this is said of its owner, wherever it is. */
const chasedConditions = (initiative: InitiativeContext): WaitingFor[] =>
  initiative.conditions.filter(isOpen).flatMap((condition): WaitingFor[] => {
    const { conditionId, chased, text, ownerTitle, ownerId, dueInstant, dueSoonInstant, setInstant } = condition
    if (!chased || dueInstant === undefined) return []
    return [
      {
        whom: ownerTitle
          ? { kind: 'owner', title: ownerTitle, ...(ownerId ? { personId: ownerId } : {}) }
          : changeTeamOf(initiative),
        what: `meet the condition \u201c${shortened(text)}\u201d`,
        sinceInstant: chased === 'overdue' ? dueInstant : (setInstant ?? dueSoonInstant ?? dueInstant),
        dueInstant,
        overdue: chased === 'overdue',
        conditionId,
      },
    ]
  })

/** Hard dates whose warning has come: kept only if everything else here is done by then. */
const hardDatesNear = (initiative: InitiativeContext): WaitingFor[] =>
  (initiative.hardDates ?? []).flatMap(({ dateId, title, standing, warnInstant, setInstant, atInstant }) =>
    standing === undefined
      ? []
      : [
          {
            whom: changeTeamOf(initiative),
            what: `keep the hard date \u201c${title}\u201d`,
            sinceInstant: setInstant ?? warnInstant,
            dueInstant: atInstant,
            overdue: standing === 'passed',
            hardDateId: dateId,
          },
        ],
  )

const mostCharacters = 200
const shortened = (text: string) =>
  text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters).toWellFormed().trimEnd()}\u2026`

/** What an initiative does by itself, or its people do, when no paper is with a board. */
const between = (state: StoredCase, deliveries: readonly Delivery[]): WaitingFor[] => {
  const { initiative } = state
  const { context } = initiative
  const since = { sinceInstant: context.sinceInstant, overdue: false }
  if (inState(initiative, 'stageNotReported')) return [{ whom: thePmo, what: 'say which stage it is at', ...since }]
  if (inState(initiative, 'closing'))
    return [{ whom: changeTeamOf(context), what: 'write the closure report', ...since }]
  const stage = currentStage(context)
  if (context.deferredUntilInstant !== undefined)
    return [
      {
        whom: { kind: 'clock', title: 'The date the board set' },
        what: 'come back to the board',
        ...since,
        dueInstant: context.deferredUntilInstant,
      },
    ]
  if (stage && inState(initiative, 'approved'))
    return [{ whom: changeTeamOf(context), what: stageOf(stage).stillToDo?.(context) ?? 'finish this stage', ...since }]
  return preparing(state, deliveries)
}

/** The longest asked first. A stored state does not keep the order its reviews were opened in. */
const byOpening = ({ context: a }: StoredMachine<ReviewContext>, { context: b }: StoredMachine<ReviewContext>) =>
  a.openedInstant - b.openedInstant || (a.reviewId < b.reviewId ? -1 : 1)

/**
 * Whom an initiative waits for, for what, since when and until when: the one answer that feeds pages, reminders, reports and the PMO's
 * list. Empty only once it is closed. `deliveries` adds what the outbox knows of a mail that cannot arrive.
 */
export const waitingFor = (state: StoredCase, deliveries: readonly Delivery[]): WaitingFor[] => {
  const { initiative, reviews } = state
  const { context } = initiative
  if (initiative.status !== 'active') return []
  const failed = context.failedEffects.map(({ effect, reason, atInstant, reviewId, circulationId }): WaitingFor => ({
    whom: thePmo,
    what: `put right: ${doings[effect] ?? 'a task'} could not be carried out`,
    sinceInstant: atInstant,
    overdue: true,
    problem: reason,
    ...(reviewId ? { reviewId } : {}),
    ...(circulationId ? { circulationId } : {}),
  }))
  if (context.hold)
    return [
      {
        whom: { kind: 'sponsor', title: context.sro?.title ?? 'Senior responsible owner' },
        what: `resume it: on hold because ${context.hold.reason}`,
        sinceInstant: context.hold.sinceInstant,
        overdue: context.hold.reviewPassedInstant !== undefined,
        ...(context.hold.reviewOnInstant ? { dueInstant: context.hold.reviewOnInstant } : {}),
      },
      ...failed,
      ...chasedConditions(context),
      ...toReport(context),
      ...hardDatesNear(context),
    ]
  const outside: WaitingFor[] =
    context.waitsFor && context.submissionCount === 0
      ? [
          {
            whom: { kind: 'outside', title: context.waitsFor.whom },
            what: context.waitsFor.what,
            overdue: false,
            ...(context.waitsFor.since?.precision === 'said' ? { sinceSaid: context.waitsFor.since.said } : {}),
          },
        ]
      : []
  const atBoards = Object.values(reviews)
    .filter(({ status }) => status === 'active')
    .sort(byOpening)
    .flatMap((review) => membersOf(review, deliveries))
  // A decision between gates is waited for beside what the stage itself waits for.
  const here = withBoard(initiative) ? [] : between(state, deliveries)
  return [
    ...failed,
    ...outside,
    ...atBoards,
    ...here,
    ...moreTime(context),
    ...chasedConditions(context),
    ...toReport(context),
    ...hardDatesNear(context),
  ]
}
