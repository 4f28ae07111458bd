import { dateInWords, dayInWords, weekdayDateInWords } from '../../activities/words/dates.ts'
import type { StoredCase, StoredMachine } from '../../machines/case-file.ts'
import {
  answersDueInstantOf,
  commentsDueInstantOf,
  countsOf,
  papersIn,
  type CirculationContext,
} from '../../machines/circulation/context.ts'
import { stakeholderInWords } from '../../machines/circulation/why-not.ts'
import { stageInWords } from '../../activities/words/decisions.ts'
import { presentComment } from './comment-page.ts'
import { counted } from './listing.ts'
import { isIn, type Tag } from './place.ts'

const tagOf = (circulation: StoredMachine<CirculationContext>): Tag => {
  if (isIn(circulation, 'late')) return { text: 'comments overdue', kind: 'late' }
  if (isIn(circulation, 'open')) return { text: 'open', kind: 'plain' }
  return isIn(circulation, 'answersOwed') ? { text: 'answers owed', kind: 'missing' } : { text: 'closed', kind: 'done' }
}

const standingOf = ({ comments, noComments, closed }: CirculationContext, personId: string): Tag => {
  const made = comments.filter(({ stakeholderId }) => stakeholderId === personId).length
  if (made > 0) return { text: counted(made, 'comment'), kind: 'done' }
  if (Object.hasOwn(noComments, personId)) return { text: 'no comment', kind: 'done' }
  return closed ? { text: 'said nothing', kind: 'plain' } : { text: 'awaited', kind: 'missing' }
}

/** "7 stakeholders asked; 12 comments, 5 changes to the papers; 2 had none" */
const countsInWords = (context: CirculationContext): string => {
  const { stakeholders, comments, changed, noComments } = countsOf(context)
  return [
    `${counted(stakeholders, 'stakeholder')} asked`,
    `${counted(comments, 'comment')}${comments > 0 ? `, ${counted(changed, 'change')} to the papers` : ''}`,
    ...(noComments > 0 ? [`${noComments} had none`] : []),
  ].join('; ')
}

/** Those taking comments come first, what is to be read first before the rest; then the others, the newest first. */
const inOrder = (a: StoredMachine<CirculationContext>, b: StoredMachine<CirculationContext>): number =>
  Number(isIn(b, 'open')) - Number(isIn(a, 'open')) ||
  (isIn(a, 'open') ? a.context.priority - b.context.priority : 0) ||
  b.context.number - a.context.number

/** The batches put before stakeholders: who has answered, what they said on which version, and what came of it. */
export const circulationsShown = ({ circulations = {}, initiative }: StoredCase) =>
  Object.values(circulations)
    .toSorted(inOrder)
    .map((circulation) => {
      const { context } = circulation
      const { number, priority, title, stage, asks, openedInstant, closed, edition, stakeholders, comments } = context
      const isOpen = isIn(circulation, 'open')
      const due = weekdayDateInWords(commentsDueInstantOf(context))
      return {
        heading: `Batch ${number}: ${title}`,
        tag: tagOf(circulation),
        details: [
          `${stageInWords(stage)}, priority ${priority}`,
          `sent ${dayInWords(openedInstant)}`,
          isOpen ? `comments due ${due}, answers due ${weekdayDateInWords(answersDueInstantOf(context))}` : '',
          closed ? `closed ${dateInWords(closed.atInstant)}` : '',
        ]
          .filter(Boolean)
          .join('; '),
        counts: countsInWords(context),
        closedBecause: closed?.reason ?? '',
        asks,
        papers: papersIn(context, edition).map(({ evidenceId, paper }) => ({
          title: paper.title,
          version: paper.version,
          href: `/initiatives/${initiative.context.initiativeId}/papers/${paper.sha256}`,
          was: context.papers
            .filter((each) => each.evidenceId === evidenceId && each.fromEdition === 1 && edition > 1)
            .flatMap(({ paper: first }) => (first.sha256 === paper.sha256 ? [] : [first.version]))
            .join(', '),
        })),
        stakeholders: stakeholders.map(({ personId }) => ({
          who: stakeholderInWords(context, personId),
          standing: standingOf(context, personId),
        })),
        comments: comments.map((comment) => ({
          ...presentComment(context, comment),
          who: stakeholderInWords(context, comment.stakeholderId),
          answerHref:
            comment.answered || circulation.status !== 'active' || initiative.status !== 'active'
              ? ''
              : `/initiatives/${initiative.context.initiativeId}/acts/answerComment?circulationId=${context.circulationId}&commentNumber=${comment.number}`,
        })),
      }
    })
