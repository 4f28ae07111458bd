import { againstBudgetInWords, costInWords, poundsInWords, sharesInWords } from '../../activities/words/money.ts'
import type { OrganisationRef } from '../../machines/vocabulary/people.ts'
import type { Money } from '../../machines/vocabulary/submission.ts'

/** The money a board is asked about, in full pounds; undefined where the papers give none. */
export const shownMoney = (money: Money | undefined, organisations: readonly OrganisationRef[]) => {
  if (!money) return undefined
  const { costFromPence, costToPence, budgetPence, savings } = money
  return {
    cost: costInWords(costFromPence, costToPence) ?? '',
    budget: budgetPence === undefined ? '' : poundsInWords(budgetPence),
    against: againstBudgetInWords(money) ?? '',
    shares: sharesInWords(money, organisations),
    savings: savings.map(({ year, savingPence }) => ({ year, amount: poundsInWords(savingPence) })),
    totalSaving:
      savings.length > 1 ? poundsInWords(savings.reduce((sum, { savingPence }) => sum + savingPence, 0)) : '',
  }
}
export type ShownMoney = NonNullable<ReturnType<typeof shownMoney>>
