import type { Seat } from '../vocabulary/board.ts'
import type { CountedBoard } from './rule.ts'

/** Who has the chair's part: the chair, or the vice chair where the chair is not counted in this matter; undefined where neither is. */
export const inTheChair = ({ seats }: Pick<CountedBoard, 'seats'>): Seat | undefined =>
  seats.find(({ chair }) => chair) ?? seats.find(({ viceChair }) => viceChair)
