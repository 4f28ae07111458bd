import { members, type GoOn, type Tried } from './acts.ts'
import type { Initiative } from './initiative.ts'
import { mayChoose } from './outcomes.ts'

const indexOf = (tranches: Initiative['tranches'], wanted: string) =>
  [...tranches.values()].findIndex((at) => at === wanted)

const chairAnswers = (chosen: GoOn['choice'], boardIndex: number): Tried => ({
  act: 'answerRoom',
  answer: chosen === 'sendBack' ? 'refuse' : 'confirm',
  version: 'newest',
  by: 'whoever sits',
  about: 'an open one',
  boardIndex,
})

/** The board meets, and everybody is there; the last of them says otherwise where that is drawn. */
const inTheRoom = ({ choice: chosen, condition, deferDays }: GoOn, boardIndex: number): Tried => ({
  act: 'recordRoom',
  seats: members.map((_, index) => ({
    came: 'whoever sits',
    deputy: 'unnamed',
    spoke: 'where there',
    choice: index === 3 ? chosen : 'approve',
    isChange: 'where it is',
    hasReason: true,
  })),
  written: 'all',
  day: 'today',
  wording: undefined,
  tabled: 'none',
  by: 'the secretary',
  deferDays,
  conditions: [condition],
  about: 'an open one',
  boardIndex,
})

/** The next vote of one of the boards asked; where nobody sits on it, its papers come back. */
const voteNext = (model: Initiative, tried: GoOn): Tried => {
  const { choice: chosen, condition, deferDays } = tried
  const { open } = model
  const boardIndex = deferDays % Math.max(1, open.length)
  const board = open[boardIndex]
  if (board && board.members.length === 0) return { act: 'withdrawPapers', which: 'those of the stage' }
  if (board?.minutes.toConfirm && deferDays % 2 !== 0) return chairAnswers(chosen, boardIndex)
  if (board && deferDays % 5 === 0) return inTheRoom(tried, boardIndex)
  const seatId = board?.silent[0] ?? board?.members[0]?.seatId ?? 'kent'
  return {
    act: 'vote',
    seat: 'a member',
    seatIndex: members.findIndex((each) => each === seatId),
    choice: board && !mayChoose(board.ask, board.terms, chosen) ? 'approve' : chosen,
    words: chosen === 'sendBack' ? 'points' : 'reason',
    conditions: [condition],
    deferDays,
    form: 'current',
    by: 'whoever sits',
    about: 'an open one',
    boardIndex,
  }
}

/** The attempt that comes next by itself, so that everything an initiative can do is tried often enough. */
export const nextOf = (model: Initiative, tried: GoOn): Tried => {
  const { place, stage, cohorts, tranches, hold, between } = model
  if (hold) return { act: 'resume' }
  if (between.length > 0 && tried.deferDays % 2 === 0) return voteNext(model, tried)
  switch (place) {
    case 'stageNotReported':
      return { act: 'say', stage: 'fullBusinessCase' }
    case 'withBoard':
      return voteNext(model, tried)
    case 'rollingOut':
      return indexOf(tranches, 'planned') >= 0
        ? { act: 'ready', index: indexOf(tranches, 'planned') }
        : { act: 'goLive', index: indexOf(tranches, 'ready') }
    case 'closing':
      return model.reports.some(({ isReported }) => !isReported)
        ? { act: 'reportChairsAction', which: 'one open', meeting: 'today' }
        : { act: 'close' }
    case 'closed':
      return { act: 'rate' }
    case 'deferred':
      return { act: 'wait', minutes: tried.deferDays * 1440 }
    case 'preparing':
  }
  if (model.unanswered.length > 0) return { act: 'answer', which: 'all' }
  if (model.missing.length > 0) return { act: 'paper', which: 'case' }
  if (model.blocking.length > 0) return { act: 'discharge', which: 'open', acceptedBy: 'Chief Constable' }
  const batches = [...model.batches.values()]
  const open = batches.findIndex(({ stage: of, isClosed }) => of === stage && !isClosed)
  const owing = batches.findIndex(({ stage: of, unanswered }) => of === stage && unanswered.length > 0)
  if (owing >= 0) {
    const number = (batches[owing]?.comments.findIndex(({ isAnswered }) => !isAnswered) ?? 0) + 1
    return { act: 'answerComment', index: owing, number }
  }
  if (open >= 0)
    return tried.choice === 'approve'
      ? { act: 'closeBatch', index: open, because: true }
      : {
          act: 'comment',
          index: open,
          who: 'finance',
          says: tried.choice === 'abstain' ? 'nothing' : 'a comment',
          form: 'current',
          paper: 'all',
        }
  if (stage === 'fullBusinessCase' && batches.length === 0)
    return { act: 'circulate', paper: 'case', again: false, days: tried.dueDays, answerDays: 2, reminderDays: 1 }
  if (stage === 'consultation') {
    const all = [...cohorts.values()]
    if (all.length === 0) return { act: 'consult', again: false, days: tried.deferDays }
    if (all.some(({ isServed }) => !isServed)) return { act: 'wait', minutes: 12 * 1440 }
    const running = all.findIndex(({ isClosed }) => !isClosed)
    if (running >= 0) return { act: 'closeConsultation', index: running }
  }
  if (stage === 'goLive' && tranches.size === 0) return { act: 'plan', again: false }
  return {
    act: 'submit',
    ask: 'decide',
    board: tried.board,
    laterBoard: tried.laterBoard,
    deputies: tried.deputies,
    dueDays: tried.dueDays,
    reminderDays: [],
    laterMeetings: tried.laterMeetings,
    to: 'the boards of the plan',
    way: tried.way,
    meetsIn: tried.meetsIn,
  }
}

/** How long an attempt takes: a minute, unless it is to wait. */
export const minutesOf = (model: Initiative, tried: Tried): number => {
  if (tried.act === 'wait') return tried.minutes
  return tried.act === 'goOn' ? minutesOf(model, nextOf(model, tried)) : 1
}
