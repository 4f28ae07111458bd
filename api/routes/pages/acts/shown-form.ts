import { commands } from '../../../../machines/commands.ts'
import type { Page } from '../../../views/views.ts'
import type { Field, Typed, WrongEntry } from './field.ts'
import type { About, ActForm } from './form.ts'

/** Whom somebody may act as while there is no sign-in. */
export const roles = ['Change team', 'PMO', 'Senior responsible owner', 'Executive Business Lead', 'Board secretary']

const actingAs: Field = {
  name: 'role',
  path: 'role',
  label: 'You act as',
  kind: 'select',
  options: roles.map((role) => ({ value: role, text: role })),
}

const idOf = ({ name, kind, options }: Field): string => {
  if (kind === 'day') return `${name}-day`
  return kind === 'choice' || kind === 'checkboxes' ? `${name}-${options?.[0]?.value ?? ''}` : name
}

const shownField = (field: Field, typed: Typed, wrong: readonly WrongEntry[]) => {
  const { name, kind, label, hint, optional, options = [], initial = '' } = field
  const value = typed[name] ?? initial
  const error = wrong.find((each) => each.name === name)?.text
  return {
    kind,
    name,
    id: idOf(field),
    label: optional ? `${label} (optional)` : label,
    value,
    ...(hint ? { hint: { text: hint } } : {}),
    ...(error ? { error: { text: error } } : {}),
    options: options.map((option) => ({
      ...option,
      id: `${name}-${option.value}`,
      ...(option.hint ? { hint: { text: option.hint } } : {}),
      ...(kind === 'checkboxes'
        ? { name: `${name}-${option.value}`, value: 'yes', checked: typed[`${name}-${option.value}`] === 'yes' }
        : { checked: option.value === value }),
      selected: option.value === value,
    })),
    parts: ['day', 'month', 'year'].map((part) => ({
      name: part,
      value: typed[`${name}-${part}`] ?? '',
      classes: `govuk-input--width-${part === 'year' ? 4 : 2}${error ? ' govuk-input--error' : ''}`,
    })),
  }
}

/** Mistakes in the order of the page; what concerns the whole act first. */
const inOrder = (fields: readonly Field[], wrong: readonly WrongEntry[]): WrongEntry[] => {
  const at = (entry: WrongEntry) => fields.findIndex(({ name }) => name === entry.name)
  return wrong.toSorted((a, b) => at(a) - at(b))
}

/** What a person finds in place of, or above, an act's form. */
export type FormState = {
  key: string
  typed: Typed
  wrong: WrongEntry[]
  /** Why it is not possible now; the form is then left out. */
  why?: string
  notes?: string[]
}

/** The page of an act's form: everything typed kept, each mistake named at its field and at the top. */
export const shownForm = async (form: ActForm, about: About, { key, typed, wrong, why, notes = [] }: FormState) => {
  const { context, subject } = about
  const fields = [...(await form.fields(about)), actingAs]
  const { title } = commands[form.name]
  const home = `/initiatives/${context.initiativeId}`
  const page: Page = {
    title: `${title}: ${context.title}`,
    marking: context.marking,
    rehearsal: context.plan.kind === 'rehearsal',
    developmentOnly: true,
    hasErrors: wrong.length > 0,
    back: { href: home, text: 'Back to the initiative' },
  }
  return {
    page,
    act: {
      title,
      initiative: context.title,
      action: `${home}/acts/${form.name}`,
      quote: form.quote?.(about) ?? '',
      why: why ?? '',
      notes,
      isUpload: fields.some(({ kind }) => kind === 'file'),
      hidden: [...Object.entries(subject).filter(([name]) => !name.endsWith('Title')), ['key', key]].map(
        ([name, value]) => ({ name, value }),
      ),
      fields: fields.map((field) => shownField(field, typed, wrong)),
      errors: inOrder(fields, wrong).map(({ name, text }) => {
        const field = fields.find((each) => each.name === name)
        return { text, ...(field ? { href: `#${idOf(field)}` } : {}) }
      }),
    },
  }
}
