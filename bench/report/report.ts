import { availableParallelism } from 'node:os'
import { countOf, lifecycle } from '../lifecycle.ts'
import type { Measured } from '../measure/everything.ts'
import { processNames } from '../measure/processes.ts'
import { median, percentile, type Spread } from '../measure/spread.ts'
import * as figures from './figures.ts'
import { judge, summaryOf } from './marks.ts'
import { table } from './table.ts'

const { names, figureOf, ratioOf, roundsOf } = figures
const everyName = Object.values(names)

/** Everything measured, for a person to read. */
export const reportOf = (measured: Measured): string => {
  const { rounds, load, mailCount, sentAgain } = measured
  const inFlights = [...new Set(rounds.map(({ inFlight }) => inFlight))]
  const judged = judge(summaryOf(measured))
  const missed = judged.filter(({ isMet }) => !isMet).length
  return [
    `One lifecycle: ${lifecycle.length} commands, ${countOf('submit')} submissions, ${countOf('decide')} decisions. ` +
      `${availableParallelism()} cores, load ${load.before.toFixed(1)} before and ${load.after.toFixed(1)} after, ${mailCount} mails sent, ${sentAgain} answers came too late and were asked for again.`,
    section('Ratios: ours to the hand-written workflow, round by round', ratios(measured, inFlights)),
    section('Figures, median of the rounds', inTable(measured, inFlights)),
    ...inFlights.map((inFlight) => section(`CPU, ms a lifecycle, ${inFlight} in flight`, cpuTable(measured, inFlight))),
    section('Memory, MB resident', memoryTable(measured)),
    section('Where the time goes: ms a command, p50 / p95, 1 in flight', commandTable(measured)),
    section('Where the events go: one lifecycle', kindsTable(measured)),
    section('Marks', judged.map(({ sentence }) => `  ${sentence}`).join('\n')),
    missed === 0
      ? 'Every mark is met.'
      : `${missed} of ${judged.length} marks are missed; the tables above show where the time goes.`,
  ].join('\n\n')
}

const section = (title: string, body: string) => `${title}\n${body}`

const spreadCells = ({ min, median, max }: Spread, digits = 2): string[] =>
  [min, median, max].map((value) => value.toFixed(digits))

const ratios = (measured: Measured, inFlights: readonly number[]): string =>
  table([
    ['', 'min', 'median', 'max'],
    ...inFlights.flatMap((inFlight) => [
      [
        `lifecycles/s, ${inFlight} in flight`,
        ...spreadCells(ratioOf(measured, names.ours, inFlight, figures.throughput)),
      ],
      [`  with decisions by page`, ...spreadCells(ratioOf(measured, names.byPage, inFlight, figures.throughput))],
      [
        `decision p50, ${inFlight} in flight, by API`,
        ...spreadCells(ratioOf(measured, names.ours, inFlight, figures.decisionP50)),
      ],
      [`  by page`, ...spreadCells(ratioOf(measured, names.byPage, inFlight, figures.decisionP50))],
      [
        `decision p95, ${inFlight} in flight, by API`,
        ...spreadCells(ratioOf(measured, names.ours, inFlight, figures.decisionP95)),
      ],
      [`  by page`, ...spreadCells(ratioOf(measured, names.byPage, inFlight, figures.decisionP95))],
      [
        `history events, ${inFlight} in flight`,
        ...spreadCells(ratioOf(measured, names.ours, inFlight, figures.events)),
      ],
      [`history bytes, ${inFlight} in flight`, ...spreadCells(ratioOf(measured, names.ours, inFlight, figures.bytes))],
      [`CPU, ${inFlight} in flight`, ...spreadCells(ratioOf(measured, names.ours, inFlight, figures.cpu))],
    ]),
  ])

const inTable = (measured: Measured, inFlights: readonly number[]): string =>
  table([
    ['', 'in flight', 'lifecycles/s', 'decision p50', 'p95 (ms)', 'events', 'bytes', 'CPU (ms)'],
    ...inFlights.flatMap((inFlight) =>
      everyName.map((name) => {
        const of = (figure: Parameters<typeof figureOf>[3]) => figureOf(measured, name, inFlight, figure).median
        return [
          name,
          String(inFlight),
          of(figures.throughput).toFixed(2),
          of(figures.decisionP50).toFixed(0),
          of(figures.decisionP95).toFixed(0),
          of(figures.events).toFixed(0),
          of(figures.bytes).toFixed(0),
          of(figures.cpu).toFixed(0),
        ]
      }),
    ),
  ])

const cpuTable = (measured: Measured, inFlight: number): string =>
  table([
    ['', ...everyName],
    ...processNames.map((process) => [
      process,
      ...everyName.map((name) =>
        median(roundsOf(measured, name, inFlight).map(({ cpuMsEach }) => cpuMsEach[process] ?? 0)).toFixed(0),
      ),
    ]),
  ])

const memoryTable = ({ memory, growth, peaksMb }: Measured): string =>
  table([
    ['', 'worker', 'API'],
    ...memory.map(({ openCount, workerMb, apiMb }) => [
      `${openCount} open, worker fresh`,
      workerMb.toFixed(0),
      apiMb.toFixed(0),
    ]),
    ...growth.map(({ closedCount, workerMb }) => [
      `${closedCount} played to their end, none open`,
      workerMb.toFixed(0),
      '',
    ]),
    ['the most there ever was', peaksMb.worker.toFixed(0), peaksMb.api.toFixed(0)],
  ])

const commandTable = (measured: Measured): string =>
  table([
    ['', ...everyName],
    ...[...new Set(lifecycle.map(({ command }) => command))].map((command) => [
      command,
      ...everyName.map((name) => {
        const times = roundsOf(measured, name, 1).flatMap(({ commandMs }) => commandMs[command] ?? [])
        return `${percentile(times, 0.5).toFixed(0)} / ${percentile(times, 0.95).toFixed(0)}`
      }),
    ]),
  ])

const kindsTable = ({ kinds }: Measured): string =>
  table([
    ['', ...Object.keys(kinds)],
    ...[...new Set(Object.values(kinds).flatMap((each) => Object.keys(each)))]
      .sort()
      .map((kind) => [kind, ...Object.values(kinds).map((each) => String(each[kind] ?? 0))]),
  ])
