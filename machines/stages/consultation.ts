import { refusal } from '../refusal.ts'
import type { Stage } from './stage.ts'

/** Staff are consulted, cohort by cohort, for at least the plan's minimum period; the outcome then goes to the board. */
export const consultation: Stage = {
  id: 'consultation',
  title: 'Consultation',
  preparing: 'consult and report the outcome',
  whyNotSubmit: ({ cohortIds, openCohortIds }) => {
    if (cohortIds.length === 0)
      return refusal(
        'NothingConsulted',
        'No consultation has been opened yet, so there is no outcome to put to the board.',
      )
    if (openCohortIds.length > 0)
      return refusal(
        'ConsultationOpen',
        `${openCohortIds.length} consultation(s) must be closed before the outcome goes to the board.`,
      )
    return undefined
  },
}
