import * as fc from 'fast-check'
import { choicesFor } from '../../../machines/rules/choices.ts'
import { whyNotRunnable } from '../../../machines/rules/index.ts'
import { ask, type DecisionRule, type Seat } from '../../../machines/vocabulary/board.ts'
import type { Choice } from '../../../machines/vocabulary/submission.ts'
import { seatOf, type Terms } from './boards.ts'

const few = fc.integer({ min: 1, max: 4 })
const others = fc.constantFrom('allMust' as const, 'proceedWithThoseWhoAgree' as const)
const ids = ['a', 'b', 'c', 'd', 'e'] as const

/** Every rule a board can decide by, most often with numbers that boards of two to five can meet. */
const rules: { [Kind in Exclude<DecisionRule['kind'], 'asWritten'>]: fc.Arbitrary<DecisionRule> } = {
  unanimous: fc.constant({ kind: 'unanimous' }),
  majority: fc.record(
    {
      kind: fc.constant('majority' as const),
      quorum: few,
      chairHasCastingVote: fc.boolean(),
      presentFromEach: fc.integer({ min: 1, max: 2 }),
    },
    { requiredKeys: ['kind', 'quorum', 'chairHasCastingVote'] },
  ),
  nOfM: fc.record({
    kind: fc.constant('nOfM' as const),
    approvals: few,
    refusal: fc.constantFrom('counted' as const, 'ends' as const),
  }),
  percent: fc.record({
    kind: fc.constant('percent' as const),
    percent: fc.constantFrom(1, 34, 50, 60, 67, 75, 100),
    of: fc.constantFrom('voting' as const, 'all' as const),
    quorum: few,
  }),
  chairDecides: fc.constant({ kind: 'chairDecides' }),
  bothOf: fc.constant({ kind: 'bothOf', seatIds: ['a', 'b'] }),
  majorityOfEach: fc
    .record({
      forces: fc.subarray<string>([...ids], { minLength: 1, maxLength: 4 }),
      commissioners: fc.subarray<string>([...ids], { minLength: 1, maxLength: 4 }),
    })
    .map(({ forces, commissioners }) => ({ forces, commissioners: commissioners.filter((id) => !forces.includes(id)) }))
    .filter(({ commissioners }) => commissioners.length > 0)
    .map(({ forces, commissioners }) => ({
      kind: 'majorityOfEach',
      groups: [
        { title: 'forces', seatIds: forces },
        { title: 'commissioners', seatIds: commissioners },
      ],
    })),
  fromEachOrganisation: fc.record({
    kind: fc.constant('fromEachOrganisation' as const),
    approvals: fc.integer({ min: 1, max: 2 }),
  }),
  perOrganisation: fc.record({ kind: fc.constant('perOrganisation' as const), others }),
  perPair: fc.record({ kind: fc.constant('perPair' as const), others }),
}

const seatsOf = (number: number): fc.Arbitrary<Seat[]> =>
  fc.tuple(
    ...ids.slice(0, number).map((seatId, index) =>
      fc.subarray(['kent', 'essex', 'norfolk'], { minLength: 1 }).map((organisationIds) =>
        seatOf(`Member ${seatId.toUpperCase()}`, {
          seatId,
          organisationIds,
          chair: index === 0,
          ...(index === 1 ? { viceChair: true } : {}),
          pairId: `pair-${Math.floor(index / 2) + 1}`,
        }),
      ),
    ),
  )

/** A board that can decide, what its members chose, and who stands aside from a case of their own. */
export type Case = { terms: Terms; choices: Record<string, Choice>; aside: string[] }

const casesOf = (rule: fc.Arbitrary<DecisionRule>): fc.Arbitrary<Case> =>
  fc
    .record({ rule, number: fc.integer({ min: 2, max: 5 }), asked: fc.constantFrom(...ask.options) })
    .chain(({ rule, number, asked }) =>
      fc.record({
        terms: fc
          .record(
            {
              seats: seatsOf(rule.kind === 'perPair' ? number - (number % 2) : number),
              vetoSeatIds: fc.subarray(ids.slice(0, number - (number % 2)), { maxLength: 2 }),
              sharedSeats: fc.constantFrom('countOnce' as const, 'countForEach' as const),
            },
            { requiredKeys: ['seats'] },
          )
          .map((of) => ({ rule, ask: asked, ...of })),
        written: fc.array(
          fc.constantFrom<(Choice | undefined)[]>(
            'approve',
            'approve',
            undefined,
            undefined,
            ...choicesFor(asked, rule),
          ),
          {
            minLength: number,
            maxLength: number,
          },
        ),
        aside: fc.oneof(
          { weight: 3, arbitrary: fc.constant<string[]>([]) },
          fc.subarray<string>([...ids], { maxLength: 1 }),
        ),
      }),
    )
    .filter(({ terms }) => whyNotRunnable(terms) === undefined)
    .map(({ terms, written, aside }) => ({
      terms,
      choices: Object.fromEntries(
        terms.seats.flatMap(({ seatId }, index): [string, Choice][] => {
          const choice = written[index]
          return choice && !aside.includes(seatId) ? [[seatId, choice]] : []
        }),
      ),
      aside: aside.filter((id) => terms.seats.some(({ seatId }) => seatId === id)),
    }))

/** Each rule by its name, with cases of it: a property is tried on every rule as often as on any other. */
export const everyRule = Object.entries(rules).map(([kind, rule]) => [kind, casesOf(rule)] as const)
