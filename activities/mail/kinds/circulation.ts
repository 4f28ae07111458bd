import {
  answersDueInstantOf,
  commentsDueInstantOf,
  papersIn,
  papersOfComment,
  type CirculationContext,
  type Comment,
} from '../../../machines/circulation/context.ts'
import type { InitiativeContext } from '../../../machines/initiative/context.ts'
import type { Stakeholder } from '../../../machines/vocabulary/people.ts'
import type { OutboxMail, RecordedInitiative } from '../../ports.ts'
import { dateInWords, dayInWords, shortDateInWords, timeLeft, weekdayDateInWords } from '../../words/dates.ts'
import { stageInWords } from '../../words/decisions.ts'
import type { MailParts, Secretary } from '../about.ts'
import {
  button,
  facts,
  link,
  list,
  quote,
  section,
  sentence,
  warning,
  type Block,
  type MailContent,
  type Section,
} from '../content.ts'
import { opening, subjectOf } from './opening.ts'
import { onHoldInWords } from './parts.ts'
import { paperInWords } from '../../words/papers.ts'

type About = { initiative: InitiativeContext; circulation: CirculationContext; stakeholder: Stakeholder }

/** @throws Error when the record has no such circulation, or the reader is nobody it was sent to. */
const aboutCirculation = ({ state }: RecordedInitiative, { circulationId = '', personId }: OutboxMail): About => {
  const circulation = state.circulations?.[circulationId]?.context
  const stakeholder = circulation?.stakeholders.find((each) => each.personId === personId)
  if (!circulation || !stakeholder)
    throw new Error(`The record has no circulation ${circulationId} to the reader of this mail`)
  return { initiative: state.initiative.context, circulation, stakeholder }
}

/** Asks one stakeholder to read papers and comment on them before they go to a board. */
export const circulation = (parts: MailParts): MailContent => {
  const about = aboutCirculation(parts.recorded, parts.row)
  const marked = { initiative: about.initiative, leastMarking: parts.leastMarking }
  const due = commentsDueInstantOf(about.circulation)
  return {
    subject: subjectOf(marked, `Your comments are asked for by ${shortDateInWords(due, parts.nowInstant)}`),
    sections: [...opening(marked), ...asking(parts, about)],
  }
}

/** Asks again, with everything needed to answer. */
export const commentReminder = (parts: MailParts): MailContent => {
  const about = aboutCirculation(parts.recorded, parts.row)
  const marked = { initiative: about.initiative, leastMarking: parts.leastMarking }
  const due = commentsDueInstantOf(about.circulation)
  const { number } = parts.row
  return {
    subject: subjectOf(marked, `Reminder ${number}: your comments by ${shortDateInWords(due, parts.nowInstant)}`),
    sections: [
      ...opening(marked),
      ...section(
        undefined,
        warning(`Reminder ${number}: nothing has been heard from you yet (${timeLeft(due, parts.nowInstant)}).`),
      ),
      ...asking(parts, about),
    ],
  }
}

const asking = (parts: MailParts, { initiative, circulation, stakeholder }: About): Section[] => {
  const { asks, edition } = circulation
  return [
    ...section(
      undefined,
      onHoldInWords(initiative),
      sentence(
        `As ${stakeholder.title} (${stakeholder.organisation}) you are asked to comment on these papers before they go ` +
          `to a board, by ${weekdayDateInWords(commentsDueInstantOf(circulation))}.`,
      ),
      batchInWords(initiative, circulation),
    ),
    ...section('What is asked of you', quote(asks)),
    ...section('Papers', list(papersIn(circulation, edition).map(({ paper }) => paperInWords(paper)))),
    ...section(undefined, parts.links.commentUrl ? button('Read and comment', parts.links.commentUrl) : undefined),
    ...section(
      'What happens with your comments',
      sentence(
        `Each is answered by the change team, by ${dateInWords(answersDueInstantOf(circulation))}: what changed, or why ` +
          'not. The papers go to no board before that. The answers are sent to you, and stand on the same page.',
      ),
      sentence(
        'If you have nothing to say, please say so on the page: silence is not taken for agreement, and you would be reminded.',
      ),
    ),
    ...section('Contact', ...contactBlocks(parts.secretary)),
  ]
}

/** Tells a stakeholder what came of a comment. @throws Error when it has no answer in the record. */
export const commentAnswered = (parts: MailParts): MailContent => {
  const about = aboutCirculation(parts.recorded, parts.row)
  const { initiative, circulation } = about
  const comment = circulation.comments.find(({ number }) => number === parts.row.number)
  const answer = comment?.answered?.answer
  if (comment?.text === undefined || answer === undefined)
    throw new Error(`The record has no answer to comment ${parts.row.number} any more`)
  const marked = { initiative, leastMarking: parts.leastMarking }
  return {
    subject: subjectOf(marked, `Your comment ${comment.number} has been answered`),
    sections: [
      ...opening(marked),
      ...section(
        undefined,
        sentence(`Thank you for your comment of ${dayInWords(comment.atInstant)}. This is what came of it.`),
        batchInWords(initiative, circulation),
      ),
      ...section(`Your comment ${comment.number}`, quote(comment.text, whereInWords(circulation, comment))),
      ...section(
        comment.answered?.outcome === 'changed' ? 'The papers are changed' : 'The papers stay as they are',
        quote(answer, initiative.changeTeam?.title ?? 'Change team'),
      ),
      ...section(
        undefined,
        parts.links.commentUrl ? link('See all you said and the answers', parts.links.commentUrl) : undefined,
      ),
      ...section('Contact', ...contactBlocks(parts.secretary)),
    ],
  }
}

/** "Financial case, version 0.1; page 12" */
const whereInWords = (circulation: CirculationContext, comment: Comment): string =>
  [
    papersOfComment(circulation, comment)
      .map(({ paper: { title, version } }) => `${title}, version ${version}`)
      .join('; '),
    comment.where,
  ]
    .filter(Boolean)
    .join('; ')

const batchInWords = (initiative: InitiativeContext, { number, title, priority, stage }: CirculationContext): Block =>
  facts([
    ['Initiative', initiative.title],
    ['Reference', initiative.reference],
    ['Programme', initiative.programme?.name],
    ['Stage', stageInWords(stage)],
    ['Batch', `${number}, ${title} (priority ${priority})`],
  ])

const contactBlocks = (changeTeam: Secretary | undefined): Block[] => [
  ...(changeTeam
    ? [sentence(`Questions: ${changeTeam.title}${changeTeam.phone ? `, telephone ${changeTeam.phone}` : ''}.`)]
    : []),
  sentence(
    changeTeam?.email
      ? `A reply to this email goes to ${changeTeam.title}. It is not recorded as a comment.`
      : 'A reply to this email is not recorded as a comment.',
  ),
  sentence('The link is personal to you: please do not pass it on.'),
]
