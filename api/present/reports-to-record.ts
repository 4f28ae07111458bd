import type { CaseEvent } from '../../machines/case-events.ts'
import { toBeReported } from '../../machines/initiative/chairs-actions.ts'
import type { InitiativeContext } from '../../machines/initiative/context.ts'

/** The reports of chair's actions that could be recorded now, each as the event it would be. */
export const reportsToRecord = (
  context: InitiativeContext,
  { atInstant, anyText, anyDay }: { atInstant: number; anyText: string; anyDay: string },
): { reviewId: string; about: string; event: CaseEvent }[] =>
  toBeReported(context).map(({ reviewId, boardName, wording }) => ({
    reviewId,
    about: `${boardName}, ${wording}`,
    event: {
      type: 'chairsActionReported',
      atInstant,
      reviewId,
      meetingDay: anyDay,
      meetingEndsInstant: atInstant,
      note: anyText,
      recordedBy: anyText,
    },
  }))
