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
