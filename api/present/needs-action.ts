import { dateInWords, dayInWords, reportedDateInWords } from '../../activities/words/dates.ts'
import { outcomeInWords } from '../../activities/words/decisions.ts'
import type { OutboxMail, RecordedInitiative } from '../../activities/ports.ts'
import { mailKindInWords } from '../../activities/words/mails.ts'
import type { InitiativeContext } from '../../machines/initiative/context.ts'
import { outcomeReaderIds } from '../../machines/initiative/outcome-readers.ts'
import { counted, ended, upperFirst } from './listing.ts'
import type { Moment } from './moment.ts'
import { needsByDate } from './needs-by-date.ts'
import { nextByItself } from './next.ts'
import { placeOf } from './place.ts'
import { reportsDue } from './reports-due.ts'
import { dueInWords, waitSentence, workingDaysLate, type Wait } from './waiting.ts'

/** Why somebody has to look at an initiative, the worst first: what cannot mend itself stands before what is merely late. */
export const needKinds = [
  'undeliverable',
  'failed',
  'disputed',
  'deadlock',
  'hardDatePassed',
  'overdue',
  'notConfirmed',
  'missedMeeting',
  'commentsOverdue',
  'conditionOverdue',
  'toReport',
  'moreTimeOver',
  'holdReview',
  'nobodyTold',
  'hardDateNear',
  'notReported',
  'wasDue',
] as const
export type NeedKind = (typeof needKinds)[number]

const kindTitles: Record<NeedKind, string> = {
  undeliverable: 'email could not be delivered',
  failed: 'something could not be carried out',
  disputed: 'a member says a decision was not theirs',
  deadlock: 'a decision its members can no longer settle',
  hardDatePassed: 'a hard date has passed',
  overdue: 'decision overdue',
  notConfirmed: 'a decision of the room is not confirmed',
  missedMeeting: 'meeting missed',
  commentsOverdue: 'comments or their answers overdue',
  conditionOverdue: 'condition overdue',
  toReport: 'chair’s action to be reported',
  moreTimeOver: 'more time for one party is over',
  nobodyTold: 'nobody could be told of a decision',
  holdReview: 'on hold past its review date',
  hardDateNear: 'a hard date comes near',
  notReported: 'stage not reported',
  wasDue: 'a reported date has passed',
}
export const needTitle = (kind: NeedKind): string => kindTitles[kind]

/** A row of "needs action". */
export type Need = {
  kind: NeedKind
  title: string
  /** Working days late; 0 where lateness is not what is wrong. */
  daysLate: number
  /** "4 working days late" */
  late: string
  sentence: string
  /** What happens next by itself, and when; empty where nothing was ever going to. */
  next: string
  /** Who to ring, and when they were last written to. */
  contacts: { title: string; phone?: string; lastContact: string }[]
}

const mailWords: Record<OutboxMail['state'], string> = {
  waiting: 'not sent yet',
  sending: 'not sent yet',
  sent: 'sent',
  delayed: 'delayed',
  undeliverable: 'could not be delivered',
  notNeeded: 'not needed any more',
}

/** "reminder sent 14 June 2027 at 10am": the newest mail to somebody about a review or a circulation. */
export const lastContactOf = (
  mails: readonly OutboxMail[],
  personId: string | undefined,
  reviewId?: string,
  circulationId?: string,
): string => {
  const mail = mails.find(
    (each) =>
      each.personId === personId &&
      (!reviewId || each.reviewId === reviewId) &&
      (!circulationId || each.circulationId === circulationId),
  )
  if (!mail) return 'not written to yet'
  const when =
    mail.state === 'sent' ? mail.sentInstant : mail.state === 'delayed' ? mail.delayedSinceInstant : undefined
  const since = mail.state === 'delayed' ? 'since ' : ''
  return `${mailKindInWords[mail.kind]} ${mailWords[mail.state]}${when === undefined ? '' : ` ${since}${dateInWords(when)}`}`
}

const isUndeliverable = (
  mails: readonly OutboxMail[],
  personId: string | undefined,
  { reviewId, circulationId }: Pick<Wait, 'reviewId' | 'circulationId'>,
) =>
  mails.find((mail) => mail.personId === personId && mail.reviewId === reviewId && mail.circulationId === circulationId)
    ?.state === 'undeliverable'

const problemsOf = ({ members }: Pick<Wait, 'members'>) => members.flatMap(({ problem }) => problem ?? []).join('; ')

const contactsOf = (wait: Wait, mails: readonly OutboxMail[], { people }: Moment): Need['contacts'] =>
  wait.members.slice(0, 4).map(({ title, personId }) => {
    const phone = personId ? people.get(personId)?.phone : undefined
    return {
      title,
      lastContact: lastContactOf(mails, personId, wait.reviewId, wait.circulationId),
      ...(phone ? { phone } : {}),
    }
  })

/** The newest board decision, where nobody who works on it has an address on file, and nothing has been done since. */
const nobodyTold = (context: InitiativeContext, { people }: Moment): string[] => {
  const { decisions, sinceInstant } = context
  const newest = decisions.at(-1)
  if (newest?.reviewId === undefined || newest.outcome === 'withdrawn' || newest.on.precision !== 'instant') return []
  const isOnFile = outcomeReaderIds(context).some((personId) => people.has(personId))
  if (isOnFile || newest.on.atInstant < sinceInstant) return []
  const decided = `${newest.boardName} decided on ${dateInWords(newest.on.atInstant)}: ${outcomeInWords[newest.outcome]}.`
  return [
    `${decided} Nobody could be told by email: neither the change team nor the senior responsible owner is on file with an address. Waiting for the PMO to tell them.`,
  ]
}

/** Makes a need of a kind from its sentence. */
export type NeedOf = (kind: NeedKind, sentence: string, more?: Partial<Need>) => Need

/** Everything about an initiative that somebody has to act on, the worst first. `mails`: its own, newest first. */
export const needsOf = (
  { state }: RecordedInitiative,
  waiting: readonly Wait[],
  mails: readonly OutboxMail[],
  moment: Moment,
): Need[] => {
  const { initiative } = state
  const { context } = initiative
  if (initiative.status !== 'active') return []
  const next = nextByItself(state)
  const nextWords = next ? `Next by itself: on ${next.on} ${next.what}.` : 'Nothing more happens by itself.'
  const need: NeedOf = (kind, sentence, more = {}) => {
    const daysLate = more.daysLate ?? 0
    const late = daysLate > 0 ? `${counted(daysLate, 'working day')} late` : ''
    return { kind, title: kindTitles[kind], daysLate, late, sentence, next: nextWords, contacts: [], ...more }
  }
  const undelivered = waiting.flatMap((wait) => {
    const members = wait.members.filter(({ personId }) => isUndeliverable(mails, personId, wait))
    return (wait.kind === 'member' || wait.kind === 'stakeholder') && members.length > 0 ? [{ ...wait, members }] : []
  })
  const late = waiting.filter((wait) => wait.overdue && (wait.kind === 'member' || wait.circulationId !== undefined))
  const reviewOnInstant = context.hold?.reviewOnInstant
  return [
    ...undelivered.map((wait) =>
      need('undeliverable', ended(`${upperFirst(problemsOf(wait))}; ${dueInWords(wait, moment)}`), {
        contacts: contactsOf(wait, mails, moment),
        ...(wait.overdue && wait.dueInstant ? { daysLate: workingDaysLate(wait.dueInstant, moment) } : {}),
      }),
    ),
    ...context.failedEffects.map(({ reason, atInstant }) =>
      need('failed', ended(`Since ${dateInWords(atInstant)}: ${reason}`)),
    ),
    ...context.disputes.map(({ seatId, atInstant, reviewId }) => {
      const seat = state.reviews[reviewId]?.context.terms.seats.find((each) => each.seatId === seatId)
      return need(
        'disputed',
        `${seat?.title ?? 'A member'} said on ${dayInWords(atInstant)} that the recorded decision was not theirs. It stands until it is put right.`,
      )
    }),
    ...late.map((wait) =>
      need(wait.circulationId === undefined ? 'overdue' : 'commentsOverdue', waitSentence(wait, moment), {
        contacts: contactsOf(wait, mails, moment),
        daysLate: wait.dueInstant ? workingDaysLate(wait.dueInstant, moment) : 0,
      }),
    ),
    ...reportsDue(context, waiting).map((wait) =>
      need('toReport', waitSentence(wait, moment), {
        contacts: contactsOf(wait, mails, moment),
        daysLate: wait.dueInstant ? workingDaysLate(wait.dueInstant, moment) : 0,
      }),
    ),
    ...(reviewOnInstant !== undefined && reviewOnInstant < moment.nowInstant
      ? waiting
          .filter(({ kind }) => kind === 'sponsor')
          .map((wait) =>
            need('holdReview', waitSentence(wait, moment), { daysLate: workingDaysLate(reviewOnInstant, moment) }),
          )
      : []),
    ...needsByDate(state, { waiting, moment, contactsOf: (wait) => contactsOf(wait, mails, moment) }, need),
    ...nobodyTold(context, moment).map((sentence) => need('nobodyTold', sentence)),
    ...(placeOf(state) === 'notReported'
      ? [
          need('notReported', 'No source says which of the five stages it is at. Waiting for the PMO to say so.', {
            next: '',
          }),
        ]
      : []),
    // Once papers have gone out here, what a source once expected is no longer anybody's to do.
    ...(context.submissionCount > 0 ? [] : context.facts)
      .filter(({ wasDue }) => wasDue !== undefined)
      .map(({ wasDue, text }) =>
        need('wasDue', `Was due ${wasDue ? reportedDateInWords(wasDue) : ''}: ${ended(text)}`, { next: '' }),
      ),
  ]
}
