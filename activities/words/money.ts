import type { OrganisationRef } from '../../machines/vocabulary/people.ts'
import type { Money } from '../../machines/vocabulary/submission.ts'

const pounds = (leastPenceDigits: 0 | 2) =>
  new Intl.NumberFormat('en-GB', {
    style: 'currency',
    currency: 'GBP',
    minimumFractionDigits: leastPenceDigits,
    maximumFractionDigits: 2,
  })
const wholePounds = pounds(0)
const poundsAndPence = pounds(2)

/** "£1,250,000", "£12.50", "-£300": pounds of an amount in pence; pence are shown only where there are any. */
export const poundsInWords = (pence: number): string =>
  (pence % 100 === 0 ? wholePounds : poundsAndPence).format(pence / 100)

/** "£1m to £1.2m" is never said: both ends in full, so that nobody reads a rounded figure as the real one. */
export const costInWords = (fromPence: number | undefined, toPence: number | undefined): string | undefined => {
  if (fromPence === undefined) return toPence === undefined ? undefined : `up to ${poundsInWords(toPence)}`
  if (toPence === undefined) return `from ${poundsInWords(fromPence)}`
  return fromPence === toPence ? poundsInWords(fromPence) : `${poundsInWords(fromPence)} to ${poundsInWords(toPence)}`
}

/** "up to £20,000 over the budget", of the highest cost named; nothing where there is no budget to hold it against. */
export const againstBudgetInWords = ({ costFromPence, costToPence, budgetPence }: Money): string | undefined => {
  const highest = costToPence ?? costFromPence
  if (highest === undefined || budgetPence === undefined) return undefined
  const over = highest - budgetPence
  return over > 0 ? `up to ${poundsInWords(over)} over the budget` : `within the budget, ${poundsInWords(-over)} left`
}

/** What organisations bear of the cost, by name: those of a seat, or all of them. */
export const sharesInWords = (
  { shares = [] }: Money,
  organisations: readonly OrganisationRef[],
  ofOrganisationIds?: readonly string[],
): { organisation: string; share: string }[] =>
  shares
    .filter(({ organisationId }) => ofOrganisationIds?.includes(organisationId) ?? true)
    .map(({ organisationId, sharePence }) => ({
      organisation: organisations.find((each) => each.organisationId === organisationId)?.name ?? organisationId,
      share: poundsInWords(sharePence),
    }))
