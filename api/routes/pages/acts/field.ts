/** One thing a person types or chooses. `path` is where it stands in what the API takes: `proposal.asks`. */
export type Field = {
  name: string
  path: string
  label: string
  kind: 'line' | 'text' | 'choice' | 'checkboxes' | 'select' | 'day' | 'file'
  hint?: string
  optional?: true
  options?: { value: string; text: string; hint?: string }[]
  /** What stands there before anybody types. */
  initial?: string
}

/** What a person typed, by the name of the field; days in three parts (`review-on-day`, …), boxes each by its own (`papers-case`). */
export type Typed = Readonly<Record<string, string>>

/** Something to put right, at its field; without a field it concerns the whole act. */
export type WrongEntry = { name?: string; text: string }

const asSeen = (text: string) => text.replaceAll('\r\n', '\n').trim()

/** The text of a field as people see it, without spaces around it. */
export const line = (typed: Typed, name: string): string => asSeen(typed[name] ?? '')

/** As `line`; nothing where it was left empty, for what may be left out. */
export const optionalLine = (typed: Typed, name: string): string | undefined => line(typed, name) || undefined

/** The non-empty lines of a field. */
export const lines = (typed: Typed, name: string): string[] => line(typed, name).split('\n').map(asSeen).filter(Boolean)

/** A day typed in three parts, as `2027-06-14`; nothing where all three are empty. What is no day stays as typed, to be refused by name. */
export const dayTyped = (typed: Typed, name: string): string | undefined => {
  const [day, month, year] = ['day', 'month', 'year'].map((part) => line(typed, `${name}-${part}`))
  if (!day && !month && !year) return undefined
  return `${year ?? ''}-${(month ?? '').padStart(2, '0')}-${(day ?? '').padStart(2, '0')}`
}

/** The sentence at a field from what was expected there: "Reason must be at most 4,000 characters". */
export const wrongEntry = (fields: readonly Field[], path: string, expected: string): WrongEntry => {
  const field = fields.find((each) => path === each.path || path.startsWith(`${each.path}.`))
  if (!field) return { text: path ? `${path} ${expected}` : expected }
  const text = /must not be empty|is required|must be one of|must be at least 1 entries/.test(expected)
    ? `${['choice', 'checkboxes', 'select'].includes(field.kind) ? 'Choose' : 'Fill in'}: ${field.label}`
    : `${field.label} ${expected}`
  return { name: field.name, text }
}
