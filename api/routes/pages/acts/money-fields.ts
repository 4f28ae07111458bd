import type { InitiativeContext } from '../../../../machines/initiative/context.ts'
import { line, lines, type Field, type Typed } from './field.ts'
import { pence, savingWritten, shareWritten } from './written.ts'

/** The money of a case as a form asks for it. */
export const moneyFields = ({ organisations }: InitiativeContext): Field[] => [
  {
    name: 'cost-from',
    path: 'proposal.money.costFromPence',
    label: 'Cost from, in pounds',
    kind: 'line',
    optional: true,
  },
  {
    name: 'cost-to',
    path: 'proposal.money.costToPence',
    label: 'Cost up to, in pounds',
    kind: 'line',
    optional: true,
  },
  { name: 'budget', path: 'proposal.money.budgetPence', label: 'Budget, in pounds', kind: 'line', optional: true },
  {
    name: 'shares',
    path: 'proposal.money.shares',
    label: 'Share of each organisation',
    kind: 'text',
    optional: true,
    hint: `One organisation a line, such as ${organisations[0]?.name ?? 'Kent Police'}: 120,000`,
  },
  {
    name: 'savings',
    path: 'proposal.money.savings',
    label: 'Savings',
    kind: 'text',
    optional: true,
    hint: 'One year a line, such as 2028/29: 180,000',
  },
]

/** The money as the API takes it; undefined where none is given. */
export const moneyTyped = (
  typed: Typed,
  { organisations }: InitiativeContext,
  wrong: (name: string, expected: string) => undefined,
) => {
  const amount = (name: string) => {
    const text = line(typed, name)
    return text === '' ? undefined : (pence(text) ?? wrong(name, 'must be pounds, such as 1,200,000'))
  }
  const shares = lines(typed, 'shares').map(
    (text) =>
      shareWritten(text, organisations) ??
      wrong('shares', 'must be an organisation of this initiative and pounds a line, such as Kent Police: 120,000'),
  )
  const savings = lines(typed, 'savings').map(
    (text) => savingWritten(text) ?? wrong('savings', 'must be a year and pounds a line, such as 2028/29: 180,000'),
  )
  const amounts = {
    costFromPence: amount('cost-from'),
    costToPence: amount('cost-to'),
    budgetPence: amount('budget'),
  }
  const isGiven = savings.length + shares.length > 0 || Object.values(amounts).some((each) => each !== undefined)
  if (!isGiven) return undefined
  const known = shares.filter((each) => each !== undefined)
  return {
    ...amounts,
    ...(known.length > 0 ? { shares: known } : {}),
    savings: savings.filter((each) => each !== undefined),
  }
}
