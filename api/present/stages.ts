import { dayInWords, lengthInWords } from '../../activities/words/dates.ts'
import type { StoredCase } from '../../machines/case-file.ts'
import type { StageProgress } from '../../machines/initiative/context.ts'
import { stages } from '../../machines/stages/index.ts'
import { certaintyTagOf, placeOf, positionOf, stageTags, type Tag } from './place.ts'

/** One of the five stages as its step is drawn: the mark only repeats what `standing` says. */
export type ShownStage = {
  title: string
  mark: 'passed' | 'current' | 'ahead' | 'notRequired' | 'before'
  standing: string
  dates: string
  reason: string
  tags: Tag[]
}

const standings: Record<StageProgress['standing'], string> = {
  ahead: 'not begun',
  current: 'here now',
  passed: 'passed',
  notRequired: 'not required',
  before: 'before this record began',
}

const datesOf = ({ standing, sinceInstant, endedInstant, certainty }: StageProgress, nowInstant: number): string => {
  if (standing === 'before') return 'date not reported'
  // A stage found when the record began was entered before it: its first day is not known.
  const began = certainty === 'recorded' || certainty === 'rehearsal' ? 'since' : 'in this record since'
  if (sinceInstant !== undefined && endedInstant !== undefined)
    return `${dayInWords(sinceInstant)} to ${dayInWords(endedInstant)} (${lengthInWords(endedInstant - sinceInstant)})`
  if (endedInstant !== undefined) return dayInWords(endedInstant)
  return sinceInstant === undefined
    ? ''
    : `${began} ${dayInWords(sinceInstant)} (${lengthInWords(nowInstant - sinceInstant)})`
}

/** The five stages in order, with what is known of each. */
export const fiveStages = (state: StoredCase, nowInstant: number): ShownStage[] => {
  const { context } = state.initiative
  const position = positionOf(state)
  const place = placeOf(state)
  // Where no source names its stage, nobody knows which it has passed.
  const isUnknown = context.entry.stage === undefined
  return stages.map(({ id, title }) => {
    const progress = context.stages[id]
    const isHere = progress.standing === 'current' && place === id
    const isOver = progress.standing === 'current' && !isHere
    const trust = certaintyTagOf(progress.certainty)
    const known = progress.standing === 'ahead' ? [] : trust ? [trust] : []
    return {
      title,
      mark: isOver ? 'ahead' : progress.standing,
      standing: isUnknown
        ? 'not reported'
        : isOver
          ? 'ended here'
          : isHere && position
            ? position
            : standings[progress.standing],
      dates: isOver ? '' : datesOf(progress, nowInstant),
      reason: progress.reason ?? '',
      tags: isHere ? stageTags(state) : known,
    }
  })
}
