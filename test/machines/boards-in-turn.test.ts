import { describe, expect, it } from 'vitest'
import { withoutPast } from '../../machines/past.ts'
import { standing } from '../../machines/review.ts'
import type { BoardTerms } from '../../machines/vocabulary/board.ts'
import { storeCase } from '../../machines/stored-case.ts'
import { stageId } from '../../machines/vocabulary/facts.ts'
import { waitingFor } from '../../machines/waiting-for.ts'
import { aPlan, theChiefs } from '../support/case.ts'
import { theLeast } from '../model/played.ts'
import { betweenGates, dayLong, passes, play, playOn, start, submitted, votes, type Played } from '../support/play.ts'

type Seat = BoardTerms['seats'][number]

const planOf = (...boards: { board: string; ask?: string; together?: true; only?: 'thoseWhoAgreed' }[]) =>
  aPlan({
    gates: Object.fromEntries(
      stageId.options.map((stage) => [stage, { boards: boards.map((each) => ({ ...each, decideWithin: 'P5D' })) }]),
    ),
    betweenGates: [{ board: 'oversight', decideWithin: 'P5D' }],
  })
const board = (boardId: string, overrides: Partial<BoardTerms> = {}) =>
  theChiefs({ boardId, name: boardId, decideByInstant: start + 5 * dayLong, ...overrides })
const review = ({ caseFile }: Played, reviewId: string) => {
  const context = caseFile.reviews[reviewId]?.context
  if (!context) throw new Error(`There is no review ${reviewId}`)
  return context
}
const asked = (played: Played, reviewId: string) => review(played, reviewId).terms.seats.map(({ seatId }) => seatId)
const agreeAt = (reviewId: string, ...seatIds: string[]) =>
  seatIds.map((seatId) => votes(seatId, 'approve', { reviewId }))
const later = { deferUntilInstant: start + 30 * dayLong }

describe('a board that asks only those who agreed before', () => {
  const byOrganisation = { kind: 'perOrganisation' as const, others: 'proceedWithThoseWhoAgree' as const }
  const plan = planOf({ board: 'recommending', ask: 'recommend' }, { board: 'deciding', only: 'thoseWhoAgreed' })
  const recommending = board('recommending', { ask: 'recommend', rule: byOrganisation })
  const deciding = board('deciding', { only: 'thoseWhoAgreed', rule: { kind: 'unanimous' } })

  it('does not ask a force that agreed at one of them and asked for more time at the next', () => {
    const twice = planOf(
      { board: 'recommending', ask: 'recommend' },
      { board: 'supporting', ask: 'support' },
      { board: 'deciding', only: 'thoseWhoAgreed' },
    )
    const supporting = board('supporting', { ask: 'support', rule: byOrganisation })
    const third = play(
      [
        submitted({}, [recommending, supporting, deciding]),
        ...agreeAt('s1b1', 'kent', 'essex'),
        votes('norfolk', 'moreTime', { reviewId: 's1b1', ...later }),
        ...agreeAt('s1b2', 'kent', 'norfolk'),
        votes('essex', 'moreTime', { reviewId: 's1b2', ...later }),
      ],
      { plan: twice },
    )
    expect(third.refusals).toEqual([])
    expect(asked(third, 's1b3')).toEqual(['kent', 'norfolk'])
  })

  it('asks an officer shared by two forces for the one that agreed, and nobody for the other', () => {
    const shared = (seats: Seat[]) =>
      seats.map((seat) => (seat.seatId === 'kent' ? { ...seat, organisationIds: ['kent', 'essex'] } : seat))
    const both = { ...recommending, seats: shared(recommending.seats) }
    const second = play(
      [
        submitted({}, [both, deciding]),
        ...agreeAt('s1b1', 'kent', 'norfolk'),
        votes('essex', 'sendBack', { reviewId: 's1b1' }),
      ],
      { plan },
    )
    expect(second.refusals).toEqual([])
    expect(asked(second, 's1b2')).toEqual(['kent', 'norfolk'])
  })

  it('is said to be unable to decide from the first where too few of its members agreed', () => {
    const fromBoth = board('deciding', { only: 'thoseWhoAgreed', rule: { kind: 'bothOf', seatIds: ['kent', 'essex'] } })
    const second = play(
      [
        submitted({}, [recommending, fromBoth]),
        ...agreeAt('s1b1', 'norfolk'),
        ...['kent', 'essex'].map((seatId) => votes(seatId, 'moreTime', { reviewId: 's1b1', ...later })),
      ],
      { plan },
    )
    expect(asked(second, 's1b2')).toEqual(['norfolk'])
    expect(review(second, 's1b2').deadlock?.sinceInstant).toBe(review(second, 's1b2').openedInstant)
    expect(waitingFor(second.caseFile, [])[0]).toMatchObject({ whom: { kind: 'pmo' }, reviewId: 's1b2' })
  })

  it.each<[string, BoardTerms['rule']]>([
    ['one of each organisation', { kind: 'fromEachOrganisation', approvals: 1 }],
    ['all', { kind: 'unanimous' }],
    ['each organisation for itself', byOrganisation],
  ])('approves nothing where nobody of those who agreed sits on it, though %s must agree', (_who, rule) => {
    const elsewhere = deciding.seats.map((seat) => ({ ...seat, organisationIds: [`${seat.seatId}-fire`] }))
    const second = play(
      [
        submitted({}, [recommending, { ...deciding, rule, seats: elsewhere }]),
        ...agreeAt('s1b1', 'kent', 'essex', 'norfolk'),
      ],
      { plan },
    )
    expect(asked(second, 's1b2')).toEqual([])
    expect(standing(review(second, 's1b2'))).toMatchObject({ deadlocked: true })
    expect(second.caseFile.initiative.value).toEqual({ active: { outlineBusinessCase: 'withBoard' } })
  })
})

describe('boards asked at the same time, after another', () => {
  it('each have their whole time where the one before was late', () => {
    const plan = planOf({ board: 'first', ask: 'endorse' }, { board: 'second' }, { board: 'third', together: true })
    const boards = [board('first', { ask: 'endorse' }), board('second'), board('third', { together: true })]
    const late = start + 9 * dayLong
    const sent = play([submitted({}, boards)], { plan })
    const then = playOn(sent.caseFile, [
      { ...votes('kent'), atInstant: late },
      { ...votes('essex'), atInstant: late },
    ])
    expect(['s1b2', 's1b3'].map((id) => review(then, id).terms.decideByInstant)).toEqual([late, late])
  })
})

describe('a decision between gates', () => {
  const plan = planOf({ board: 'chiefs' })
  const asks = betweenGates({ ask: 'decide' }, board('oversight'))

  it('leaves its conditions to be met, and holds up what they block', () => {
    const conditions = [
      { text: 'Show the savings.', blocksStage: 'outlineBusinessCase' as const, dueInstant: later.deferUntilInstant },
    ]
    const decided = play(
      [
        asks,
        votes('kent', 'approveWithConditions', { reviewId: 'u1b1', conditions }),
        votes('essex', 'approve', { reviewId: 'u1b1' }),
        submitted({}, [theChiefs()]),
      ],
      { plan },
    )
    expect(decided.caseFile.initiative.context.conditions).toMatchObject([
      { conditionId: 'u1b1c1', text: 'Show the savings.' },
    ])
    expect(decided.caseFile.initiative.context.deadlines.map(({ name }) => name)).toEqual(['condition:u1b1c1'])
    expect(decided.refusals).toEqual(['ConditionsOpen: These conditions must be met first: Show the savings.'])
  })

  it('has a condition that was near already waited for since it was set, also once the decision is in the audit alone', () => {
    const conditions = [
      { text: 'Show the savings.', dueInstant: later.deferUntilInstant, dueSoonInstant: start - dayLong },
    ]
    const decided = play(
      [
        asks,
        votes('kent', 'approveWithConditions', { reviewId: 'u1b1', conditions }),
        { ...votes('essex', 'approve', { reviewId: 'u1b1' }), atInstant: start + dayLong },
        { ...passes('initiative', 'vetting', 'conditionSoon:u1b1c1'), atInstant: start + dayLong },
      ],
      { plan },
    )
    const least = withoutPast(storeCase(decided.caseFile), theLeast)
    expect(least.initiative.context.decisions).toEqual([])
    expect(waitingFor(least, []).at(-1)).toMatchObject({ conditionId: 'u1b1c1', sinceInstant: start + dayLong })
  })

  it('is over when the initiative is closed with its report', () => {
    const closed = play(
      [
        submitted({}, [theChiefs({ rule: { kind: 'chairDecides' } })]),
        asks,
        votes('kent', 'stop'),
        { type: 'closureReported', report: 'Kept.' },
      ],
      { plan },
    )
    expect(closed.refusals).toEqual([])
    expect(closed.caseFile.initiative.status).toBe('done')
    expect(closed.caseFile.reviews['u1b1']?.value).toBe('withdrawn')
  })

  it('cannot be taken back while the initiative is on hold, as other papers cannot', () => {
    const withdrawn = { type: 'submissionWithdrawn' as const, submissionId: 'u1', reason: 'No longer needed.' }
    const held = play([asks, { type: 'held', reason: 'The inspectorate reports.' }, withdrawn], { plan })
    expect(held.refusals).toEqual(['OnHold: This initiative is on hold; resume it first.'])
    const resumed = playOn(held.caseFile, [{ type: 'resumed' }, withdrawn])
    expect(resumed.refusals).toEqual([])
    expect(resumed.caseFile.initiative.context.betweenGates).toEqual([])
  })
})

describe('papers deferred to the next meeting of a board', () => {
  const may = { day: '2027-05-13', papersDueInstant: start + 60 * dayLong, endsInstant: start + 70 * dayLong }
  const first = { day: '2027-03-11', papersDueInstant: start, endsInstant: start + 10 * dayLong }
  const meets = board('chiefs', { decideByInstant: first.endsInstant, meeting: first, nextMeetings: [may] })
  const plan = planOf({ board: 'chiefs' }, { board: 'finance', ask: 'endorse', together: true })
  const defers = votes('kent', 'defer', {
    deferUntilDay: may.day,
    deferUntilInstant: may.endsInstant,
    toMeeting: true as const,
  })
  const deferred = [submitted({}, [meets, board('finance', { ask: 'endorse', together: true })]), defers]
  const papersDue = (played: Played) =>
    waitingFor(played.caseFile, []).find(({ whom }) => whom.kind === 'changeTeam')?.dueInstant

  it('are due by its cut-off also where another board was asked at the same time', () => {
    expect(papersDue(play(deferred, { plan }))).toBe(may.papersDueInstant)
  })

  it('and whatever is decided between gates meanwhile', () => {
    const between = betweenGates({ ask: 'note' }, board('oversight', { rule: { kind: 'chairDecides' } }))
    const noted = play([...deferred, between, votes('kent', 'approve', { reviewId: 'u1b1' })], { plan })
    expect(noted.refusals).toEqual([])
    expect(papersDue(noted)).toBe(may.papersDueInstant)
  })
})
