import type { Begun, Tried } from './acts.ts'

/**
 * Every play that once showed the machines and the model apart, kept for ever with what it found. The seed says which run found it; the
 * play itself is written out at its shortest, because a seed means another play as soon as the attempts change.
 */
export type Kept = { found: string; seed: number; begun: Begun; tried: readonly Tried[] }

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
const unanimous = 0
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
]
