import { dateInWords } from '../../activities/words/dates.ts'
import type { RecordAlarm } from '../../activities/ports.ts'
import { hrefOf, narrowed, shownFilter, type PortfolioFilter } from './filter.ts'
import { counted, upperFirst } from './listing.ts'
import type { Moment } from './moment.ts'
import { needKinds, needTitle, type Need } from './needs-action.ts'
import { places, placeTitle, type Place } from './place.ts'
import { rags, ragWord } from './ratings.ts'
import { inOrder, type Row } from './row.ts'

const worstShown = 5
const dueWithin = { duration: 'P10D', days: 'working' } as const

type NeedRow = Need & Pick<Row, 'title' | 'href' | 'reference' | 'stage' | 'tags'> & { initiative: string }

/** Counts by kind and the five worst, over all initiatives: a filter narrows the list, never what needs action. */
const needsAction = (rows: readonly Row[]) => {
  const all = rows.flatMap(({ needs, title, href, reference, stage, tags }) =>
    needs.map((need): NeedRow => ({
      href,
      reference,
      initiative: title,
      // Where the need itself says that the stage is not reported, the stage need not say so again.
      ...(need.kind === 'notReported' ? { stage: '', tags: [] } : { stage, tags }),
      ...need,
    })),
  )
  const worst = all.toSorted((a, b) => needKinds.indexOf(a.kind) - needKinds.indexOf(b.kind) || b.daysLate - a.daysLate)
  const initiatives = rows.filter(({ needs }) => needs.length > 0).length
  return {
    total: initiatives,
    count: counted(initiatives, 'initiative'),
    kinds: needKinds.flatMap((kind) => {
      const count = all.filter((need) => need.kind === kind).length
      return count > 0 ? [{ kind, count, title: upperFirst(needTitle(kind)), href: hrefOf({ needs: kind }) }] : []
    }),
    worst: worst.slice(0, worstShown),
    more: Math.max(0, all.length - worstShown),
    allHref: hrefOf({ needs: 'any' }),
  }
}

const decisionsDue = (rows: readonly Row[], { calendar, nowInstant }: Moment) => {
  const until = calendar.after(nowInstant, dueWithin.duration, dueWithin.days)
  return rows
    .flatMap(({ decisionsDue, title, href, reference }) =>
      decisionsDue.map((decision) => ({ ...decision, title, href, reference })),
    )
    .filter(({ dueInstant }) => dueInstant <= until)
    .toSorted((a, b) => a.dueInstant - b.dueInstant)
}

/** Those whose warning has come, the nearest first. */
const hardDatesUnderThreat = (rows: readonly Row[]) =>
  rows
    .flatMap(({ hardDates, title, href }) => hardDates.map((date) => ({ ...date, initiative: title, href })))
    .filter(({ isUnderThreat }) => isUnderThreat)
    .toSorted((a, b) => a.atInstant - b.atInstant)

const columns = [...rags, 'notRated'] as const

/** Stage × rating, each number a link to the initiatives it counts; a stage nobody is at has a row all the same. */
const counts = (rows: readonly Row[]) => {
  const open = rows.filter(({ place }) => place !== 'closed')
  const cell = (stage: Place, rag: (typeof columns)[number]) => {
    const count = open.filter((row) => row.place === stage && row.rag === rag).length
    return { count, rag, word: rag === 'notRated' ? 'not rated' : ragWord(rag), href: hrefOf({ stage, rag }) }
  }
  const shown = places.filter(
    (place) =>
      place !== 'closed' && (!['notReported', 'closing'].includes(place) || open.some((row) => row.place === place)),
  )
  const old = open.filter(({ rating }) => rating?.isOld).length
  const closed = rows.length - open.length
  return {
    columns: columns.map((rag) => ({ rag, word: rag === 'notRated' ? 'Not rated' : ragWord(rag) })),
    stages: shown.map((stage) => ({
      title: placeTitle(stage),
      cells: columns.map((rag) => cell(stage, rag)),
      total: open.filter((row) => row.place === stage).length,
      href: hrefOf({ stage }),
    })),
    old: old > 0 ? `${counted(old, 'rating is', 'ratings are')} more than three months old.` : '',
    closed:
      closed > 0
        ? {
            words: counted(closed, 'initiative is closed', 'initiatives are closed'),
            href: hrefOf({ stage: 'closed' }),
          }
        : undefined,
  }
}

/** The highest marking of anything shown. */
const highestMarking = (rows: readonly Row[]) =>
  rows.some(({ marking }) => marking === 'OFFICIAL-SENSITIVE') ? ('OFFICIAL-SENSITIVE' as const) : ('OFFICIAL' as const)

type SeenHow = { readInstant: number; isOld: boolean; isRunning: boolean; alarms: readonly RecordAlarm[] }

/** An initiative the record does not know has no title, only its id. */
const shownAlarm = ({ initiativeId, reason, sinceInstant }: RecordAlarm, rows: readonly Row[]) => {
  const row = rows.find((each) => each.initiativeId === initiativeId)
  return { title: row?.title ?? initiativeId, href: row?.href ?? '', reason, since: dateInWords(sinceInstant) }
}

/**
 * The portfolio page. `readInstant` is when the rows were read from the record; `isOld` when it cannot be read now and the last rows seen
 * are shown instead; `isRunning` whether Temporal answers.
 */
export const presentPortfolio = (
  rows: readonly Row[],
  filter: PortfolioFilter,
  moment: Moment,
  { readInstant, isOld, isRunning, alarms }: SeenHow,
) => {
  const ageMinutes = Math.floor((moment.nowInstant - readInstant) / 60_000)
  const newest = Math.max(...rows.map(({ recordedInstant }) => recordedInstant))
  const list = inOrder(narrowed(rows, filter))
  return {
    asAt: dateInWords(readInstant),
    newest: rows.length > 0 ? dateInWords(newest) : '',
    age: isOld ? `This page is ${ageMinutes > 0 ? counted(ageMinutes, 'minute') : 'less than a minute'} old` : '',
    isRunning,
    alarms: alarms.map((alarm) => shownAlarm(alarm, rows)),
    isEmpty: rows.length === 0,
    marking: highestMarking(rows),
    needsAction: needsAction(rows),
    decisionsDue: decisionsDue(rows, moment),
    hardDates: hardDatesUnderThreat(rows),
    counts: counts(rows),
    filter: shownFilter(rows, filter),
    list,
    listTitle:
      list.length === rows.length
        ? counted(rows.length, 'initiative')
        : `${list.length} of ${counted(rows.length, 'initiative')}`,
  }
}
