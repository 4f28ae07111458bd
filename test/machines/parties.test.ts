import { describe, expect, it } from 'vitest'
import { storeCase } from '../../machines/stored-case.ts'
import { waitingFor } from '../../machines/waiting-for.ts'
import { stageId } from '../../machines/vocabulary/facts.ts'
import type { BoardTerms, Seat } from '../../machines/vocabulary/board.ts'
import { aPlan } from '../support/case.ts'
import {
  betweenGates,
  dayLong,
  play,
  playOn,
  start,
  submitted,
  votes,
  whereabouts,
  type Played,
} from '../support/play.ts'

const forces = ['essex', 'kent', 'norfolk', 'suffolk', 'bedfordshire', 'hertfordshire', 'cambridgeshire']
const titled = (force: string) => `${force[0]?.toUpperCase()}${force.slice(1)}`
const chiefOf = (force: string): Seat => ({
  seatId: force,
  title: `Chief Constable, ${titled(force)}`,
  organisationIds: [force],
  holderId: `chief-constable-${force}`,
  chair: force === 'kent',
  pairId: force,
})
const commissionerOf = (force: string): Seat => ({
  seatId: `commissioner-${force}`,
  title: `Commissioner, ${titled(force)}`,
  organisationIds: [`pcc-${force}`],
  holderId: `commissioner-${force}`,
  chair: false,
  pairId: force,
})
const due = { decideByInstant: start + 20 * dayLong, reminderInstants: [], termsVersion: 1 }
const sevenChiefs: BoardTerms = {
  ...due,
  boardId: 'seven-chiefs',
  name: '7F Chief Constables',
  ask: 'recommend',
  rule: { kind: 'perOrganisation', others: 'proceedWithThoseWhoAgree' },
  seats: forces.map(chiefOf),
}
const atHome: BoardTerms = {
  ...due,
  boardId: 'alliance-summit',
  name: 'Alliance Summit',
  ask: 'decide',
  only: 'thoseWhoAgreed',
  rule: { kind: 'perPair', others: 'proceedWithThoseWhoAgree' },
  seats: forces.flatMap((force) => [chiefOf(force), commissionerOf(force)]),
}
const plan = aPlan({
  gates: Object.fromEntries(
    stageId.options.map((stage) => [
      stage,
      {
        boards: [
          { board: 'seven-chiefs', ask: 'recommend', decideWithin: 'P20D' },
          { board: 'alliance-summit', decideWithin: 'P20D', only: 'thoseWhoAgreed' },
        ],
      },
    ]),
  ),
  betweenGates: [{ board: 'seven-chiefs', ask: 'recommend', decideWithin: 'P20D' }],
})

const until = start + 30 * dayLong
const norfolkNeedsTimeBy = (soonInstant?: number) =>
  votes('norfolk', 'moreTime', {
    deferUntilInstant: until,
    deferUntilDay: '2027-03-31',
    ...(soonInstant === undefined ? {} : { deferSoonInstant: soonInstant }),
    reason: 'The abstraction modelling is not done.',
  })
const norfolkNeedsTime = norfolkNeedsTimeBy()
const sixRecommend = forces.filter((force) => force !== 'norfolk').map((force) => votes(force))
const recommended = [submitted({}, [sevenChiefs, atHome]), ...sixRecommend, norfolkNeedsTime]
const stands = ({ caseFile }: Played, index: number) =>
  Object.fromEntries(
    caseFile.initiative.context.decisions[index]?.parties?.map(({ partyId, stand }) => [partyId, stand]) ?? [],
  )
const peqf = { plan, tranches: [{ trancheId: 'first-intake', title: 'First intake' }] }

describe('PEQF: six forces recommend, one is given more time', () => {
  it('is recommended once all seven have taken their position, each shown as it stands', () => {
    const six = play(recommended.slice(0, -1), peqf)
    expect(six.caseFile.initiative.context.decisions).toEqual([])
    const seven = play(recommended, peqf)
    expect([seven.refusals, seven.caseFile.initiative.context.decisions[0]?.outcome]).toEqual([[], 'recommended'])
    expect(stands(seven, 0)).toEqual({
      ...Object.fromEntries(forces.map((force) => [force, 'agreed'])),
      norfolk: 'moreTime',
    })
  })

  it('moves no go-live date', () => {
    const before = play(recommended.slice(0, 1), peqf)
    const after = play(recommended, peqf)
    expect(after.caseFile.rollOuts).toEqual(before.caseFile.rollOuts)
    expect(storeCase(after.caseFile).rollOuts).toEqual(storeCase(before.caseFile).rollOuts)
  })

  it('then asks each recommending force with its commissioner, and not the one that has more time', () => {
    const { caseFile } = play(recommended, peqf)
    expect(caseFile.reviews['s1b2']?.context.terms.seats.map(({ seatId }) => seatId)).toEqual(
      forces.filter((force) => force !== 'norfolk').flatMap((force) => [force, `commissioner-${force}`]),
    )
  })

  it('is approved by the pairs that agree; a pair that disagrees is shown as such, and one that refuses goes no further', () => {
    const home = { reviewId: 's1b2' }
    const pairs = forces
      .filter((force) => force !== 'norfolk')
      .flatMap((force) => [
        votes(force, 'approve', home),
        votes(`commissioner-${force}`, force === 'kent' ? 'sendBack' : 'approve', {
          ...home,
          holderId: `commissioner-${force}`,
        }),
      ])
    const decided = play([...recommended, ...pairs], peqf)
    expect(decided.refusals).toEqual([])
    expect(stands(decided, 1)['kent']).toBe('disagree')
    expect(stands(decided, 1)['essex']).toBe('agreed')
    expect(decided.caseFile.initiative.context.decisions[1]?.outcome).toBe('approved')
    expect(whereabouts(decided)).toEqual({ active: { fullBusinessCase: 'preparing' } })
  })

  it('waits for the one that has more time beside everything else, and asks it again once the time is over', () => {
    const late = play(recommended, peqf)
    const waits = ({ caseFile }: Played) => waitingFor(caseFile, []).map(({ whom, what }) => `${whom.title}: ${what}`)
    expect(waits(late)).toContain('More time for Norfolk: let Norfolk decide by itself, which holds up nobody else')
    const over = playOn(late.caseFile, [
      { type: 'deadlinePassed', of: { machine: 'initiative', id: 'vetting' }, name: 'extension:s1b1:norfolk' },
    ])
    expect(waits(over)).toContain('Change team: ask Norfolk again: the time 7F Chief Constables gave it is over')
    const asked = playOn(over.caseFile, [
      betweenGates({ ask: 'recommend' }, { ...sevenChiefs, seats: [chiefOf('norfolk')] }),
      votes('norfolk', 'approve', { reviewId: 'u1b1' }),
    ])
    expect(asked.refusals).toEqual([])
    expect(asked.caseFile.initiative.context.decisions.at(-1)?.parties?.map(({ stand }) => stand)).toEqual(['agreed'])
    expect(waits(asked).filter((words) => words.includes('Norfolk'))).toEqual([])
  })

  it('reminds the one that has more time before it is over, once, and no more when it has decided', () => {
    const soonInstant = until - 3 * dayLong
    const deadlines = ({ caseFile }: Played) =>
      caseFile.initiative.context.deadlines
        .filter(({ name }) => name.startsWith('extension'))
        .map(({ name, atInstant, duringHold }) => [name, atInstant, duringHold])
    const given = play([...recommended.slice(0, -1), norfolkNeedsTimeBy(soonInstant)], peqf)
    const both = [
      ['extensionSoon:s1b1:norfolk', soonInstant, 'runs'],
      ['extension:s1b1:norfolk', until, 'runs'],
    ]
    expect(deadlines(given)).toEqual(both)
    const near = playOn(given.caseFile, [
      { type: 'deadlinePassed', of: { machine: 'initiative', id: 'vetting' }, name: 'extensionSoon:s1b1:norfolk' },
    ])
    expect([near.effects, deadlines(near)]).toEqual([[], both.slice(1)])
    expect(near.caseFile.initiative.context.extensions?.[0]?.ended).toBeUndefined()
    const decided = playOn(given.caseFile, [
      betweenGates({ ask: 'recommend' }, { ...sevenChiefs, seats: [chiefOf('norfolk')] }),
      votes('norfolk', 'approve', { reviewId: 'u1b1' }),
    ])
    expect([decided.refusals, deadlines(decided)]).toEqual([[], []])
    // A day so near that the reminder's moment has passed already brings none.
    const late = play([...recommended.slice(0, -1), norfolkNeedsTimeBy(start - dayLong)], peqf)
    expect(deadlines(late)).toEqual(both.slice(1))
  })

  it('is not recommended while any force is silent, nor is anybody’s more time taken for agreement', () => {
    const none = play(
      [
        submitted({}, [sevenChiefs, atHome]),
        ...forces.map((force) => votes(force, 'moreTime', { deferUntilInstant: until, reason: 'Not yet.' })),
      ],
      peqf,
    )
    expect(none.refusals).toEqual([])
    expect(none.caseFile.initiative.context.decisions.map(({ outcome }) => outcome)).not.toContain('recommended')
  })
})

describe('a decision nothing can settle any more', () => {
  const majority: BoardTerms = {
    ...sevenChiefs,
    ask: 'decide',
    rule: { kind: 'majority', quorum: 6, chairHasCastingVote: false },
  }
  const one = aPlan()
  const interest = (force: string) => votes(force, 'declareInterest', { reason: 'A supplier is a relative of mine.' })
  const terms = { ...majority, boardId: 'chiefs' }

  it('is seen the moment the quorum is out of reach, and no sooner', () => {
    const nearly = play([submitted({}, [terms]), interest('kent')], { plan: one })
    expect(nearly.caseFile.reviews['s1b1']?.context.deadlock).toBeUndefined()
    const stuck = playOn(nearly.caseFile, [interest('essex')])
    const { deadlock } = stuck.caseFile.reviews['s1b1']?.context ?? {}
    expect(deadlock?.because).toMatch(/quorum/)
    expect(waitingFor(stuck.caseFile, [])[0]).toMatchObject({
      whom: { kind: 'pmo' },
      what: 'settle the decision at 7F Chief Constables: nothing its members could still say would settle it',
    })
  })

  it('is over when a member thinks again', () => {
    const again = play(
      [submitted({}, [terms]), interest('kent'), interest('essex'), votes('essex', 'approve', { decisionNumber: 1 })],
      { plan: one },
    )
    expect(again.refusals).toEqual([])
    expect(again.caseFile.reviews['s1b1']?.context.deadlock).toBeUndefined()
  })
})
