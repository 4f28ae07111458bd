import type { Person, RecordedInitiative } from '../../activities/ports.ts'
import type { CommentLink } from '../../activities/ports/circulation.ts'
import type { CirculationContext, Comment } from '../../machines/circulation/context.ts'
import { closedCirculationIn } from '../../machines/past.ts'
import type { Stakeholder } from '../../machines/vocabulary/people.ts'
import type { ApiParts } from '../parts.ts'

/** Why a link to comment by is of no use any more. None of its words says anything of the case. */
export type WhyOver = 'circulationClosed' | 'initiativeClosed'

/**
 * How a link stands now. `open`: comments are taken. `onHold`: it explains the hold and works again after. `receipt`: no more are taken,
 * and this stakeholder keeps sight of what they said and what came of it. `ended`: it says why.
 */
export type StandingOfLink = { kind: 'open' | 'onHold' } | { kind: 'receipt' | 'ended'; why: WhyOver }

/** Everything a stakeholder's link stands for, read from the record: their page and their comment work on this and nothing else. */
export type Circulated = {
  link: CommentLink
  recorded: RecordedInitiative
  circulation: CirculationContext
  stakeholder: Stakeholder
  /** What this stakeholder said, and nobody else's words. */
  own: Comment[]
  standing: StandingOfLink
}

type Reading = {
  links: Pick<ApiParts['links'], 'findComment'>
  initiatives: Pick<ApiParts['initiatives'], 'find' | 'entries'>
}

/** What a token stands for; undefined for one that was never given out to comment by. Reading changes nothing about it. */
export const findCirculated = async (parts: Reading, token: string): Promise<Circulated | undefined> => {
  const link = await parts.links.findComment(token)
  return link && circulatedOf(parts, link)
}

/** What a link stands for now; undefined when the record knows nothing of its circulation. */
export const circulatedOf = async (
  parts: Pick<Reading, 'initiatives'>,
  link: CommentLink,
): Promise<Circulated | undefined> => {
  const recorded = await parts.initiatives.find(link.initiativeId)
  const stored = recorded?.state.circulations?.[link.circulationId]?.context
  if (!recorded || !stored) return undefined
  // An initiative of many rounds leaves the words of its oldest to the audit; their links still show them.
  const circulation = isWhole(stored, link)
    ? stored
    : (closedCirculationIn(await parts.initiatives.entries(link.initiativeId), link.circulationId)?.context ?? stored)
  const stakeholder = circulation.stakeholders.find(({ personId }) => personId === link.personId)
  if (!stakeholder) return undefined
  const own = circulation.comments.filter(({ stakeholderId }) => stakeholderId === link.personId)
  return { link, recorded, circulation, stakeholder, own, standing: standingOf(recorded, circulation, own) }
}

const isWhole = ({ inAuditOnly, comments }: CirculationContext, { personId }: CommentLink): boolean =>
  !inAuditOnly && comments.every(({ stakeholderId, text }) => stakeholderId !== personId || text !== undefined)

const standingOf = (
  { state: { initiative } }: RecordedInitiative,
  { closed }: CirculationContext,
  own: readonly Comment[],
): StandingOfLink => {
  if (!closed) return { kind: initiative.context.hold ? 'onHold' : 'open' }
  const why = initiative.status === 'active' ? 'circulationClosed' : 'initiativeClosed'
  return { kind: own.length > 0 ? 'receipt' : 'ended', why }
}

/** The people a stakeholder's page names: the reader, and whom questions go to. */
export type PeopleNamed = { reader: Person | undefined; changeTeam: Person | undefined }

export const peopleNamed = async (
  { directory }: Pick<ApiParts, 'directory'>,
  { link, recorded }: Circulated,
): Promise<PeopleNamed> => {
  const changeTeamId = recorded.state.initiative.context.changeTeam?.personId
  const [reader, changeTeam] = await Promise.all([
    directory.person(link.personId),
    changeTeamId ? directory.person(changeTeamId) : undefined,
  ])
  return { reader, changeTeam }
}
