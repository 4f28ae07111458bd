import { parse, type HTMLElement } from 'node-html-parser'

/** The decision form as a member meets it: what can be chosen, in the words beside each choice, and the number to type. */
export type DecisionForm = {
  action: string
  choices: string[]
  number: string
  /** The fields a browser would send for what a member chose and typed, in the order of the page. */
  filled: (decision: Filled) => [string, string][]
}

export type Filled = {
  /** The words beside the choice: "Send back". */
  choice: string
  points?: readonly string[]
  conditions?: readonly { text: string; owner: string }[]
  reason?: string
}

/** The receipt a member sees after the press. */
export type Receipt = { chosen: string; reference: string }

const wordsOf = (element: HTMLElement | null | undefined) => (element?.textContent ?? '').replace(/\s+/g, ' ').trim()

/** What a page says, in one line: its heading and what stands wrong on it. */
export const saidBy = (html: string): string => {
  const page = parse(html)
  const wrong = page.querySelectorAll('.govuk-error-summary li, .gh-notice, .govuk-notification-banner__content')
  return [page.querySelector('h1'), ...wrong].map(wordsOf).filter(Boolean).join(' ')
}

/** Reads the decision form of a page; undefined where there is none. */
export const readDecisionForm = (html: string): DecisionForm | undefined => {
  const page = parse(html)
  const form = page.querySelectorAll('form').find((each) => each.querySelector('input[type=radio]'))
  if (!form) return undefined
  const labelOf = (field: HTMLElement) => wordsOf(form.querySelector(`label[for="${field.getAttribute('id') ?? ''}"]`))
  const radios = form.querySelectorAll('input[type=radio]')
  const number = /\b\d{4}\b/.exec(wordsOf(form.querySelector('#number-shown')))?.[0] ?? ''

  const filled = ({ choice, points = [], conditions = [], reason = '' }: Filled): [string, string][] => {
    const left = {
      point: [...points],
      condition: conditions.map(({ text }) => text),
      owner: conditions.map(({ owner }) => owner),
    }
    const typedIn = (label: string): string | undefined => {
      if (/^Point \d+$/.test(label)) return left.point.shift()
      if (label === 'What must be met') return left.condition.shift()
      if (label.startsWith('Who meets it')) return left.owner.shift()
      if (label === 'Reason') return reason
      return label === 'Type this number' ? number : undefined
    }
    return form.querySelectorAll('input, textarea').flatMap((field): [string, string][] => {
      const name = field.getAttribute('name')
      if (!name) return []
      const preset = field.tagName === 'TEXTAREA' ? field.textContent : (field.getAttribute('value') ?? '')
      if (field.getAttribute('type') === 'radio') return labelOf(field) === choice ? [[name, preset]] : []
      return [[name, typedIn(labelOf(field)) ?? preset]]
    })
  }
  return { action: form.getAttribute('action') ?? '', choices: radios.map(labelOf), number, filled }
}

/** Reads the receipt of a recorded decision; undefined where the page is none. */
export const readReceipt = (html: string): Receipt | undefined => {
  const page = parse(html)
  const recorded = page.querySelector('.gh-recorded')
  const reference = wordsOf(recorded?.querySelector('.gh-reference'))
  if (!recorded || !reference || page.querySelector('.govuk-notification-banner')) return undefined
  return { chosen: wordsOf(recorded.querySelector('h1')), reference }
}
