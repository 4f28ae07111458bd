import { currentStage } from '../../../machines/initiative/progress.ts'
import { waitingFor } from '../../../machines/waiting-for.ts'
import { dateInWords, dayInWords } from '../../words/dates.ts'
import { stageInWords } from '../../words/decisions.ts'
import { basisInWords } from '../../words/hard-dates.ts'
import type { MailParts } from '../about.ts'
import { facts, link, list, quote, section, sentence, warning, type MailContent } from '../content.ts'
import { opening, subjectOf } from './opening.ts'
import { waits } from './waits.ts'

/**
 * Warns long before a date that nobody here can move: what it is, and what the initiative still waits for.
 * @throws Error when the record has no such date.
 */
export const hardDateWarning = (parts: MailParts): MailContent => {
  const { row, recorded, links, nowInstant } = parts
  const initiative = recorded.state.initiative.context
  const date = initiative.hardDates?.find(({ number }) => number === row.number)
  if (!date) throw new Error(`The initiative ${row.initiativeId} has no hard date ${row.number}`)
  const marked = { initiative, leastMarking: parts.leastMarking }
  const stage = currentStage(initiative)
  const waiting = waitingFor(recorded.state, []).filter(({ hardDateId }) => hardDateId !== date.dateId)
  return {
    subject: subjectOf(marked, `A hard date comes near: ${dayInWords(date.onDay)}`),
    sections: [
      ...opening(marked),
      ...section(
        undefined,
        warning(`On ${dayInWords(date.onDay)} a date comes that no hold and no extension moves:`),
        quote(date.title),
        facts([
          ['Why it is hard', basisInWords[date.basis]],
          ['Initiative', initiative.title],
          ['Reference', initiative.reference],
          ['Programme', initiative.programme?.name],
          ['Stage', stage ? stageInWords(stage) : undefined],
        ]),
        initiative.hold
          ? warning(`The initiative has been on hold since ${dayInWords(initiative.hold.sinceInstant)}.`)
          : undefined,
      ),
      ...section(`What the initiative waits for, as at ${dateInWords(nowInstant)}`, list(waits(waiting))),
      ...section(
        undefined,
        sentence(
          'Once the date is kept, or holds no longer, the change team takes it away on the initiative\u2019s page and says why.',
        ),
        links.pageUrl ? link('See the initiative', links.pageUrl) : undefined,
      ),
    ],
  }
}
