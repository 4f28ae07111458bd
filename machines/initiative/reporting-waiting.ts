import type { WaitingFor } from '../deadlines.ts'
import { toBeReported } from './chairs-actions.ts'
import type { InitiativeContext } from './context.ts'

/** The chair's actions still to be told to their boards: by whom, and to which meeting; the PMO's where no meeting is on file. */
export const toReport = (initiative: InitiativeContext): WaitingFor[] =>
  toBeReported(initiative).map(({ boardName, reviewId, on, toReport: { meeting, secretary, overdue } }) => {
    const sinceInstant = on.precision === 'instant' ? { sinceInstant: on.atInstant } : {}
    return meeting
      ? {
          whom: {
            kind: 'secretary',
            title: secretary?.title ?? `Secretary of ${boardName}`,
            ...(secretary?.personId ? { personId: secretary.personId } : {}),
          },
          what: `report the chair\u2019s action to ${boardName} at its next meeting`,
          ...sinceInstant,
          dueInstant: meeting.endsInstant,
          overdue: overdue === true,
          reviewId,
        }
      : {
          whom: { kind: 'pmo', title: 'PMO' },
          what: `have the chair\u2019s action reported to ${boardName}: no next meeting of it is on file`,
          ...sinceInstant,
          overdue: false,
          reviewId,
        }
  })
