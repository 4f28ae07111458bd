import type { Deadline } from '../deadlines.ts'
import type { ReviewOutput } from '../review.ts'
import type { Extension, InitiativeContext } from './context.ts'

const prefix = 'extension:'

const nameOf = ({ reviewId, partyId }: Pick<Extension, 'reviewId' | 'partyId'>) => `${prefix}${reviewId}:${partyId}`

/** Whether a deadline is the end of somebody's more time: it outlives every stage. */
export const isExtension = ({ name }: Pick<Deadline, 'name'>): boolean => name.startsWith(prefix)

/**
 * Who has more time once a board has ended: those it gave some join, those who have now decided leave. A party that was given more time
 * earlier has decided when a later board shows it at all.
 */
export const extensionsAfter = (
  { extensions = [], deadlines }: Pick<InitiativeContext, 'extensions' | 'deadlines'>,
  { reviewId, boardName, parties = [] }: Pick<ReviewOutput, 'reviewId' | 'boardName' | 'parties'>,
): Pick<InitiativeContext, 'extensions' | 'deadlines'> => {
  if (parties.length === 0) return { deadlines, ...(extensions.length > 0 ? { extensions } : {}) }
  const shown = new Set(parties.map(({ partyId }) => partyId))
  const over = extensions.filter(({ partyId }) => shown.has(partyId))
  const given = parties
    .filter(({ stand }) => stand === 'moreTime')
    .map(({ partyId, title, untilInstant, untilDay }): Extension => ({
      reviewId,
      boardName,
      partyId,
      title,
      ...(untilInstant === undefined ? {} : { untilInstant }),
      ...(untilDay === undefined ? {} : { untilDay }),
    }))
  return {
    extensions: [...extensions.filter((extension) => !over.includes(extension)), ...given],
    deadlines: [
      ...deadlines.filter(({ name }) => !over.some((extension) => nameOf(extension) === name)),
      // It runs on during a hold: the party asked for a day, and others go on meanwhile.
      ...given.flatMap((extension) =>
        extension.untilInstant === undefined
          ? []
          : [{ name: nameOf(extension), atInstant: extension.untilInstant, duringHold: 'runs' as const }],
      ),
    ],
  }
}

/** The extensions once a deadline has passed: the one whose date it was has ended, and is waited for from then on. */
export const extensionEnded = (extensions: readonly Extension[], deadlineName: string): Extension[] =>
  extensions.map((extension) => (nameOf(extension) === deadlineName ? { ...extension, ended: true } : extension))
