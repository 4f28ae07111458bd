import { DateTime } from 'luxon'
import type { ReportedDate } from '../../../../machines/vocabulary/facts.ts'
import type { OrganisationRef } from '../../../../machines/vocabulary/people.ts'

const dayIn = (text: string): string | undefined =>
  ['yyyy-MM-dd', 'd LLLL yyyy', 'd LLL yyyy', 'd/M/yyyy']
    .map((format) => DateTime.fromFormat(text, format, { locale: 'en-GB', zone: 'utc' }))
    .find(({ isValid }) => isValid)
    ?.toISODate() ?? undefined

const monthIn = (text: string): string | undefined =>
  ['yyyy-MM', 'LLLL yyyy', 'LLL yyyy']
    .map((format) => DateTime.fromFormat(text, format, { locale: 'en-GB', zone: 'utc' }))
    .find(({ isValid }) => isValid)
    ?.toFormat('yyyy-MM')

/**
 * A date as somebody writes it, with the precision they give and no more: "14 October 2027", "October 2027", "by 14 October 2027",
 * "1 to 14 October 2027" with both days in full, or their own words. Nothing where nothing is written.
 */
export const dateWritten = (text: string): ReportedDate | undefined => {
  if (text === '') return undefined
  const day = dayIn(text)
  if (day) return { precision: 'day', on: day }
  const month = monthIn(text)
  if (month) return { precision: 'month', month }
  const by = /^by (.+)$/i.exec(text)?.[1]
  const byDay = by ? dayIn(by) : undefined
  if (byDay) return { precision: 'by', by: byDay }
  const [from, to] = (/^(.+) to (.+)$/i.exec(text) ?? []).slice(1).map(dayIn)
  return from && to ? { precision: 'range', from, to } : { precision: 'said', said: text }
}

/** Pounds as written ("£1,200,000", "12.50") in pence; undefined for what is no amount. */
export const pence = (text: string): number | undefined => {
  const [, pounds, rest] = /^£?\s*(\d[\d,]*)(?:\.(\d{2}))?$/.exec(text) ?? []
  return pounds === undefined ? undefined : Number(pounds.replaceAll(',', '')) * 100 + Number(rest ?? 0)
}

/** "Kent Police: 120,000" as an organisation of those given, by its name or id, and its share; undefined for what is none. */
export const shareWritten = (
  text: string,
  organisations: readonly OrganisationRef[],
): { organisationId: string; sharePence: number } | undefined => {
  const [, named = '', amount = ''] = /^(.+?)\s*:\s*(£?\s*\d[\d,.]*)$/.exec(text) ?? []
  const found = organisations.find(({ organisationId, name }) =>
    [organisationId, name].some((each) => each.toLowerCase() === named.toLowerCase()),
  )
  const sharePence = pence(amount)
  return found && sharePence !== undefined ? { organisationId: found.organisationId, sharePence } : undefined
}

/** "2028/29: 180,000" as a year and its saving; undefined for what is none. */
export const savingWritten = (text: string): { year: string; savingPence: number } | undefined => {
  const [, year, amount] = /^(.+?)\s*[:,]?\s+(£?\s*\d[\d,.]*)$/.exec(text) ?? []
  const savingPence = amount ? pence(amount) : undefined
  return year && savingPence !== undefined ? { year: year.replace(/:$/, ''), savingPence } : undefined
}
