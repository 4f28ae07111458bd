import { table } from '../../../bench/report/table.ts'
import type { FireResult, PhaseResult } from './suite.ts'

/** What the vitest files of the fault suite came to. */
export type LongTests = { passed: number; failed: number }

/** What the kills at each step of the record path came to, a row of its own beside the phases. */
export type Outcome = { fire?: FireResult; steps?: PhaseResult; longTests?: LongTests; seed: number; seconds: number }

/** Reported at the mark, failed at ten times the mark (reliability section 3). */
const backMark = { milliseconds: 10_000, words: '10 s' }
const notedMark = { milliseconds: 60_000, words: '60 s' }
const failsAtTimes = 10

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`

const timesOf = (phases: readonly PhaseResult[], of: 'backMilliseconds' | 'notedMilliseconds') =>
  phases
    .flatMap(({ kills }) => kills.map((kill) => kill[of]))
    .filter((time) => !Number.isNaN(time))
    .toSorted((a, b) => a - b)

const spread = (times: readonly number[]): string =>
  times.length === 0 ? '' : `${seconds(times[Math.floor(times.length / 2)] ?? 0)} / ${seconds(times.at(-1) ?? 0)}`

/** "one in a hundred lost" must not round up to 100 %. */
const deliveredShare = ({ mails }: PhaseResult): string =>
  mails.expected === 0 ? '' : `${Math.floor((1 - mails.missing.length / mails.expected) * 10_000) / 100} %`

const rowOf = (phase: PhaseResult): string[] => [
  phase.name,
  String(phase.kills.length),
  String(phase.lives),
  String(phase.confirmed),
  String(phase.lost.length),
  String(phase.doubled.length + phase.mails.doubled.length),
  deliveredShare(phase),
  String(phase.mails.copies),
  String(phase.mails.mostOfOne),
  spread(timesOf([phase], 'backMilliseconds')),
  spread(timesOf([phase], 'notedMilliseconds')),
]

const phasesOf = ({ fire, steps }: Outcome): PhaseResult[] => [...(fire?.phases ?? []), ...(steps ? [steps] : [])]

/** What must not be, in words; nothing where everything held. */
export const breachesOf = (outcome: Outcome): string[] => {
  const phases = phasesOf(outcome)
  const breaches = phases.flatMap(({ name, lost, doubled, broken, mails, kills }) => [
    ...lost.map((each) => `lost: ${each}`),
    ...doubled.map((each) => `doubled: ${each}`),
    ...broken.map((each) => `broken: ${each}`),
    ...mails.missing.map((each) => `mail never sent: ${each}`),
    ...mails.doubled.map((each) => `mail doubled: ${each}`),
    ...(mails.mostOfOne > 1 + allKills(phases) ? [`${name}: ${mails.mostOfOne} copies of one mail`] : []),
    ...kills
      .filter(({ backMilliseconds }) => backMilliseconds > failsAtTimes * backMark.milliseconds)
      .map(({ backMilliseconds }) => `${name}: served again only after ${seconds(backMilliseconds)}`),
    ...kills
      .filter(({ notedMilliseconds }) => notedMilliseconds > failsAtTimes * notedMark.milliseconds)
      .map(({ notedMilliseconds }) => `${name}: in the record only after ${seconds(notedMilliseconds)}`),
  ])
  const failed = outcome.longTests?.failed ?? 0
  return failed === 0 ? breaches : [...breaches, `${failed} long tests failed`]
}

const allKills = (phases: readonly PhaseResult[]) => phases.reduce((total, { kills }) => total + kills.length, 0)

/** The table, then what fell short of a mark of time, then every breach. */
export const reportOf = (outcome: Outcome): string => {
  const phases = phasesOf(outcome)
  const heads = ['killed', 'kills', 'lives', 'confirmed', 'lost', 'doubled', 'mails', 'copies', 'most', 'back', 'noted']
  const slow = [
    [timesOf(phases, 'backMilliseconds'), backMark, 'until people were served again'],
    [timesOf(phases, 'notedMilliseconds'), notedMark, 'from then until the read model held what the workflows held'],
  ] as const
  const { fire, longTests, seed } = outcome
  return [
    table([heads, ...phases.map(rowOf)]),
    '',
    'mails: sent at least once; copies: beyond the first, most: of one mail; back, noted: middle / longest.',
    ...slow.map(([times, { milliseconds, words }, what]) => {
      const over = times.filter((time) => time > milliseconds).length
      return `${what}: ${over === 0 ? `never more than ${words}` : `${over} of ${times.length} times more than ${words}`}.`
    }),
    ...(fire
      ? [
          `${fire.unknown} presses were left without an answer; parts ended by themselves ${fire.endsByThemselves} times.`,
        ]
      : []),
    ...[...(fire?.faults ?? [])].map(([words, times]) => `${times} times answered ${words}`),
    ...(longTests ? [`Long tests: ${longTests.passed} passed, ${longTests.failed} failed.`] : []),
    `Seed ${seed}, ${Math.round(outcome.seconds)} s.`,
    ...breachesOf(outcome).map((breach) => `✗ ${breach}`),
  ].join('\n')
}

/** One line for programs. */
export const summaryOf = (outcome: Outcome) => {
  const phases = phasesOf(outcome)
  const sum = (of: (phase: PhaseResult) => number) => phases.reduce((total, phase) => total + of(phase), 0)
  return {
    kills: allKills(phases),
    processesKilled: sum(({ kills }) => kills.reduce((total, { processes }) => total + processes, 0)),
    confirmed: sum(({ confirmed }) => confirmed),
    lost: sum(({ lost }) => lost.length),
    doubled: sum(({ doubled, mails }) => doubled.length + mails.doubled.length),
    broken: sum(({ broken }) => broken.length),
    mailsExpected: sum(({ mails }) => mails.expected),
    mailsMissing: sum(({ mails }) => mails.missing.length),
    mailCopies: sum(({ mails }) => mails.copies),
    ...(outcome.longTests ? { longTests: outcome.longTests } : {}),
    seed: outcome.seed,
    seconds: Math.round(outcome.seconds),
  }
}
