import type { StoredCase } from './case-file.ts'
import { toBeReported, type ChairsActionRecord } from './initiative/chairs-actions.ts'
import type { InitiativeContext } from './initiative/context.ts'

/** A chair's action that a meeting is to be told of. */
export type ToldAtMeeting = { initiative: InitiativeContext; decision: ChairsActionRecord }

/**
 * The chair's actions a meeting of a board is to be told of, oldest first. `isNext`: it is the next meeting to come, which is also told
 * of what an earlier one was not, and of what was taken when no meeting was on file.
 */
export const toldAtMeeting = (
  cases: readonly { state: Pick<StoredCase, 'initiative'> }[],
  { boardId, day }: { boardId: string; day: string },
  isNext: boolean,
): ToldAtMeeting[] =>
  cases
    .flatMap(({ state: { initiative } }) =>
      initiative.status === 'active'
        ? toBeReported(initiative.context).map((decision) => ({ initiative: initiative.context, decision }))
        : [],
    )
    .filter(({ decision }) => {
      if (decision.boardId !== boardId) return false
      const planned = decision.toReport.meeting?.day
      return planned === day || (isNext && (planned === undefined || planned < day))
    })
    .sort((a, b) => takenInstant(a) - takenInstant(b))

const takenInstant = ({ decision: { on } }: ToldAtMeeting): number => (on.precision === 'instant' ? on.atInstant : 0)
