import { refusal } from '../refusal.ts'
import type { Stage } from './stage.ts'

/** The board decides go or no-go; the stage is over once every roll-out tranche is fully live. */
export const goLive: Stage = {
  id: 'goLive',
  title: 'Go-live',
  preparing: 'prepare for go-live',
  whyNotSubmit: ({ trancheIds }) =>
    trancheIds.length === 0
      ? refusal('NothingToRollOut', 'Plan at least one roll-out tranche before asking to go live.')
      : undefined,
  stillToDo: ({ trancheIds, liveTrancheIds }) => {
    const left = trancheIds.filter((trancheId) => !liveTrancheIds.includes(trancheId)).length
    return left > 0
      ? `go live with ${left} of ${trancheIds.length} roll-out ${trancheIds.length === 1 ? 'tranche' : 'tranches'}`
      : undefined
  },
}
