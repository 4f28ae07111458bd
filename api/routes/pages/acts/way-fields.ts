import { poundsInWords } from '../../../../activities/words/money.ts'
import type { Board } from '../../../../machines/terms-of-reference.ts'
import { ruleInWords } from '../../../../machines/rules/index.ts'
import type { GateBoard } from '../../../../machines/vocabulary/plan.ts'
import { line, type Field, type Typed } from './field.ts'

const wayOf = (boardId: string) => `way-${boardId}`
const reasonOf = (boardId: string) => `way-${boardId}-reason`

/** How a board would decide in each way its terms allow besides the plan's; none where they allow none. */
const otherWays = ({
  correspondence,
  chairsAction,
  seats,
  sharedSeats,
  vetoSeatIds,
}: Board): NonNullable<Field['options']> => [
  ...(correspondence
    ? [
        {
          value: 'correspondence',
          text: 'By correspondence',
          hint: ruleInWords({
            rule: correspondence.rule,
            seats: seats.map((seat) => ({ ...seat, holderId: seat.seatId, deputies: [] })),
            ...(sharedSeats ? { sharedSeats } : {}),
            ...(vetoSeatIds ? { vetoSeatIds } : {}),
          }),
        },
      ]
    : []),
  ...(chairsAction
    ? [
        {
          value: 'chairsAction',
          text: 'By chair’s action, as it cannot wait',
          hint:
            `The chair decides alone${chairsAction.upToPence === undefined ? '' : `, up to a cost of ${poundsInWords(chairsAction.upToPence)}`}; ` +
            'the other members are told, and it is reported to the next meeting.',
        },
      ]
    : []),
]

/** For each board whose terms let it decide outside its meetings: in which way it is asked, and why. */
export const wayFields = (gate: readonly GateBoard[], boards: readonly Board[]): Field[] =>
  boards.flatMap((board): Field[] => {
    const options = otherWays(board)
    const planned = gate.find((each) => each.board === board.boardId)
    if (options.length === 0) return []
    return [
      {
        name: wayOf(board.boardId),
        path: wayOf(board.boardId),
        label: `How ${board.name} is asked`,
        kind: 'choice',
        initial: 'plan',
        options: [
          {
            value: 'plan',
            text: planned?.at === 'meeting' ? 'At its meeting' : 'In the time the governance plan gives it',
          },
          ...options,
        ],
      },
      {
        name: reasonOf(board.boardId),
        path: reasonOf(board.boardId),
        label: `Why ${board.name} is asked outside its meetings`,
        kind: 'text',
        optional: true,
        hint: 'By correspondence or chair’s action only. Members read it word for word.',
      },
    ]
  })

/** The boards asked in another way than the plan's, each with the reason. `wrong` notes a reason that is left out. */
export const waysTyped = (
  typed: Typed,
  boardIds: readonly string[],
  wrong: (name: string, expected: string) => undefined,
): { boardId: string; by: string; reason: string }[] =>
  boardIds.flatMap((boardId) => {
    const by = line(typed, wayOf(boardId))
    if (by === '' || by === 'plan') return []
    const reason = line(typed, reasonOf(boardId))
    if (reason === '') wrong(reasonOf(boardId), 'must not be empty')
    return [{ boardId, by, reason }]
  })
