import type { Stage } from './stage.ts'

/** Asks for the investment decision on the preferred option (Green Book: full business case). */
export const fullBusinessCase: Stage = {
  id: 'fullBusinessCase',
  title: 'Full business case',
  preparing: 'prepare the full business case',
}
