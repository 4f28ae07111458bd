import type { CommandPayload } from '../../machines/commands.ts'
import { stageId } from '../../machines/vocabulary/facts.ts'
import type { Actor, Stakeholder } from '../../machines/vocabulary/people.ts'
import type { PaperRef } from '../../machines/vocabulary/submission.ts'
import { aPlan } from './case.ts'
import type { Moment } from './play.ts'

/** The five cases a full business case is made of (HM Treasury, Green Book), as the evidence of every gate. */
export const fiveCases = ['strategic', 'economic', 'commercial', 'financial', 'management'].map((id) => ({
  id,
  title: `${id[0]?.toUpperCase()}${id.slice(1)} case`,
}))

/** The plan of the three chiefs, with the five cases needed at every gate. */
export const planWithFiveCases = aPlan({
  gates: Object.fromEntries(
    stageId.options.map((stage) => [
      stage,
      { boards: [{ board: 'chiefs', decideWithin: 'P10D' }], evidence: fiveCases },
    ]),
  ),
})

/** A version of one of the five cases; its hash follows from what it is, so that two versions differ. */
export const aPaper = (evidenceId: string, version = '0.1'): PaperRef => ({
  sha256: Buffer.from(`${evidenceId} ${version}`).toString('hex').padEnd(64, '0').slice(0, 64),
  title: fiveCases.find(({ id }) => id === evidenceId)?.title ?? evidenceId,
  version,
  marking: 'OFFICIAL',
  mediaType: 'application/pdf',
  sizeBytes: 1,
})

export const paperAdded = (evidenceId: string, version?: string): Moment => ({
  type: 'evidenceProvided',
  evidenceId,
  paper: aPaper(evidenceId, version),
})

export const stakeholderIds = ['finance', 'legal', 'unison'] as const
export type StakeholderId = (typeof stakeholderIds)[number]

const titles: Record<StakeholderId, Stakeholder> = {
  finance: { personId: 'finance', title: 'Chief Finance Officer', organisation: 'Kent Police' },
  legal: { personId: 'legal', title: 'Head of Legal Services', organisation: 'Essex Police' },
  unison: { personId: 'unison', title: 'Branch Secretary', organisation: 'UNISON' },
}

/** A stakeholder, acting through the link in their email. */
export const stakeholderNamed = (personId: string): Actor => ({
  kind: 'stakeholder',
  role: 'Stakeholder',
  personId,
  channel: 'emailLink',
  assurance: 'A',
  tokenId: `link-of-${personId}`,
})

/** The strategic case before two stakeholders, unless a test says otherwise. */
export const aCirculation = (
  overrides: Partial<CommandPayload<'circulate'>> & { to?: readonly StakeholderId[] } = {},
): CommandPayload<'circulate'> => {
  const { to = ['finance', 'legal'], ...rest } = overrides
  return {
    circulationId: 'first',
    priority: 1,
    title: 'Strategic case',
    evidenceIds: ['strategic'],
    stakeholders: to.map((id) => titles[id]),
    asks: 'Say whether the case for change is made for your force.',
    commentByInstant: 4_000_000_000_000,
    answerByInstant: 4_000_000_000_000,
    reminderInstants: [],
    ...rest,
  }
}

export const circulated = (overrides: Parameters<typeof aCirculation>[0] = {}): Moment => ({
  type: 'papersCirculated',
  ...aCirculation(overrides),
})

export const aComment = (
  stakeholderId: string,
  overrides: Partial<CommandPayload<'comment'>> = {},
): CommandPayload<'comment'> => ({
  circulationId: 'first',
  stakeholderId,
  edition: 1,
  madeBefore: 0,
  text: 'The savings are not shown by force.',
  ...overrides,
})

export const commented = (stakeholderId: string, overrides: Partial<CommandPayload<'comment'>> = {}): Moment => ({
  type: 'commentMade',
  ...aComment(stakeholderId, overrides),
})

export const hasNoComment = (stakeholderId: string, circulationId = 'first'): Moment => ({
  type: 'noCommentMade',
  circulationId,
  stakeholderId,
})

export const anAnswer = (
  commentNumber = 1,
  overrides: Partial<CommandPayload<'answerComment'>> = {},
): CommandPayload<'answerComment'> => ({
  circulationId: 'first',
  commentNumber,
  outcome: 'changed',
  answer: 'Table 3 shows them by force now.',
  ...overrides,
})

export const answered = (commentNumber = 1, overrides: Partial<CommandPayload<'answerComment'>> = {}): Moment => ({
  type: 'commentAnswered',
  ...anAnswer(commentNumber, overrides),
})

export const circulationClosed = (circulationId = 'first', reason?: string): Moment => ({
  type: 'circulationClosed',
  circulationId,
  ...(reason ? { reason } : {}),
})
