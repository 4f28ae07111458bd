import type { DecisionRule } from '../vocabulary/board.ts'
import { deadlock, names, seatsAt, verdict, type CountedBoard, type Rule } from './rule.ts'

type MajorityOfEach = Extract<DecisionRule, { kind: 'majorityOfEach' }>

/** "the forces", "the forces and the commissioners" */
const titles = (of: readonly { title: string }[]) =>
  of
    .map(({ title }) => `the ${title}`)
    .reduce((said, title, index) => `${said}${index === of.length - 1 ? ' and' : ','} ${title}`)

/** "More than half of the forces and more than half of the commissioners" */
export const majoritiesInWords = ({ groups }: Pick<MajorityOfEach, 'groups'>): string =>
  groups.map(({ title }, index) => `${index === 0 ? 'More' : 'more'} than half of the ${title}`).join(' and ')

/** Whether so many of a group are more than half of it. */
export const isMajority = (number: number, whole: number): boolean => number * 2 > whole

const standIn =
  (board: CountedBoard) =>
  ({ title, seatIds }: MajorityOfEach['groups'][number]) => {
    const seats = board.seats.filter(({ seatId }) => seatIds.includes(seatId))
    const at = (...stands: Parameters<typeof seatsAt>[2][]) => seatsAt(board, seats, ...stands)
    const [agreed, refused, silent] = [at('for'), at('against', 'moreTime'), at(undefined)]
    const whole = board.membersIn(seats)
    return {
      title,
      agreed,
      refused,
      silent,
      whole,
      isReached: isMajority(board.membersIn(agreed), whole),
      isLost: !isMajority(board.membersIn(agreed) + board.membersIn(silent), whole),
    }
  }

/**
 * More than half of each named group of members must agree, as of the forces and of the commissioners; members of no group advise. Who
 * abstains is still one of the group. Falls as soon as a group in which somebody refused can no longer reach its majority. A group whose
 * members all declared an interest is asked for its majority all the same.
 */
export const majorityOfEach =
  (rule: MajorityOfEach): Rule =>
  (board) => {
    const groups = rule.groups.map(standIn(board))
    const needed = `${majoritiesInWords(rule)} must agree`
    const number = (seats: typeof board.seats) => board.membersIn(seats)
    const counts = (of: typeof groups) =>
      of.map(({ title, agreed, whole }) => `${number(agreed)} of ${whole} of the ${title}`).join(' and ')

    const fallen = groups.filter(({ isLost, refused }) => isLost && refused.length > 0)
    const refusing = fallen.flatMap(({ refused }) => refused)
    if (fallen.length > 0)
      return verdict('fallen', `${needed}; too few of ${titles(fallen)} are left after ${names(refusing)}.`, refusing)
    const short = groups.filter(({ isReached }) => !isReached)
    const agreeing = groups.flatMap(({ agreed }) => agreed)
    if (short.length === 0)
      return verdict('carried', `${needed}, and ${counts(groups)} did: ${names(agreeing)}.`, agreeing)
    const silent = short.flatMap((group) => group.silent)
    if (silent.length > 0)
      return verdict('open', `${needed}; ${counts(groups)} did so far, still to decide: ${names(silent)}.`, silent)
    const lost = short.filter(({ isLost }) => isLost)
    return deadlock(`${needed}; nobody refused, and too few of ${titles(lost)} are left to agree.`)
  }
