import type { InitiativeContext } from '../../../machines/initiative/context.ts'
import type { Marking } from '../../../machines/vocabulary/submission.ts'
import { isRehearsal, markingOf } from '../about.ts'
import { cleanLine, cutLine } from '../clean.ts'
import { section, sentence, warning, type Section } from '../content.ts'

/** The longest subject (reliability rule 20). */
export const longestSubject = 120

type Marked = { initiative: InitiativeContext; leastMarking: Marking | undefined }
type MarkedSeveral = { initiatives: readonly InitiativeContext[]; leastMarking: Marking | undefined }

/** Marking, what is wanted and the reference: never a title, which would tell a stranger what it is about. */
export const subjectOf = (marked: Marked, words: string): string =>
  subjectOfBoard(marked, `${words} - ${marked.initiative.reference}`)

/** Of a mail about a board's meeting, which is of no one initiative. */
export const subjectOfBoard = ({ initiative, leastMarking }: Marked, words: string): string =>
  subjectOfSeveral({ initiatives: [initiative], leastMarking }, words)

/** The highest marking of all; a rehearsal only where every one of them is. */
export const subjectOfSeveral = (several: MarkedSeveral, words: string): string => {
  const rehearsal = several.initiatives.every(isRehearsal) ? '[Rehearsal] ' : ''
  return cutLine(cleanLine(`${rehearsal}${highestMarking(several)} - ${words}`), longestSubject)
}

const highestMarking = ({ initiatives, leastMarking }: MarkedSeveral): Marking =>
  initiatives.reduce<Marking>((least, initiative) => markingOf(initiative, least), leastMarking ?? 'OFFICIAL')

/** What every mail says before anything else. */
export const opening = ({ initiative, leastMarking }: Marked): Section[] =>
  openingOfSeveral({ initiatives: [initiative], leastMarking })

export const openingOfSeveral = (several: MarkedSeveral): Section[] =>
  section(
    undefined,
    several.initiatives.every(isRehearsal)
      ? warning('This is a rehearsal: nothing in this email is a real decision.')
      : undefined,
    sentence(highestMarking(several)),
  )
