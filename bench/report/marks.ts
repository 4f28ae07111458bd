import type { Measured } from '../measure/everything.ts'
import { bytes, decisionP50, decisionP95, events, figureOf, names, ratioOf, throughput } from './figures.ts'

/** The figures other programs read: `npm run bench -- --json` ends with them. Ratios are to the hand-written workflow; medians of the rounds. */
export const summaryOf = (measured: Measured) => {
  const { memory, growth, load, peaksMb } = measured
  const none = memory.at(0)
  const most = memory.at(-1)
  const kilobytesEach = ((most?.workerMb ?? NaN) - (none?.workerMb ?? NaN)) / (most?.openCount ?? NaN) / 0.001024
  const first = growth.at(0)
  const last = growth.at(-1)
  return {
    eventsRatio: ratioOf(measured, names.ours, 1, events).median,
    throughputRatio: ratioOf(measured, names.ours, 20, throughput).median,
    decisionP95Ms: figureOf(measured, names.byPage, 1, decisionP95).median,
    decisionP50Ms: figureOf(measured, names.byPage, 1, decisionP50).median,
    bytesRatio: ratioOf(measured, names.ours, 1, bytes).median,
    throughputRatioAtOneInFlight: ratioOf(measured, names.ours, 1, throughput).median,
    throughputRatioByPage: ratioOf(measured, names.byPage, 20, throughput).median,
    workerResidentMb: most?.workerMb ?? NaN,
    openInitiatives: most?.openCount ?? 0,
    workerKilobytesAnOpenInitiative: kilobytesEach,
    workerGrowthMb: (last?.workerMb ?? NaN) - (first?.workerMb ?? NaN),
    closedBetween: (last?.closedCount ?? 0) - (first?.closedCount ?? 0),
    workerPeakMb: peaksMb.worker,
    apiResidentMb: Math.max(...memory.map(({ apiMb }) => apiMb)),
    apiPeakMb: peaksMb.api,
    rounds: Math.max(...measured.rounds.map(({ number }) => number)),
    loadBefore: load.before,
    loadAfter: load.after,
  }
}
export type Summary = ReturnType<typeof summaryOf>

type Mark = { name: string; key: keyof Summary; atMost?: number; atLeast?: number; unit: string }

/** How good it has to be. */
const marks: readonly Mark[] = [
  { name: 'history events a lifecycle', key: 'eventsRatio', atMost: 1.9, unit: '×' },
  { name: 'lifecycles per second, 20 in flight', key: 'throughputRatio', atLeast: 0.45, unit: '×' },
  { name: 'decision by page, p95, 1 in flight', key: 'decisionP95Ms', atMost: 120, unit: ' ms' },
  { name: 'worker, most initiatives open', key: 'workerResidentMb', atMost: 350, unit: ' MB' },
  { name: 'API', key: 'apiResidentMb', atMost: 250, unit: ' MB' },
]

export type Judged = { sentence: string; isMet: boolean }

/** Each mark with what was measured, and by how much it was missed where it was. */
export const judge = (summary: Summary): Judged[] =>
  marks.map(({ name, key, atMost = Infinity, atLeast = -Infinity, unit }) => {
    const value = summary[key]
    const isMet = value <= atMost && value >= atLeast
    const limit = atMost === Infinity ? atLeast : atMost
    const asked = `${atMost === Infinity ? 'at least' : 'at most'} ${limit}${unit}`
    const miss = isMet ? '' : `, missed by ${Math.abs((value / limit - 1) * 100).toFixed(0)} %`
    return { isMet, sentence: `${isMet ? 'met   ' : 'MISSED'}  ${name}: ${value.toFixed(2)}${unit}, ${asked}${miss}` }
  })
