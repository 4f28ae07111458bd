import * as fc from 'fast-check'
import type { Ask } from '../../machines/vocabulary/board.ts'
import { stageId, type StageId } from '../../machines/vocabulary/facts.ts'
import { choice } from '../../machines/vocabulary/submission.ts'
import { boardsDrawn } from './boards-drawn.ts'
import { answerRoom, recordRoom } from './room-acts.ts'

/** The boards of every gate of a play, by what they are asked: one after the other, or with + at the same time as the one before. */
const boardsPlanned = [
  'decide',
  'decide',
  'endorse, decide',
  'decide, decide',
  'decide, note',
  'decide + endorse',
  'decide + decide',
  'endorse, decide + support',
  'recommend, decide by those who agreed',
  'recommend, support, decide by those who agreed',
] as const

/** How an initiative begins: where, before which boards, and whose own case it is. */
const beginning = fc.record({
  entry: fc.option(fc.constantFrom(...stageId.options), { freq: 8, nil: undefined }),
  boards: fc.constantFrom(...boardsPlanned),
  ownCase: fc.constantFrom('nobody', 'kent', 'suffolk'),
})
export type Begun = typeof beginning extends fc.Arbitrary<infer Each> ? Each : never

/** The number of a board that is drawn: of a usual one often, of an odd one now and then. */
const drawn = (isOdd: boolean) =>
  fc.constantFrom(...boardsDrawn.flatMap((each, index) => ((each.isOdd ?? false) === isOdd ? [index] : [])))
const usualBoard = drawn(false)
const anyBoard = fc.oneof({ weight: 8, arbitrary: usualBoard }, { weight: 2, arbitrary: drawn(true) })

/** The members of every board played, by seat; the first is the chair. */
export const members = ['kent', 'essex', 'norfolk', 'suffolk'] as const

/** Whether the terms name deputies, and what for: `away` when a member is away and theirs sits; `ownCase` for a case of the member's own. */
const deputies = ['none', 'none', 'named', 'away', 'ownCase'] as const
export type Deputies = (typeof deputies)[number]

/** How the first of the boards is asked: at large, by correspondence, or by chair's action, of the chair and perhaps of another as well. */
const way = fc.constantFrom(
  ...(['at large', 'at large', 'at large', 'by letter', 'of the chair', 'of the chair and another'] as const),
)
export type WayDrawn = typeof way extends fc.Arbitrary<infer Each> ? Each : never
/** In how many days the board meets next; none where that is not on file. */
const meetsIn = fc.option(fc.integer({ min: 1, max: 12 }), { freq: 4, nil: undefined })

type To = 'the boards of the plan' | 'another board' | 'fewer boards' | 'asked for more'

const mostly = <T>(usual: T, ...others: T[]) =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant(usual) },
    { weight: others.length, arbitrary: fc.constantFrom(...others) },
  )

/** How many meetings its terms name after the one it decides at; undefined where it decides within a time. */
const laterMeetings = fc.option(fc.integer({ min: 0, max: 2 }), { freq: 3, nil: undefined })

/** What a board may ask to be met: perhaps before the papers of a stage, by a day, said to be near some days before, accepted by one role. */
const condition = fc.record({
  blocksStage: fc.option(fc.constantFrom(...stageId.options), { nil: undefined }),
  dueDays: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
  soonDays: fc.option(fc.integer({ min: -1, max: 5 }), { nil: undefined }),
  hasOwner: fc.boolean(),
  isTheirsToAccept: mostly(false, true, true),
})
export type Wanted = typeof condition extends fc.Arbitrary<infer Each> ? Each : never

/** What somebody tries; it is made a command by what the model knows, and may be possible or not. */
const attempt = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constant('submit' as const),
      ask: mostly<Ask>('decide', 'agreeNextStep', 'endorse', 'support', 'recommend', 'note', 'rebaseline'),
      board: anyBoard,
      laterBoard: usualBoard,
      dueDays: fc.integer({ min: 1, max: 20 }),
      reminderDays: fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 2 }),
      laterMeetings,
      deputies: fc.constantFrom(...deputies),
      to: mostly<To>('the boards of the plan', 'another board', 'fewer boards', 'asked for more'),
      way,
      meetsIn,
    }),
  },
  {
    weight: 16,
    arbitrary: fc.record({
      act: fc.constant('vote' as const),
      seat: mostly('a member', 'stranger'),
      seatIndex: fc.integer({ min: 0, max: 3 }),
      choice: fc.oneof(fc.constantFrom(...choice.options), fc.constant('approve' as const)),
      words: mostly('reason', 'points', 'none'),
      conditions: fc.array(condition, { minLength: 0, maxLength: 2 }),
      deferDays: fc.integer({ min: -1, max: 15 }),
      form: mostly('current', 'older', 'newer'),
      by: mostly('whoever sits', 'somebody else', 'the holder at first'),
      about: mostly('an open one', 'the first one', 'none'),
      boardIndex: fc.integer({ min: 0, max: 2 }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      act: fc.constant('moveSeat' as const),
      seat: mostly('a member', 'stranger'),
      seatIndex: fc.integer({ min: 0, max: 3 }),
      to: fc.constantFrom(
        ...(['newcomer', 'deputy', 'the holder at first', 'another member', 'whose case it is'] as const),
      ),
      as: fc.constantFrom('holder' as const, 'deputy' as const),
      about: mostly('an open one', 'the first one', 'none'),
      boardIndex: fc.integer({ min: 0, max: 2 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ act: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 12 * 1440 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('hold' as const),
      reviewMinutes: fc.option(fc.integer({ min: 1, max: 20 * 1440 }), { nil: undefined }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ act: fc.constant('resume' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('withdrawPapers' as const),
      which: fc.constantFrom('those of the stage' as const, 'those between gates' as const, 'unknown' as const),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('askBetweenGates' as const),
      ask: fc.constantFrom<Ask[]>('decide', 'note', 'rebaseline', 'agreeException', 'recommend'),
      board: anyBoard,
      deputies: fc.constantFrom(...deputies),
      dueDays: fc.integer({ min: 1, max: 20 }),
      to: mostly<'a board of the plan' | 'another board' | 'two boards'>(
        'a board of the plan',
        'another board',
        'two boards',
      ),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('addBoard' as const),
      ask: fc.constantFrom<Ask[]>('decide', 'endorse', 'note'),
      board: anyBoard,
      deputies: fc.constantFrom(...deputies),
      dueDays: fc.integer({ min: 1, max: 20 }),
      which: mostly('a new one', 'one asked already'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('moveMeeting' as const),
      by: fc.constantFrom(-10, 0, 10, 20),
      about: mostly('an open one', 'the first one', 'none'),
      boardIndex: fc.integer({ min: 0, max: 2 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('mergeBoard' as const),
      board: anyBoard,
      deputies: fc.constantFrom(...deputies),
      into: mostly('another', 'a smaller one', 'a smaller one', 'itself'),
      about: mostly('an open one', 'the first one', 'none'),
      boardIndex: fc.integer({ min: 0, max: 2 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ act: fc.constant('answer' as const), which: mostly('all', 'one', 'unknown') }),
  },
  { weight: 4, arbitrary: fc.record({ act: fc.constant('paper' as const), which: mostly('case', 'unknown') }) },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('consult' as const),
      again: fc.boolean(),
      days: fc.integer({ min: 1, max: 20 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ act: fc.constant('closeConsultation' as const), index: fc.integer({ min: 0, max: 2 }) }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('plan' as const), again: fc.boolean() }) },
  {
    weight: 5,
    arbitrary: fc.record({
      act: fc.constantFrom(...(['postpone', 'ready', 'ready', 'goLive', 'goLive', 'goLiveInterim'] as const)),
      index: fc.integer({ min: 0, max: 2 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('skip' as const),
      stage: mostly<StageId | 'current'>('current', ...stageId.options),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constant('discharge' as const),
      which: mostly('open', 'any', 'unknown'),
      acceptedBy: mostly('Chief Constable', ' chief  constable', 'Finance Director'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constant('setHardDate' as const),
      again: mostly(false, true),
      days: fc.integer({ min: 1, max: 40 }),
      warnDays: fc.integer({ min: 0, max: 30 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constant('dropHardDate' as const), index: fc.integer({ min: 0, max: 3 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('reportChairsAction' as const),
      which: mostly('one open', 'one reported', 'unknown'),
      meeting: mostly('today', 'before it was taken', 'to come'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('dispute' as const), number: fc.constantFrom(1, 2, 9) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('say' as const), stage: fc.constantFrom(...stageId.options) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constantFrom('close' as const, 'rate' as const) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('forget' as const) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      act: fc.constant('circulate' as const),
      paper: mostly('case', 'unknown'),
      again: mostly(false, true),
      days: fc.integer({ min: 0, max: 12 }),
      answerDays: mostly(2, -1),
      reminderDays: mostly(1, -1),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      act: fc.constant('comment' as const),
      index: fc.integer({ min: 0, max: 2 }),
      who: mostly('finance', 'legal', 'legal', 'stranger'),
      says: fc.constantFrom('a comment' as const, 'nothing' as const),
      form: mostly('current', 'older'),
      paper: mostly<'all' | 'case' | 'unknown'>('all', 'case', 'unknown'),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constant('answerComment' as const),
      index: fc.integer({ min: 0, max: 2 }),
      number: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 16,
    arbitrary: fc.record({ ...recordRoom, conditions: fc.array(condition, { minLength: 1, maxLength: 2 }) }),
  },
  { weight: 10, arbitrary: fc.record(answerRoom) },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('closeBatch' as const),
      index: fc.integer({ min: 0, max: 2 }),
      because: fc.boolean(),
    }),
  },
)
/** The next thing that is due, whatever it is: without it a play would seldom come far. */
const goOn = fc.record({
  act: fc.constant('goOn' as const),
  board: usualBoard,
  laterBoard: usualBoard,
  deputies: fc.constantFrom(...deputies),
  dueDays: fc.integer({ min: 1, max: 20 }),
  choice: fc.oneof(
    { weight: 10, arbitrary: fc.constant('approve' as const) },
    { weight: 8, arbitrary: fc.constantFrom(...choice.options) },
  ),
  laterMeetings,
  condition,
  deferDays: fc.integer({ min: 1, max: 15 }),
  way,
  meetsIn,
})
export type GoOn = typeof goOn extends fc.Arbitrary<infer Each> ? Each : never

export type Attempt = typeof attempt extends fc.Arbitrary<infer Each> ? Each : never

/** Seldom, because what comes after them is short. */
const ending = fc.record({ act: fc.constantFrom('closeEarly' as const, 'withdraw' as const) })
export type Tried = Attempt | GoOn | (typeof ending extends fc.Arbitrary<infer Each> ? Each : never)

/** A beginning and what is tried then: at most forty attempts, and the more, the larger `minLength` is; fewer make a failing play shorter. */
export const plays = ({ minLength }: { minLength: number }) =>
  fc.record({
    begun: beginning,
    tried: fc.array(
      fc.oneof({ weight: 100, arbitrary: goOn }, { weight: 100, arbitrary: attempt }, { weight: 1, arbitrary: ending }),
      {
        minLength,
        maxLength: 40,
        size: 'max',
      },
    ),
  })
