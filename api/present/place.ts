import { certaintyTag, stageInWords } from '../../activities/words/decisions.ts'
import type { StoredCase } from '../../machines/case-file.ts'
import { currentStage } from '../../machines/initiative/progress.ts'
import { withBoard } from '../../machines/initiative/why-not.ts'
import { stages } from '../../machines/stages/index.ts'
import type { Certainty, StageId } from '../../machines/vocabulary/facts.ts'

/** A short word beside a fact; the colour only repeats what the word says. */
export type Tag = {
  text: string
  kind: 'reported' | 'assumed' | 'rehearsal' | 'missing' | 'hold' | 'late' | 'done' | 'plain'
}

/** Where an initiative is, as the portfolio counts it: a stage, or one of three places that are none. */
export type Place = StageId | 'notReported' | 'closing' | 'closed'

export const places: readonly Place[] = [...stages.map(({ id }) => id), 'notReported', 'closing', 'closed']

/** Whether a stored machine is in a state of this name, at any depth. */
export const isIn = ({ value }: { value: unknown }, stateName: string): boolean => {
  if (value === stateName) return true
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([name, below]) => name === stateName || isIn({ value: below }, stateName))
}

export const placeOf = ({ initiative }: StoredCase): Place => {
  if (initiative.status !== 'active') return 'closed'
  const { closure, entry } = initiative.context
  if (isIn(initiative, 'closing') || closure) return 'closing'
  return currentStage(initiative.context) ?? (entry.stage === undefined ? 'notReported' : 'closing')
}

const closedAs = { completed: 'Completed', closedEarly: 'Closed early', withdrawn: 'Withdrawn' } as const

/** "Full business case", "Stage not reported", "Closure report", "Closed" */
export const placeTitle = (place: Place): string => {
  switch (place) {
    case 'notReported':
      return 'Stage not reported'
    case 'closing':
      return 'Closure report'
    case 'closed':
      return 'Closed'
    default:
      return stageInWords(place)
  }
}

/** As `placeTitle`, saying how a closed initiative ended: closed early is kept apart from completed. */
export const placeTitleOf = (state: StoredCase): string => {
  const place = placeOf(state)
  const outcome = state.initiative.context.closure?.outcome
  return place === 'closed' && outcome ? closedAs[outcome] : placeTitle(place)
}

/** What is being done at the stage: "with the board, round 2". Empty where the place says it all. */
export const positionOf = (state: StoredCase): string => {
  const { initiative } = state
  const stage = currentStage(initiative.context)
  if (!stage || placeOf(state) !== stage) return ''
  if (withBoard(initiative)) {
    const round = initiative.context.submission?.round ?? 1
    return round > 1 ? `with the board, round ${round}` : 'with the board'
  }
  if (initiative.context.deferredUntilInstant !== undefined) return 'deferred by the board'
  if (isIn(initiative, 'approved')) return 'approved, being carried out'
  const { round } = initiative.context.stages[stage]
  if (Object.values(state.circulations ?? {}).some((each) => each.context.stage === stage && isIn(each, 'open')))
    return round > 1 ? `with stakeholders for comment, round ${round}` : 'with stakeholders for comment'
  return round > 1 ? `preparing round ${round}` : 'preparing'
}

export const certaintyTagOf = (certainty: Certainty): Tag | undefined => {
  const text = certaintyTag[certainty]
  return text && certainty !== 'recorded' ? { text, kind: certainty } : undefined
}

/** The tags beside an initiative's stage: how far its stage may be trusted, a rehearsal, a hold. */
export const stageTags = (state: StoredCase): Tag[] => {
  const { context } = state.initiative
  const stage = currentStage(context)
  const certainty = stage && placeOf(state) === stage ? context.stages[stage].certainty : undefined
  const trust = certainty ? certaintyTagOf(certainty) : undefined
  const rehearsed: Tag | undefined =
    context.plan.kind === 'rehearsal' && trust?.kind !== 'rehearsal'
      ? { text: 'rehearsal', kind: 'rehearsal' }
      : undefined
  return [
    ...(placeOf(state) === 'notReported' ? [{ text: 'not reported', kind: 'missing' as const }] : []),
    ...(trust ? [trust] : []),
    ...(rehearsed ? [rehearsed] : []),
    ...(context.hold ? [{ text: 'on hold', kind: 'hold' as const }] : []),
  ]
}
