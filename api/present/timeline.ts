import { basisInWords } from '../../activities/words/hard-dates.ts'
import { dateInWords, dayInWords, reportedDateInWords } from '../../activities/words/dates.ts'
import { asWhom } from '../../machines/seats.ts'
import { decidedInWords, stageInWords } from '../../activities/words/decisions.ts'
import { meetingInWords } from '../../activities/words/meetings.ts'
import { boardInWords } from '../../activities/words/ways.ts'
import type { AuditEntry } from '../../machines/audit-entry.ts'
import type { StoredCase } from '../../machines/case-file.ts'
import { stakeholderInWords } from '../../machines/circulation/why-not.ts'
import { chairsActionIn } from '../../machines/initiative/chairs-actions.ts'
import { chaseIn } from '../../machines/initiative/conditions.ts'
import { extensionIn } from '../../machines/initiative/extensions.ts'
import { hardDateIn } from '../../machines/initiative/hard-dates.ts'
import { reminderIdIn } from '../../machines/initiative/reminders.ts'
import type { Actor } from '../../machines/vocabulary/people.ts'
import { effectInWords } from './effects.ts'
import { counted, listed, upperFirst } from './listing.ts'
import type { Moment } from './moment.ts'
import { ragWord } from './ratings.ts'
import { roomTold } from './room-told.ts'

/** What happened, in a heading and, where there are any, the words somebody wrote. */
type Told = { what: string; words?: string }

const channels: Record<Actor['channel'], string> = {
  api: 'through the API',
  page: 'on a page',
  emailLink: 'by a link in an email',
  import: 'by import',
  clock: 'by the clock',
  system: 'by Gatehouse itself',
}

/** "Change team, through the API", "by the clock" */
const whoInWords = (by: Actor, { people }: Pick<Moment, 'people'>): string => {
  const name = by.personId ? people.get(by.personId)?.name : undefined
  // Whose decision it is stands in the heading already.
  if (by.kind === 'clock' || by.kind === 'system' || by.kind === 'member' || by.kind === 'stakeholder')
    return channels[by.channel]
  return `${upperFirst(name ?? by.role)}, ${channels[by.channel]}`
}

const deadlineInWords = (name: string, machine: string): string => {
  if (machine === 'circulation' && name === 'comments')
    return 'Comments on circulated papers became overdue; they stay welcome'
  if (machine === 'circulation' && name === 'answers') return 'The date came by which comments were to be answered'
  if (machine === 'circulation') return 'Stakeholders who had not answered were due a reminder'
  if (machine === 'consultation') return 'The minimum period of a consultation ended'
  if (name === 'decision') return 'The decision became overdue; it stays open'
  if (name.startsWith('reminder')) return 'Members who had not decided were due a reminder'
  if (name === 'holdReview') return 'The day came to look at the hold again'
  const hard = hardDateIn(name)
  if (hard) return hard.standing === 'warned' ? 'A hard date came near' : 'The day of a hard date came'
  const chase = chaseIn(name)
  if (chase) return chase.when === 'overdue' ? 'A condition became overdue; it stays open' : 'A condition is due soon'
  if (chairsActionIn(name) !== undefined) return 'The meeting was over that a chair’s action was to be reported to'
  const extension = extensionIn(name)
  if (extension?.when === 'ending') return 'The more time that a board gave one party is nearly over'
  if (extension) return 'The more time that a board gave one party ended'
  return name === 'deferral' ? 'The date the board set came' : 'A date came'
}

const told = (event: AuditEntry['event'], state: StoredCase): Told => {
  const seatTitle = (reviewId: string, seatId: string) =>
    state.reviews[reviewId]?.context.terms.seats.find((seat) => seat.seatId === seatId)?.title ?? 'A member'
  const tranche = (id: string) => state.rollOuts[id]?.context.title ?? id
  const circulation = (id: string) => state.circulations?.[id]?.context
  const batch = (id: string) => {
    const found = circulation(id)
    return found ? `batch ${found.number} (${found.title})` : id
  }
  const stakeholder = (id: string, personId: string) => {
    const found = circulation(id)
    return found ? stakeholderInWords(found, personId) : 'A stakeholder'
  }
  switch (event.type) {
    case 'created':
      return { what: 'The record began', ...(event.entry.note ? { words: event.entry.note } : {}) }
    case 'stageStated':
      return { what: `Said to be at ${stageInWords(event.stage).toLowerCase()}` }
    case 'evidenceProvided':
      return { what: `Paper added: ${event.paper.title}, version ${event.paper.version}` }
    case 'pointAnswered':
      return { what: 'A point the board raised was answered', words: event.answer }
    case 'submitted':
      return {
        what: `Papers sent to ${listed(event.boards.map(({ name, way }) => boardInWords(name, way)))}${event.betweenGates ? ', between gates' : ''}`,
        words: event.proposal.asks,
      }
    case 'submissionWithdrawn':
      return { what: 'Papers withdrawn', words: event.reason }
    case 'boardAdded':
      return {
        what: `${boardInWords(event.terms.name, event.terms.way)} is asked about the same papers`,
        words: event.reason,
      }
    case 'boardMerged':
      return {
        what: `The decision goes on at ${event.terms.name}, which the board was merged into`,
        words: event.reason,
      }
    case 'meetingMoved': {
      const board = state.reviews[event.reviewId]?.context.terms.name ?? 'board\u2019s'
      return { what: `Moved to the ${board} meeting of ${meetingInWords(event.meeting)}`, words: event.reason }
    }
    case 'seatMoved': {
      const seat = seatTitle(event.reviewId, event.seatId)
      return {
        what:
          event.as === 'holder'
            ? `${seat}: held by somebody else from now on`
            : `${seat}: ${event.title ?? 'a deputy'} decides in their place`,
        words: event.reason,
      }
    }
    case 'voteCast': {
      const review = state.reviews[event.reviewId]?.context
      const ask = !review || review.proposal.ask === 'decide' ? (review?.terms.ask ?? 'decide') : review.proposal.ask
      const changed = event.decisionNumber > 0 ? ' (a change of an earlier decision)' : ''
      const seat = review?.terms.seats.find(({ seatId }) => seatId === event.seatId)
      const who = review && seat ? asWhom(review, seat, event.holderId) : 'A member'
      const what = `${who}: ${decidedInWords(event.choice, ask)}${changed}`
      const words = [event.reason, ...event.points, ...event.conditions.map(({ text }) => text)].filter(Boolean)
      return { what, ...(words.length > 0 ? { words: words.join('\n') } : {}) }
    }
    case 'roomRecorded':
    case 'roomConfirmed':
    case 'roomRefused':
      return roomTold(event, state)
    case 'chairsActionReported': {
      const decision = state.initiative.context.decisions.find(({ reviewId }) => reviewId === event.reviewId)
      return {
        what: `The chair’s action was reported to ${decision?.boardName ?? 'the board'} on ${dayInWords(event.meetingDay)}, recorded by ${event.recordedBy}`,
        words: event.note,
      }
    }
    case 'decisionDisputed':
      return {
        what: `${seatTitle(event.reviewId, event.seatId)}: “this was not me”, about decision ${event.decisionNumber}`,
        words: event.statement,
      }
    case 'papersCirculated':
      return {
        what: `Papers circulated for comment by ${dateInWords(event.commentByInstant)}: ${batch(event.circulationId)}, to ${listed(event.stakeholders.map(({ title, organisation }) => `${title} (${organisation})`))}`,
        words: event.asks,
      }
    case 'commentMade':
      return {
        what: `${stakeholder(event.circulationId, event.stakeholderId)} commented on ${batch(event.circulationId)}${event.where ? `, ${event.where}` : ''}`,
        words: event.text,
      }
    case 'noCommentMade':
      return {
        what: `${stakeholder(event.circulationId, event.stakeholderId)}: no comment on ${batch(event.circulationId)}`,
      }
    case 'commentAnswered':
      return {
        what: `Comment ${event.commentNumber} on ${batch(event.circulationId)} was answered: ${event.outcome === 'changed' ? 'the papers change' : 'the papers stay as they are'}`,
        words: event.answer,
      }
    case 'circulationClosed':
      return {
        what: `Circulation closed: ${batch(event.circulationId)}`,
        ...(event.reason ? { words: event.reason } : {}),
      }
    case 'consultationOpened':
      return {
        what: `Consultation opened: ${event.title}`,
        words: `Minimum period until ${dateInWords(event.minimumEndsInstant)}`,
      }
    case 'consultationClosed':
      return {
        what: `Consultation closed: ${state.consultations[event.cohortId]?.context.title ?? event.cohortId}`,
        words: event.summary,
      }
    case 'tranchePlanned': {
      const planned = event.plannedFor ? `, ${reportedDateInWords(event.plannedFor)}` : ''
      return { what: `Roll-out tranche planned: ${event.title}${planned}` }
    }
    case 'tranchePostponed':
      return {
        what: `${tranche(event.trancheId)} moved to ${reportedDateInWords(event.plannedFor)}`,
        words: event.reason,
      }
    case 'readinessConfirmed':
      return { what: `${tranche(event.trancheId)}: readiness confirmed`, words: event.statement }
    case 'trancheWentLive':
      return {
        what: `${tranche(event.trancheId)} is live${event.kind === 'interim' ? ' in the interim' : ''}`,
        ...(event.note ? { words: event.note } : {}),
      }
    case 'stageNotRequired':
      return { what: `${stageInWords(event.stage)}: not required`, words: event.reason }
    case 'held': {
      const review = event.reviewOnInstant ? `, to be looked at again ${dayInWords(event.reviewOnInstant)}` : ''
      return { what: `Put on hold${review}`, words: event.reason }
    }
    case 'resumed':
      return { what: 'Resumed', ...(event.note ? { words: event.note } : {}) }
    case 'conditionDischarged':
      return {
        what: `Condition met, accepted by ${event.acceptedBy}`,
        words: `${event.evidence}${event.paper ? `\n${event.paper.title}, version ${event.paper.version}` : ''}`,
      }
    case 'hardDateSet':
      return { what: `Hard date set: ${dayInWords(event.onDay)}, ${basisInWords[event.basis]}`, words: event.title }
    case 'hardDateDropped':
      return { what: 'A hard date was taken away', words: event.reason }
    case 'ratingRecorded':
      return { what: `Rated ${ragWord(event.rag).toLowerCase()} (${event.kind})` }
    case 'planChanged':
      return {
        what: `Governance plan changed to ${event.plan.title}, version ${event.plan.version}`,
        words: event.reason,
      }
    case 'closureReported':
      return { what: 'Closed with a report', words: event.report }
    case 'closedEarly':
      return { what: 'Closed early', words: `${event.reason}\n${event.report}` }
    case 'withdrawn':
      return { what: 'Withdrawn', words: event.reason }
    case 'deadlinePassed': {
      const reminderId = event.of.machine === 'initiative' ? reminderIdIn(event.name) : undefined
      const chase = event.of.machine === 'initiative' ? chaseIn(event.name) : undefined
      const condition = state.initiative.context.conditions.find((each) => each.conditionId === chase?.conditionId)
      const hard = event.of.machine === 'initiative' ? hardDateIn(event.name) : undefined
      const date = state.initiative.context.hardDates?.find((each) => each.dateId === hard?.dateId)
      if (date) return { what: deadlineInWords(event.name, event.of.machine), words: date.title }
      if (condition) return { what: deadlineInWords(event.name, event.of.machine), words: condition.text }
      if (reminderId === undefined) return { what: deadlineInWords(event.name, event.of.machine) }
      const reminder = state.initiative.context.reminders.find((each) => each.reminderId === reminderId)
      return { what: 'A reminder that was asked for was due', ...(reminder ? { words: reminder.about } : {}) }
    }
    case 'olderReviewsDigested':
      return { what: 'Older board decisions were shortened in the working copy; this record keeps every word' }
    case 'stateMigrated':
      return { what: 'The working copy was brought to the shape of a later release; this record keeps what was' }
    case 'effectExhausted':
      return { what: `${effectInWords(event.effect)} could not be carried out`, words: event.reason }
    case 'effectCarriedOut':
      return { what: `${effectInWords(event.effect)} was carried out after all` }
  }
}

const shownAtOnce = 40

/** Everything that happened, newest first: what, who, by which channel, when. All of it when `isWhole`, else the newest. */
export const timeline = (
  entries: readonly AuditEntry[],
  state: StoredCase,
  moment: Pick<Moment, 'people'>,
  isWhole: boolean,
) => {
  const newestFirst = entries.toReversed()
  const shown = isWhole ? newestFirst : newestFirst.slice(0, shownAtOnce)
  return {
    items: shown.map(({ sequence, atInstant, by, event }) => {
      const { what, words } = told(event, state)
      return {
        sequence,
        what,
        words: words?.split('\n').filter(Boolean) ?? [],
        who: whoInWords(by, moment),
        at: dateInWords(atInstant),
        machineAt: new Date(atInstant).toISOString(),
        isByItself: by.kind === 'clock' || by.kind === 'system',
      }
    }),
    more: newestFirst.length > shown.length ? `All ${counted(newestFirst.length, 'entry', 'entries')}` : '',
  }
}

/** What an entry recorded, as the banner after an act says it. */
export const entryInWords = (entry: AuditEntry, state: StoredCase): string => told(entry.event, state).what
