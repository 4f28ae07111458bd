import { costInWords, poundsInWords } from '../../activities/words/money.ts'
import type { Money } from '../../machines/vocabulary/submission.ts'

/** The money a board is asked about, in full pounds; undefined where the papers give none. */
export const shownMoney = (money: Money | undefined) => {
  if (!money) return undefined
  const { costFromPence, costToPence, budgetPence, savings } = money
  const cost = costInWords(costFromPence, costToPence)
  const highest = costToPence ?? costFromPence
  const over = highest !== undefined && budgetPence !== undefined ? highest - budgetPence : undefined
  return {
    cost: cost ?? '',
    budget: budgetPence === undefined ? '' : poundsInWords(budgetPence),
    against:
      over === undefined
        ? ''
        : over > 0
          ? `up to ${poundsInWords(over)} over the budget`
          : `within the budget, ${poundsInWords(-over)} left`,
    savings: savings.map(({ year, savingPence }) => ({ year, amount: poundsInWords(savingPence) })),
    totalSaving:
      savings.length > 1 ? poundsInWords(savings.reduce((sum, { savingPence }) => sum + savingPence, 0)) : '',
  }
}
export type ShownMoney = NonNullable<ReturnType<typeof shownMoney>>
