import { ruleInWords } from '../../machines/rules/index.ts'
import type { BoardTerms } from '../../machines/vocabulary/board.ts'
import type { OtherWay, WayAsked } from '../../machines/vocabulary/way.ts'
import { dayInWords } from './dates.ts'

/** How a board is asked where it is neither at a meeting nor in the plan's time. */
export const otherWayInWords: Record<OtherWay, string> = {
  correspondence: 'by correspondence',
  chairsAction: 'by chair\u2019s action',
}

/** "Alliance Summit", "Alliance Summit, by correspondence" */
export const boardInWords = (name: string, way: Pick<WayAsked, 'by'> | undefined): string =>
  way ? `${name}, ${otherWayInWords[way.by]}` : name

const withoutFullStop = (words: string) => words.trim().replace(/[.;,\s]+$/, '')

/** In which way of its own a board is asked, why, and by what rule; nothing where it is asked as its plan says. */
export const wayInWords = (terms: BoardTerms): string[] => {
  const { name, way, seats, nextMeetings = [] } = terms
  if (!way) return []
  const reason = `${withoutFullStop(way.reason)}.`
  if (way.by === 'correspondence')
    return [
      `${name} decides this by correspondence, not at a meeting. Why: ${reason} Its rule by correspondence: ${ruleInWords(terms)}`,
    ]
  const [first, vice] = seats
  const alone = (vice ?? first)?.title ?? 'The chair'
  const [next] = nextMeetings
  return [
    `${name} is asked by chair\u2019s action: ${alone} alone decides. Why it cannot wait: ${reason}` +
      (way.informed.length > 0
        ? ' The other members are told, not asked, and none of them is counted as having decided.'
        : ''),
    next
      ? `It is then reported to the next ${name} meeting, as things stand that of ${dayInWords(next.day)}, and minuted there.`
      : `It is then to be reported to the next ${name} meeting and minuted there; none is on file yet.`,
  ]
}
