import { papersIn } from '../../machines/circulation/context.ts'
import { commands, type CommandPayload } from '../../machines/commands.ts'
import { expectations } from '../../machines/vocabulary/expectation.ts'
import type { Wrong } from '../decisions/typed.ts'
import type { Circulated } from './circulated.ts'
import type { CommentForm } from './sealed-comment.ts'

/** What a stakeholder typed, kept exactly, so that a form which is not accepted comes back with every word in it. */
export type TypedComment = {
  /** `comment` or `noComment`; nothing is chosen beforehand. */
  says: string
  /** The paper it is on; empty where it is on all of them. */
  evidenceId: string
  where: string
  text: string
  typedNumber: string
}

export const nothingTyped: TypedComment = { says: '', evidenceId: '', where: '', text: '', typedNumber: '' }

/** What is to be recorded. */
export type Saying =
  { name: 'comment'; payload: CommandPayload<'comment'> } | { name: 'noComment'; payload: CommandPayload<'noComment'> }

type Read = { saying: Saying } | { wrong: Wrong[]; tooLong: boolean }

const order = ['says', 'evidenceId', 'where', 'text', 'typedAnswer']

/** Reads a comment from what was typed. Everything that is wrong is named at once, in the order of the page; nothing is guessed. */
export const readComment = (
  { circulation, link }: Pick<Circulated, 'circulation' | 'link'>,
  { edition, madeBefore, typedNumber }: CommentForm,
  typed: TypedComment,
): Read => {
  const { circulationId, personId: stakeholderId } = link
  const wrong: Wrong[] = []
  const hasWords = typed.text.trim() !== '' || typed.where.trim() !== ''
  if (typed.says !== 'comment' && typed.says !== 'noComment')
    wrong.push({ field: 'says', expected: 'Choose whether you have a comment' })
  if (typed.says === 'noComment' && hasWords)
    wrong.push({ field: 'says', expected: 'You wrote a comment: choose to comment, or clear it' })
  if (typed.says === 'comment' && typed.text.trim() === '')
    wrong.push({ field: 'text', expected: 'Write your comment, or say that you have none' })
  if (typed.evidenceId && !papersIn(circulation, edition).some(({ evidenceId }) => evidenceId === typed.evidenceId))
    wrong.push({ field: 'evidenceId', expected: 'Choose one of the papers, or all of them' })
  if (typed.typedNumber.trim() !== typedNumber)
    wrong.push({ field: 'typedAnswer', expected: `Type the four-digit number shown: ${typedNumber}` })
  if (typed.says === 'noComment' && wrong.length === 0)
    return { saying: { name: 'noComment', payload: { circulationId, stakeholderId } } }

  const read = commands.comment.payload.safeParse({
    circulationId,
    stakeholderId,
    edition,
    madeBefore,
    text: typed.text,
    ...(typed.evidenceId ? { evidenceId: typed.evidenceId } : {}),
    ...(typed.where.trim() ? { where: typed.where } : {}),
  })
  if (read.success && wrong.length === 0) return { saying: { name: 'comment', payload: read.data } }
  const found = read.success || !hasWords ? [] : expectations(read.error.issues)
  for (const { path, expected } of found) {
    const [field = 'text'] = path.map(String)
    if (!wrong.some((each) => each.field === field))
      wrong.push({ field, expected: `${names[field] ?? field} ${expected}` })
  }
  return {
    wrong: wrong.toSorted((a, b) => order.indexOf(a.field) - order.indexOf(b.field)),
    tooLong: !read.success && hasWords && read.error.issues.some(({ code }) => code === 'too_big'),
  }
}

const names: Record<string, string> = { text: 'The comment', where: 'Page or paragraph', evidenceId: 'The paper' }
