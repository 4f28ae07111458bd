import { expect } from 'vitest'
import { aPlan } from '../../support/case.ts'
import { stageId } from '../../../machines/vocabulary/facts.ts'
import type { Case, Journeys } from './journey.ts'
import { fieldsOf, filledIn, numberOn, type Member, type ShownPage } from './member.ts'

/** Papers of both markings before the board of three. */
export const twoPapers = [
  { title: 'Summary', text: 'What it comes to.' },
  { title: 'Risk register', text: 'Secret enough.', marking: 'OFFICIAL-SENSITIVE' as const },
]

/** A plan whose links open papers up to that marking, at gates that ask for two papers. */
export const planOpening = (bareLinkMarking: 'OFFICIAL' | 'OFFICIAL-SENSITIVE') =>
  aPlan({
    bareLinkMarking,
    gates: Object.fromEntries(
      stageId.options.map((stage) => [
        stage,
        {
          boards: [{ board: 'chiefs', decideWithin: 'P10D' }],
          evidence: ['paper-1', 'paper-2'].map((id) => ({ id, title: id })),
        },
      ]),
    ),
  })

export const codesMailed = ({ smtp }: Journeys, { reference }: Case) =>
  smtp.mails.filter(({ subject }) => subject.includes(reference) && subject.includes('The code you asked for'))

/** The newest code in a member's mailbox, once so many have come. */
export const newestCode = async (journeys: Journeys, initiative: Case, howMany = 1): Promise<string> => {
  await expect.poll(() => codesMailed(journeys, initiative).length, { timeout: 10_000 }).toBe(howMany)
  const mail = codesMailed(journeys, initiative).at(-1)
  return /Your code: (\d{4} \d{4})/.exec(mail?.text ?? '')?.[1] ?? 'no code'
}

/** Presses "Email me a code" on the page of codes. */
export const asksOnCodePage = (member: Member, page: ShownPage, fields: Record<string, string> = {}) =>
  member.send(page.path, { ...fieldsOf(page), 'typed-number': numberOn(page), ...fields })

/** Types a code on the page of codes. */
export const enters = (member: Member, page: ShownPage, code: string, fields: Record<string, string> = {}) =>
  member.send(`${page.path.replace(/\/entered$/, '')}/entered`, {
    form: [fieldsOf(page)['form'] ?? ''].flat()[0] ?? '',
    'please-leave-this-empty': '',
    code,
    ...fields,
  })

/** Presses "Email me a code" on the decision form. */
export const asksOnForm = (member: Member, page: ShownPage, fields: Record<string, string | string[]> = {}) =>
  member.send(page.path, { ...filledIn(page), press: 'code', ...fields })
