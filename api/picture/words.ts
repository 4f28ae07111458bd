import { stages } from '../../machines/stages/index.ts'

const states: Record<string, string> = {
  stageNotReported: 'Stage not reported',
  preparing: 'Preparing papers',
  withBoard: 'With the board',
  deferred: 'Deferred to a date',
  approved: 'Approved,\nbeing carried out',
  closing: 'Closure report',
  closed: 'Closed',
  onHold: 'On hold',
  inTime: 'Open, in time',
  overdue: 'Open, overdue',
  late: 'Open, late',
  answersOwed: 'Closed to comments,\nanswers owed',
  minimumPeriodRunning: 'Minimum period\nrunning',
  minimumPeriodServed: 'May be closed',
  planned: 'Planned',
  ready: 'Ready',
  interimLive: 'Live in\nthe interim',
  live: 'Live',
}

const happenings: Record<string, string> = {
  stageStated: 'stage stated',
  submitted: 'papers sent',
  stageNotRequired: 'not required',
  deadlinePassed: 'date comes',
  held: 'put on hold',
  resumed: 'resumed',
  submissionWithdrawn: 'papers withdrawn',
  closureReported: 'report written',
  closedEarly: 'closed early',
  withdrawn: 'withdrawn',
  voteCast: 'a member decides',
  circulationClosed: 'closed to comments',
  consultationClosed: 'closed with a summary',
  tranchePostponed: 'moved',
  readinessConfirmed: 'readiness confirmed',
  trancheWentLive: 'goes live',
}

/** What a board's decision came to, by the claim the machine checks. */
const reviewEnds: Record<string, string> = {
  anotherBoardFollows: 'agreed, next board',
  theCaseIsApproved: 'approved',
  deferredToADate: 'deferred',
  stopped: 'closed early',
}

/** "minimumPeriodServed" as words, for a state or an event that has no words of its own yet. */
const spelled = (name: string) =>
  name.replaceAll(/([a-z0-9])([A-Z])/g, (_all, a: string, b: string) => `${a} ${b.toLowerCase()}`)

/** A state's name in people's words; `\n` where a long one is broken. */
export const stateInWords = (name: string): string => {
  const stage = stages.find(({ id }) => id === name)
  if (stage) return stage.title
  return states[name] ?? spelled(name).replace(/^./, (first) => first.toUpperCase())
}

/** What happens, in people's words, by the event and the claim that leads one way rather than another. */
export const happeningInWords = (eventType: string, guard: string | undefined): string => {
  if (eventType.startsWith('xstate.done.')) return 'stage passed'
  if (guard === 'theDateHasCome') return 'date comes'
  if (guard === 'everyCommentIsAnswered') return 'every comment answered'
  if (guard === 'isTheCommentDate') return 'date for comments passes'
  if (eventType === '') return 'decided'
  if (eventType === 'reviewEnded') return reviewEnds[guard ?? ''] ?? 'sent back, or a next step only'
  if (guard === 'isTheDecisionDate') return 'decision date passes'
  if (eventType === 'trancheWentLive') return guard === 'isFull' ? 'goes live fully' : 'goes live in the interim'
  return happenings[eventType] ?? spelled(eventType)
}
