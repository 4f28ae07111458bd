import type * as z from 'zod'

/** What is wrong with one field: where it stands, and what was expected there, in words. */
export type Expectation = { path: (string | number)[]; expected: string }

type Issue = z.core.$ZodIssue

const plainNames: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of fields',
  record: 'a group of fields',
}

const pathOf = (path: readonly PropertyKey[]) => path.map((key) => (typeof key === 'number' ? key : String(key)))

/** zod's own sentences begin like this; every other message is already in our words. */
const isPlainWords = (message: string) => !/^(Invalid|Too (big|small)|Unrecognized)/.test(message)

const listed = (values: readonly unknown[]) => values.map(String).join(', ')

const size = ({ origin }: { origin: string }) =>
  origin === 'string' ? ' characters' : origin === 'array' || origin === 'set' ? ' entries' : ''

const expectedIn = (issue: Issue): string => {
  if (issue.message.endsWith('received undefined'))
    return `is required${issue.code === 'invalid_type' ? `: ${plainNames[issue.expected] ?? issue.expected}` : ''}`
  if (isPlainWords(issue.message)) return issue.message
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${plainNames[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return issue.values.length === 1 ? `must be ${String(issue.values[0])}` : `must be one of ${listed(issue.values)}`
    case 'too_big':
      return `must be at most ${issue.maximum}${size(issue)}`
    case 'too_small':
      return `must be at least ${issue.minimum}${size(issue)}`
    case 'invalid_format':
      return issue.format === 'date' ? 'must be a day such as 2027-06-14' : `must be written as ${issue.format}`
    default:
      return issue.message
  }
}

/** Of the forms a field may take, the problems of the one that was nearest to what was sent. */
const nearest = (forms: readonly Issue[][]): Issue[] | undefined => {
  const depth = (issues: readonly Issue[]) => Math.max(0, ...issues.map(({ path }) => path.length))
  return forms.filter((issues) => issues.length > 0).sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0]
}

/** zod's findings as fields and expectations; unknown keys are named one by one. */
export const expectations = (issues: readonly Issue[]): Expectation[] =>
  issues.flatMap((issue): Expectation[] => {
    const path = pathOf(issue.path)
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ path: [...path, key], expected: 'is not a known field here' }))
    if (issue.code === 'invalid_union') {
      const best = nearest(issue.errors)
      if (best) return expectations(best).map((found) => ({ ...found, path: [...path, ...found.path] }))
      const known = 'options' in issue && Array.isArray(issue.options) ? `: ${listed(issue.options)}` : ''
      return [{ path, expected: `must be one of the known kinds${known}` }]
    }
    if (issue.code === 'invalid_key') return [{ path, expected: 'is not a known field here' }]
    return [{ path, expected: expectedIn(issue) }]
  })
