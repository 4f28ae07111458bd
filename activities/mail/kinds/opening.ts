import type { InitiativeContext } from '../../../machines/initiative/context.ts'
import type { Marking } from '../../../machines/vocabulary/submission.ts'
import { isRehearsal, markingOf } from '../about.ts'
import { cleanLine, cutLine } from '../clean.ts'
import { section, sentence, warning, type Section } from '../content.ts'

/** The longest subject (reliability rule 20). */
export const longestSubject = 120

type Marked = { initiative: InitiativeContext; leastMarking: Marking | undefined }

/** Marking, what is wanted and the reference: never a title, which would tell a stranger what it is about. */
export const subjectOf = (marked: Marked, words: string): string =>
  subjectOfBoard(marked, `${words} - ${marked.initiative.reference}`)

/** Of a mail about a board's meeting, which is of no one initiative. */
export const subjectOfBoard = ({ initiative, leastMarking }: Marked, words: string): string => {
  const rehearsal = isRehearsal(initiative) ? '[Rehearsal] ' : ''
  return cutLine(cleanLine(`${rehearsal}${markingOf(initiative, leastMarking)} - ${words}`), longestSubject)
}

/** What every mail says before anything else. */
export const opening = ({ initiative, leastMarking }: Marked): Section[] =>
  section(
    undefined,
    isRehearsal(initiative) ? warning('This is a rehearsal: nothing in this email is a real decision.') : undefined,
    sentence(markingOf(initiative, leastMarking)),
  )
