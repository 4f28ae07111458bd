import { stageInWords } from '../../activities/words/decisions.ts'
import { meetingInWords, missedInWords } from '../../activities/words/meetings.ts'
import type { StoredCase } from '../../machines/case-file.ts'
import { currentStage } from '../../machines/initiative/progress.ts'
import { meetingOf } from '../../machines/review-dates.ts'
import { roomToConfirm } from '../../machines/room.ts'
import { stillWaits } from './hard-dates.ts'
import { ended, lowerFirst, upperFirst } from './listing.ts'
import type { Moment } from './moment.ts'
import type { Need, NeedOf } from './needs-action.ts'
import { waitSentence, workingDaysLate, type Wait } from './waiting.ts'

/** `contactsOf`: who to ring about a wait, and when they were last written to. */
type Seen = { waiting: readonly Wait[]; moment: Moment; contactsOf: (wait: Wait) => Need['contacts'] }

/** Decisions whose papers did not reach the meeting they were meant for, and papers that came back too late for theirs. */
const missedMeetings = (state: StoredCase, { waiting, moment }: Seen, need: NeedOf): Need[] => {
  const { context } = state.initiative
  const stage = currentStage(context)
  const toMeeting = context.decisions.findLast((decision) => decision.stage === stage && decision.reviewId)
  return waiting.flatMap((wait) => {
    const review = wait.reviewId === undefined ? undefined : state.reviews[wait.reviewId]?.context
    if (wait.kind === 'member' && review && !wait.overdue && !review.meetingMoves && !roomToConfirm(review)) {
      const missed = missedInWords(review.terms, meetingOf(review))
      return missed ? [need('missedMeeting', `${ended(upperFirst(missed))} ${waitSentence(wait, moment)}`)] : []
    }
    const meeting = toMeeting?.deferredTo
    const isLate =
      wait.kind === 'changeTeam' &&
      meeting !== undefined &&
      wait.dueInstant === meeting.papersDueInstant &&
      meeting.papersDueInstant < moment.nowInstant
    if (!isLate || !toMeeting) return []
    const missed = `These papers miss the ${toMeeting.boardName} meeting of ${meetingInWords(meeting)}.`
    const daysLate = workingDaysLate(meeting.papersDueInstant, moment)
    return [need('missedMeeting', `${waitSentence(wait, moment)} ${missed}`, { daysLate })]
  })
}

/** How many working days whoever was in the chair has before somebody has to look. */
const daysToConfirm = 2

/** What was decided in the room and still counts for nothing, because nobody has confirmed it. */
const roomsNotConfirmed = (state: StoredCase, { waiting, moment, contactsOf }: Seen, need: NeedOf): Need[] =>
  waiting.flatMap((wait) => {
    const review = wait.reviewId === undefined ? undefined : state.reviews[wait.reviewId]?.context
    const room = review && roomToConfirm(review)
    if (!room || wait.sinceInstant !== room.atInstant) return []
    const daysLate = workingDaysLate(room.atInstant, moment) - daysToConfirm
    return daysLate > 0
      ? [need('notConfirmed', waitSentence(wait, moment), { daysLate, contacts: contactsOf(wait) })]
      : []
  })

const overdueConditions = (state: StoredCase, { waiting, moment, contactsOf }: Seen, need: NeedOf): Need[] =>
  waiting
    .filter(({ conditionId, overdue }) => conditionId !== undefined && overdue)
    .map((wait) => {
      const blocked = state.initiative.context.conditions.find(
        ({ conditionId }) => conditionId === wait.conditionId,
      )?.blocksStage
      const holdsUp = blocked ? ` The papers of the ${lowerFirst(stageInWords(blocked))} wait for it.` : ''
      return need('conditionOverdue', `${waitSentence(wait, moment)}${holdsUp}`, {
        contacts: contactsOf(wait),
        daysLate: wait.dueInstant === undefined ? 0 : workingDaysLate(wait.dueInstant, moment),
      })
    })

/** Parties whose more time has ended: somebody has to ask them again. */
const moreTimeOver = ({ waiting, moment }: Seen, need: NeedOf): Need[] =>
  waiting
    .filter(({ partyId, overdue }) => partyId !== undefined && overdue)
    .map((wait) =>
      need('moreTimeOver', waitSentence(wait, moment), {
        daysLate: wait.dueInstant === undefined ? 0 : workingDaysLate(wait.dueInstant, moment),
      }),
    )

/** Hard dates from their warning on, with what the initiative still waits for before it can keep them. */
const hardDates = ({ waiting, moment }: Seen, need: NeedOf): Need[] => {
  const still = stillWaits(waiting).join('; ')
  return waiting
    .filter(({ hardDateId }) => hardDateId !== undefined)
    .map((wait) => {
      const sentence = `${waitSentence(wait, moment)}${still ? ` It still waits for ${ended(still)}` : ''}`
      const daysLate = wait.dueInstant === undefined ? 0 : workingDaysLate(wait.dueInstant, moment)
      return wait.overdue ? need('hardDatePassed', sentence, { daysLate }) : need('hardDateNear', sentence)
    })
}

/** What somebody has to act on because a date has come or comes near: meetings missed or not confirmed, conditions overdue, hard dates. */
export const needsByDate = (state: StoredCase, seen: Seen, need: NeedOf): Need[] => [
  ...seen.waiting
    .filter(({ kind, reviewId, sinceInstant }) => {
      const deadlock = reviewId === undefined ? undefined : state.reviews[reviewId]?.context.deadlock
      return kind === 'pmo' && deadlock !== undefined && deadlock.sinceInstant === sinceInstant
    })
    .map((wait) =>
      need(
        'deadlock',
        `${waitSentence(wait, seen.moment)} ${wait.problems.map((each) => ended(upperFirst(each))).join(' ')}`,
      ),
    ),
  ...roomsNotConfirmed(state, seen, need),
  ...missedMeetings(state, seen, need),
  ...overdueConditions(state, seen, need),
  ...moreTimeOver(seen, need),
  ...hardDates(seen, need),
]
