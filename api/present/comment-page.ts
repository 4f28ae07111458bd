import type { Person } from '../../activities/ports.ts'
import { dateInWords, dayInWords, weekdayDateInWords } from '../../activities/words/dates.ts'
import { stageInWords } from '../../activities/words/decisions.ts'
import { assuranceToOpen } from '../../machines/assurance.ts'
import {
  answersDueInstantOf,
  commentsDueInstantOf,
  papersIn,
  papersOfComment,
  type CirculationContext,
  type Comment,
} from '../../machines/circulation/context.ts'
import type { PaperRef } from '../../machines/vocabulary/submission.ts'
import type { Circulated, PeopleNamed, WhyOver } from '../comments/circulated.ts'
import { commentPaths } from '../comments/paths.ts'
import type { TypedComment } from '../comments/typed.ts'
import type { Wrong } from '../decisions/typed.ts'
import { asWritten } from './as-written.ts'
import { presentWrong } from './decision-form.ts'
import { listed } from './listing.ts'

/** What is put before a stakeholder: who is asked, for what, by when, the papers, and what they said with what came of it. */
export const presentCirculated = (circulated: Circulated, { reader, changeTeam }: PeopleNamed) => {
  const { link, recorded, circulation, stakeholder, own } = circulated
  const { context } = recorded.state.initiative
  const { number, priority, title, asks, stage, edition, wereDueInstant, noComments } = circulation
  const noCommentInstant = Object.hasOwn(noComments, link.personId) ? noComments[link.personId] : undefined
  return {
    initiative: { title: context.title, reference: context.reference },
    marking: context.marking,
    rehearsal: context.plan.kind === 'rehearsal',
    stage: stageInWords(stage),
    you: { ...stakeholder, ...nameOf(reader, stakeholder.title) },
    changeTeam: presentChangeTeam(context.changeTeam?.title, changeTeam),
    batch: { number, priority, title: asWritten(title) },
    asks: asWritten(asks),
    due: weekdayDateInWords(commentsDueInstantOf(circulation)),
    isOverdue: wereDueInstant !== undefined,
    /** Nothing is answered any more. */
    isOver: recorded.state.initiative.status === 'done',
    answersBy: weekdayDateInWords(answersDueInstantOf(circulation)),
    papers: papersIn(circulation, edition).map(({ evidenceId, paper }) => ({
      evidenceId,
      title: asWritten(paper.title),
      version: paper.version,
      marking: paper.marking,
      pageCount: paper.pageCount,
      earlier: earlierVersions(circulation, evidenceId, paper),
      ...(assuranceToOpen(paper.marking, context.plan) === 'A' ? { href: commentPaths.paper(link, paper.sha256) } : {}),
    })),
    comments: own.map((comment) => presentComment(circulation, comment)),
    noComment: own.length === 0 && noCommentInstant !== undefined ? dateInWords(noCommentInstant) : undefined,
    hold: context.hold && {
      reason: asWritten(context.hold.reason),
      since: dayInWords(context.hold.sinceInstant),
      reviewOn: context.hold.reviewOnInstant === undefined ? undefined : dayInWords(context.hold.reviewOnInstant),
    },
  }
}

/** Until a directory gives a person's name, the name on file is the role again: then it is said once. */
const nameOf = (person: Person | undefined, title: string) =>
  person && person.name !== title ? { name: person.name } : {}

const presentChangeTeam = (title = 'the change team', person: Person | undefined) => ({
  title,
  ...nameOf(person, title),
  ...(person?.phone ? { phone: person.phone } : {}),
  ...(person ? { email: person.email } : {}),
})

/** "0.1 and 0.2": the versions a paper had in circulation before the present one. */
const earlierVersions = ({ papers }: CirculationContext, evidenceId: string, now: PaperRef): string => {
  const versions = papers.filter((each) => each.evidenceId === evidenceId && each.paper.sha256 !== now.sha256)
  return listed(versions.map(({ paper }) => paper.version))
}

/** "Economic case, version 0.1; page 12" */
export const onWhat = (circulation: CirculationContext, comment: Comment): string =>
  [
    ...papersOfComment(circulation, comment).map(({ paper: { title, version } }) => `${title}, version ${version}`),
    ...(comment.where ? [comment.where] : []),
  ]
    .map(asWritten)
    .join('; ')

/** A comment as anybody who may see it reads it. */
export const presentComment = (circulation: CirculationContext, comment: Comment) => ({
  number: comment.number,
  on: onWhat(circulation, comment),
  text: asWritten(comment.text ?? 'The words are in the record’s history.'),
  made: dateInWords(comment.atInstant),
  answer: comment.answered && {
    outcome: comment.answered.outcome === 'changed' ? 'The papers are changed' : 'The papers stay as they are',
    text: asWritten(comment.answered.answer ?? 'The words are in the record’s history.'),
    on: dateInWords(comment.answered.atInstant),
  },
})

/** The form with whatever was typed in it before. Whoever has commented is not offered to have no comment. */
export const presentCommentForm = (
  { own, circulation }: Circulated,
  sealed: { action: string; sealed: string; typedNumber: string },
  typed: TypedComment,
  wrong: readonly Wrong[],
) => ({
  ...sealed,
  typed,
  mayHaveNone: own.length === 0,
  papers: papersIn(circulation, circulation.edition).map(({ evidenceId, paper }) => ({
    value: evidenceId,
    text: `${paper.title}, version ${paper.version}`,
    selected: typed.evidenceId === evidenceId,
  })),
  wrong: presentWrong(wrong),
})

const over: Record<WhyOver, { title: string; sentence: string }> = {
  circulationClosed: {
    title: 'Comments on these papers are closed',
    sentence: 'The papers this link was for are not before stakeholders any more, so no comment can be made by it.',
  },
  initiativeClosed: {
    title: 'There is nothing to comment on any more',
    sentence: 'What these papers were about has been closed.',
  },
}

/** Why a link to comment by no longer does, in words that tell a stranger nothing of the case. */
export const presentOver = (why: WhyOver) => ({
  title: over[why].title,
  sentences: [over[why].sentence, 'Nothing has been recorded through it now.'],
})

/** What was typed, set out to be copied where it cannot stand in a form any more. */
export const presentTypedComment = ({ where, text }: TypedComment) => [
  ...(where.trim() ? [{ label: 'Page or paragraph', text: where }] : []),
  ...(text.trim() ? [{ label: 'Your comment', text }] : []),
]
