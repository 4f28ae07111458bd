import { members, type Begun, type Tried } from './acts.ts'

/**
 * Every play that once showed the machines and the model apart, kept for ever with what it found. The seed says which run found it; the
 * play itself is written out at its shortest, because a seed means another play as soon as the attempts change. One without a seed was
 * tried on purpose while the rules were read.
 */
export type Kept = { found: string; seed?: number; begun: Begun; tried: readonly Tried[] }

const goOn = (of: Partial<Extract<Tried, { act: 'goOn' }>> = {}): Tried => ({
  act: 'goOn',
  board: theChairDecides,
  laterBoard: theChairDecides,
  laterMeetings: undefined,
  deputies: 'none',
  dueDays: 10,
  choice: 'approve',
  condition: {
    blocksStage: undefined,
    dueDays: undefined,
    soonDays: undefined,
    hasOwner: false,
    isTheirsToAccept: false,
  },
  deferDays: 1,
  way: 'at large',
  meetsIn: undefined,
  ...of,
})
const votes = (seatIndex: number, choice: 'declareInterest' | 'sendBack' | 'approve'): Tried => ({
  act: 'vote',
  seat: 'a member',
  seatIndex,
  choice,
  words: 'reason',
  conditions: [],
  deferDays: 1,
  form: 'current',
  by: 'whoever sits',
  about: 'an open one',
  boardIndex: 0,
})
/** Everybody was in the room and agreed, but for the chair, who was there and said nothing. */
const meets: Tried = {
  act: 'recordRoom',
  seats: members.map((seatId) => ({
    came: 'whoever sits',
    deputy: 'unnamed',
    spoke: seatId === 'kent' ? 'no' : 'where there',
    choice: 'approve',
    isChange: 'where it is',
    hasReason: false,
  })),
  written: 'all',
  day: 'today',
  wording: undefined,
  tabled: 'none',
  by: 'the secretary',
  deferDays: 1,
  conditions: [],
  about: 'an open one',
  boardIndex: 0,
}
const unanimous = 0
const essexIsViceChair = 2
const theDeputyIsSecretary = 19
const theChairDecides = 6
const at = (entry: Begun['entry'], of: Partial<Begun> = {}): Begun => ({
  entry,
  boards: 'decide',
  ownCase: 'nobody',
  ...of,
})

export const seedsKept: readonly Kept[] = [
  {
    found: 'a roll-out tranche could be planned when only the closure report was left',
    seed: 1633759915,
    begun: at('postImplementationReview'),
    tried: [goOn(), goOn(), { act: 'plan', again: false }],
  },
  {
    found: 'a consultation could be opened after its board had stopped the case',
    seed: 1633759915,
    begun: at('consultation'),
    tried: [
      { act: 'consult', again: false, days: 1 },
      { act: 'wait', minutes: 2880 },
      { act: 'closeConsultation', index: 0 },
      goOn(),
      goOn({ choice: 'stop' }),
      { act: 'consult', again: false, days: 1 },
      { act: 'hold', reviewMinutes: undefined },
      { act: 'consult', again: false, days: 1 },
    ],
  },
  {
    found: 'a paper could be added after its board had stopped the case',
    seed: 1633759915,
    begun: at('fullBusinessCase'),
    tried: [goOn(), goOn(), goOn({ choice: 'stop' }), { act: 'paper', which: 'case' }],
  },
  {
    found: 'go-live ended, and the wait after it began, at its approval and not when its last tranche went live',
    seed: 1092170550,
    begun: at('goLive'),
    tried: [goOn(), goOn(), goOn(), goOn(), goOn(), goOn()],
  },
  {
    found: 'a decision that a hold had moved was shown, once late, as due on the date before the hold',
    seed: 1092170550,
    begun: at('outlineBusinessCase'),
    tried: [
      goOn({ dueDays: 2, board: unanimous }),
      { act: 'hold', reviewMinutes: 60 },
      { act: 'wait', minutes: 3 * 1440 },
      { act: 'resume' },
      { act: 'wait', minutes: 3 * 1440 },
      { act: 'hold', reviewMinutes: undefined },
      { act: 'resume' },
    ],
  },
  {
    found: 'a chair who had declared an interest by their own link was in the chair all the same',
    seed: 2026112220,
    begun: at('outlineBusinessCase'),
    tried: [goOn({ board: essexIsViceChair }), votes(0, 'declareInterest'), meets],
  },
  {
    found: 'a secretary who had come into the chair\u2019s seat since could confirm what they had written down',
    begun: at('outlineBusinessCase'),
    tried: [
      goOn({ board: theDeputyIsSecretary }),
      meets,
      {
        act: 'moveSeat',
        seat: 'a member',
        seatIndex: 0,
        to: 'deputy',
        as: 'deputy',
        about: 'an open one',
        boardIndex: 0,
      },
      {
        act: 'answerRoom',
        answer: 'confirm',
        version: 'newest',
        by: 'whoever sits',
        about: 'an open one',
        boardIndex: 0,
      },
    ],
  },
  {
    found: 'a point was to be answered that was raised for a seat which went with a board that was merged',
    seed: 864804720,
    begun: at('outlineBusinessCase'),
    tried: [
      goOn({ board: essexIsViceChair }),
      votes(2, 'sendBack'),
      {
        act: 'mergeBoard',
        board: unanimous,
        deputies: 'none',
        into: 'a smaller one',
        about: 'an open one',
        boardIndex: 0,
      },
      votes(0, 'sendBack'),
      votes(1, 'approve'),
    ],
  },
]
