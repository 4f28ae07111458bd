import type { Deadline } from '../deadlines.ts'
import type { ReviewOutput } from '../review.ts'
import type { Extension, InitiativeContext } from './context.ts'

/** When whoever has more time is told of its end: a few working days before, and once it is over. */
export type ExtensionTold = 'ending' | 'over'

const prefixes: Record<ExtensionTold, string> = { ending: 'extensionSoon:', over: 'extension:' }
const moments: readonly ExtensionTold[] = ['ending', 'over']

const nameOf = ({ reviewId, partyId }: Pick<Extension, 'reviewId' | 'partyId'>, when: ExtensionTold) =>
  `${prefixes[when]}${reviewId}:${partyId}`

/** Whose more time a deadline is about, and which moment of it: undefined for a deadline that is no extension's. */
export const extensionIn = (
  deadlineName: string,
): { reviewId: string; partyId: string; when: ExtensionTold } | undefined => {
  const when = moments.find((each) => deadlineName.startsWith(prefixes[each]))
  const [reviewId, partyId] = when ? deadlineName.slice(prefixes[when].length).split(':') : []
  return when && reviewId && partyId ? { reviewId, partyId, when } : undefined
}

/** Whether a deadline is of somebody's more time: it outlives every stage. */
export const isExtension = ({ name }: Pick<Deadline, 'name'>): boolean => extensionIn(name) !== undefined

/**
 * Who has more time once a board has ended: those it gave some join, those who have now decided leave. A party that was given more time
 * earlier has decided when a later board shows it at all.
 */
export const extensionsAfter = (
  { extensions = [], deadlines }: Pick<InitiativeContext, 'extensions' | 'deadlines'>,
  {
    reviewId,
    boardName,
    parties = [],
    endedInstant,
  }: Pick<ReviewOutput, 'reviewId' | 'boardName' | 'parties' | 'endedInstant'>,
): Pick<InitiativeContext, 'extensions' | 'deadlines'> => {
  if (parties.length === 0) return { deadlines, ...(extensions.length > 0 ? { extensions } : {}) }
  const shown = new Set(parties.map(({ partyId }) => partyId))
  const over = extensions.filter(({ partyId }) => shown.has(partyId))
  const given = parties
    .filter(({ stand }) => stand === 'moreTime')
    .map(({ partyId, title, untilInstant, soonInstant, untilDay }): Extension => ({
      reviewId,
      boardName,
      partyId,
      title,
      ...(untilInstant === undefined ? {} : { untilInstant }),
      ...(soonInstant === undefined ? {} : { soonInstant }),
      ...(untilDay === undefined ? {} : { untilDay }),
    }))
  return {
    extensions: [...extensions.filter((extension) => !over.includes(extension)), ...given],
    deadlines: [
      ...deadlines.filter(
        ({ name }) => !over.some((extension) => moments.some((when) => nameOf(extension, when) === name)),
      ),
      // It runs on during a hold: the party asked for a day, and others go on meanwhile.
      ...given.flatMap((extension) =>
        extension.untilInstant === undefined
          ? []
          : [
              ...(extension.soonInstant !== undefined && extension.soonInstant > endedInstant
                ? [{ name: nameOf(extension, 'ending'), atInstant: extension.soonInstant, duringHold: 'runs' as const }]
                : []),
              { name: nameOf(extension, 'over'), atInstant: extension.untilInstant, duringHold: 'runs' as const },
            ],
      ),
    ],
  }
}

/** The extensions once a deadline has passed: the one whose date it was has ended, and is waited for from then on. */
export const extensionEnded = (extensions: readonly Extension[], deadlineName: string): Extension[] =>
  extensions.map((extension) =>
    nameOf(extension, 'over') === deadlineName ? { ...extension, ended: true } : extension,
  )
