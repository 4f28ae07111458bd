import { percentile, spreadOf, type Spread } from '../measure/spread.ts'
import type { Measured } from '../measure/everything.ts'
import type { Round } from '../measure/round.ts'

export const names = { ours: 'Gatehouse', byPage: 'Gatehouse by page', handWritten: 'hand-written' } as const
export type Name = (typeof names)[keyof typeof names]

type Figure = (round: Round) => number

export const throughput: Figure = ({ lifecyclesPerSecond }) => lifecyclesPerSecond
export const decisionP50: Figure = ({ commandMs }) => percentile(commandMs.decide ?? [], 0.5)
export const decisionP95: Figure = ({ commandMs }) => percentile(commandMs.decide ?? [], 0.95)
export const events: Figure = ({ histories }) => mean(histories.map((history) => history.events))
export const bytes: Figure = ({ histories }) => mean(histories.map((history) => history.bytes))
export const cpu: Figure = ({ cpuMsEach }) => Object.values(cpuMsEach).reduce((total, ms) => total + ms, 0)

const mean = (values: readonly number[]) => values.reduce((total, value) => total + value, 0) / values.length

/** The rounds of one contender with so many in flight, in order. */
export const roundsOf = ({ rounds }: Measured, name: Name, inFlight: number): Round[] =>
  rounds.filter((round) => round.contender === name && round.inFlight === inFlight)

/** A figure of a contender over all its rounds. */
export const figureOf = (measured: Measured, name: Name, inFlight: number, figure: Figure): Spread =>
  spreadOf(roundsOf(measured, name, inFlight).map(figure))

/** A figure of ours as a multiple of the hand-written one's in the same round. */
export const ratioOf = (measured: Measured, name: Name, inFlight: number, figure: Figure): Spread => {
  const theirs = new Map(roundsOf(measured, names.handWritten, inFlight).map((round) => [round.number, figure(round)]))
  return spreadOf(roundsOf(measured, name, inFlight).map((round) => figure(round) / (theirs.get(round.number) ?? NaN)))
}
