import {
  inOrderBegun,
  papersIn,
  silentStakeholders,
  unansweredComments,
  type CirculationContext,
  type Comment,
} from './context.ts'
import type { CirculationSnapshot } from './machine.ts'
import type { FactOf } from '../commands.ts'
import { currentStage } from '../initiative/progress.ts'
import type { InitiativeContext } from '../initiative/context.ts'
import type { InitiativeSnapshot } from '../initiative/machine.ts'
import { refusal, type Refusal } from '../refusal.ts'
import type { PaperRef } from '../vocabulary/submission.ts'

/**
 * What one batch takes: enough for every stakeholder of a large one to write pages, and far below what would fill an initiative's
 * record (reliability: a link must not be able to end a workflow).
 */
export const commentsAtMost = { eachStakeholder: 20, characters: 60_000 }

/** "Chief Finance Officer (Kent Police)" */
export const stakeholderInWords = ({ stakeholders }: Pick<CirculationContext, 'stakeholders'>, personId: string) => {
  const found = stakeholders.find((each) => each.personId === personId)
  return found ? `${found.title} (${found.organisation})` : personId
}

const batch = ({ number, title }: Pick<CirculationContext, 'number' | 'title'>) => `batch ${number} (${title})`

const commentInWords = (circulation: CirculationContext, { number, stakeholderId }: Comment) =>
  `comment ${number} of ${stakeholderInWords(circulation, stakeholderId)} on ${batch(circulation)}`

/** Why papers cannot be circulated as asked; whether the initiative may circulate any now, its own machine says. */
export const whyNotCirculate = (
  initiative: InitiativeContext,
  event: FactOf<'circulate'>,
  known: Readonly<Record<string, unknown>>,
): Refusal | undefined => {
  const { circulationId, evidenceIds, commentByInstant, answerByInstant, reminderInstants, atInstant } = event
  const stage = currentStage(initiative)
  if (Object.hasOwn(known, circulationId))
    return refusal('KnownCirculation', `circulationId: ${circulationId} is circulated already.`)
  if (!stage) return undefined
  const asked = initiative.plan.gates[stage].evidence
  const unknown = evidenceIds.find((id) => !asked.some((item) => item.id === id))
  if (unknown)
    return refusal(
      'UnknownEvidence',
      `evidenceIds: this gate asks for ${asked.map(({ id }) => id).join(', ') || 'no evidence'}, not ${unknown}.`,
    )
  const missing = asked.filter(({ id }) => evidenceIds.includes(id) && !initiative.evidence[stage]?.[id])
  if (missing.length > 0)
    return refusal('PaperMissing', `Add these papers first: ${missing.map(({ title }) => title).join('; ')}.`)
  const named = evidenceIds.map((id) => initiative.evidence[stage]?.[id]).find((paper) => paper?.readers)
  if (named) return forReadersAlone(named)
  if (commentByInstant <= atInstant)
    return refusal('DateNeeded', 'commentByInstant: comments need a date that has not passed.')
  if (answerByInstant < commentByInstant)
    return refusal('DateNeeded', 'answerByInstant: answers cannot be due before the comments are.')
  if (reminderInstants.some((reminder) => reminder >= commentByInstant))
    return refusal('ReminderTooLate', 'reminderInstants: a reminder comes before the comments are due.')
  return undefined
}

const forReadersAlone = ({ title }: Pick<PaperRef, 'title'>): Refusal =>
  refusal('NamedReaders', `${title} is for named readers on the board, so it is not circulated.`)

/** Why a paper cannot take the place of one in circulation: those who comment would be sent it. */
export const whyNotReplaced = (
  circulations: readonly CirculationSnapshot[],
  { evidenceId, paper }: FactOf<'provideEvidence'>,
): Refusal | undefined =>
  paper.readers && circulations.some((each) => each.status === 'active' && holds(each, evidenceId))
    ? forReadersAlone(paper)
    : undefined

const holds = ({ context }: CirculationSnapshot, evidenceId: string) =>
  context.papers.some((circulated) => circulated.evidenceId === evidenceId)

const closedTo = (circulation: CirculationSnapshot): Refusal | undefined =>
  circulation.matches('open')
    ? undefined
    : refusal(
        'CirculationClosed',
        `The circulation of ${batch(circulation.context)} is closed and takes no more comments.`,
      )

const whyNotStakeholder = ({ context }: CirculationSnapshot, personId: string): Refusal | undefined =>
  context.stakeholders.some((each) => each.personId === personId)
    ? undefined
    : refusal('NotAStakeholder', 'Only somebody these papers were circulated to can comment on them.')

/** Why a stakeholder's comment, or their having none, is not taken; undefined when it is. A hold is the initiative's to say. */
const whyNotComment = (
  circulation: CirculationSnapshot,
  event: FactOf<'comment'> | FactOf<'noComment'>,
): Refusal | undefined => {
  const { context } = circulation
  const whyNot = whyNotStakeholder(circulation, event.stakeholderId) ?? closedTo(circulation)
  if (whyNot) return whyNot
  const own = context.comments.filter(({ stakeholderId }) => stakeholderId === event.stakeholderId)
  if (event.type === 'noCommentMade')
    return own.length > 0 || Object.hasOwn(context.noComments, event.stakeholderId)
      ? refusal('AlreadyAnswered', 'What you think of these papers is recorded already.')
      : undefined
  if (event.edition > context.edition)
    return refusal('UnknownEdition', `edition: the papers are at edition ${context.edition}.`)
  if (event.evidenceId && !papersIn(context, context.edition).some(({ evidenceId }) => evidenceId === event.evidenceId))
    return refusal('UnknownEvidence', `evidenceId: ${event.evidenceId} is not among the papers of this batch.`)
  if (event.madeBefore !== own.length)
    return refusal(
      'OtherComment',
      `madeBefore: the form must be the one served after ${own.length} comments, the number recorded.`,
    )
  const characters = context.comments.reduce((total, { text = '' }) => total + text.length, event.text.length)
  if (own.length >= commentsAtMost.eachStakeholder || characters > commentsAtMost.characters)
    return refusal('TooManyComments', 'This batch takes no more comments by link: send the rest to the change team.')
  return undefined
}

/** Why a comment cannot be answered; undefined when it can. It may be answered on hold, and after the batch has closed. */
const whyNotAnswer = (
  { context, status }: CirculationSnapshot,
  { commentNumber }: FactOf<'answerComment'>,
): Refusal | undefined => {
  const comment = context.comments.find(({ number }) => number === commentNumber)
  if (!comment) return refusal('UnknownComment', `commentNumber: ${batch(context)} has no comment ${commentNumber}.`)
  if (comment.answered || status === 'done')
    return refusal('AlreadyAnswered', `commentNumber: comment ${commentNumber} has been answered.`)
  return undefined
}

/** Why a circulation cannot be closed; undefined when it can. The date stakeholders were given is kept, or a reason is. */
const whyNotClose = (circulation: CirculationSnapshot, { reason }: FactOf<'closeCirculation'>): Refusal | undefined => {
  const closed = closedTo(circulation)
  if (closed) return closed
  const silent = silentStakeholders(circulation.context)
  if (!circulation.matches({ open: 'inTime' }) || silent.length === 0 || reason) return undefined
  const names = silent.map(({ personId }) => stakeholderInWords(circulation.context, personId))
  return refusal(
    'ReasonNeeded',
    `reason: comments are not due yet, and these have not answered: ${names.join('; ')}. Say why it is closed before its date.`,
  )
}

type CirculatingFact = FactOf<'comment'> | FactOf<'noComment'> | FactOf<'answerComment'> | FactOf<'closeCirculation'>
type Circulations = Readonly<Record<string, CirculationSnapshot>>

/** Why something may not happen to papers before stakeholders, in words; undefined when it can. */
export const whyNotCirculating = (
  circulations: Circulations,
  initiative: InitiativeSnapshot,
  event: CirculatingFact,
): Refusal | undefined => {
  const circulation = circulations[event.circulationId]
  if (!circulation)
    return refusal('UnknownCirculation', `circulationId: there is no circulation ${event.circulationId}.`)
  if (initiative.status === 'done') return refusal('Closed', 'This initiative is closed.')
  switch (event.type) {
    case 'commentMade':
    case 'noCommentMade':
      return initiative.matches('onHold')
        ? refusal('OnHold', 'This initiative is on hold. Your link works again when it resumes.')
        : whyNotComment(circulation, event)
    case 'commentAnswered':
      return whyNotAnswer(circulation, event)
    case 'circulationClosed':
      return whyNotClose(circulation, event)
  }
}

/** Why papers cannot go to a board while they are before stakeholders; undefined when every comment of this stage is answered. */
export const whyNotSubmitBefore = (circulations: Circulations, initiative: InitiativeContext): Refusal | undefined => {
  const stage = currentStage(initiative)
  const ofStage = inOrderBegun(circulations).filter(({ context }) => context.stage === stage)
  const open = ofStage.filter((each) => each.matches('open'))
  const unanswered = ofStage.flatMap(({ context }) =>
    unansweredComments(context).map((comment) => commentInWords(context, comment)),
  )
  const answerFirst = unanswered.length > 0 ? `Every comment must be answered first: ${unanswered.join('; ')}.` : ''
  if (open.length > 0)
    return refusal(
      'CirculationOpen',
      `These papers are still before stakeholders: close ${open.map(({ context }) => batch(context)).join('; ')} first. ${answerFirst}`.trim(),
    )
  return unanswered.length > 0 ? refusal('CommentsUnanswered', answerFirst) : undefined
}

/** Why a stage cannot be marked not required: its papers are before stakeholders. */
export const whyNotLeaveStage = (circulations: Circulations, initiative: InitiativeContext): Refusal | undefined => {
  const open = inOrderBegun(circulations).filter(
    (each) => each.matches('open') && each.context.stage === currentStage(initiative),
  )
  return open.length > 0
    ? refusal(
        'CirculationOpen',
        `Close these circulations first: ${open.map(({ context }) => batch(context)).join('; ')}.`,
      )
    : undefined
}
