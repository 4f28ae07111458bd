import { describe, expect, it } from 'vitest'
import { stageId } from '../../machines/vocabulary/facts.ts'
import type { BoardTerms } from '../../machines/vocabulary/board.ts'
import { waitingFor } from '../../machines/waiting-for.ts'
import { aPlan, theChiefs } from '../support/case.ts'
import {
  betweenGates,
  dayLong,
  play,
  playOn,
  start,
  submitted,
  votes,
  whereabouts,
  type Moment,
  type Played,
} from '../support/play.ts'

type PlannedBoard = { board: string; ask?: string; together?: true }

const planOf = (boards: PlannedBoard[], betweenGates: PlannedBoard[] = []) =>
  aPlan({
    gates: Object.fromEntries(
      stageId.options.map((stage) => [stage, { boards: boards.map((board) => ({ ...board, decideWithin: 'P5D' })) }]),
    ),
    betweenGates: betweenGates.map((board) => ({ ...board, decideWithin: 'P5D' })),
  })

const chiefs = theChiefs({ decideByInstant: start + 5 * dayLong })
const board = (boardId: string, name: string, overrides: Partial<BoardTerms> = {}) =>
  theChiefs({ boardId, name, decideByInstant: start + 5 * dayLong, ...overrides })
const finance = board('finance', 'Chief Finance Officers', { ask: 'endorse' })
const financeTogether = { ...finance, together: true }
const oversight = board('oversight', '7F Oversight Group')
const agreeAt = (reviewId: string) => ['kent', 'essex'].map((seatId) => votes(seatId, 'approve', { reviewId }))
const decisions = ({ caseFile }: Played) =>
  caseFile.initiative.context.decisions.map(({ boardName, outcome }) => `${boardName}: ${outcome}`)
const asked = ({ effects }: Played) =>
  effects.flatMap((effect) => (effect.type === 'askBoard' ? [effect.reviewId] : []))

describe('two boards asked at the same time', () => {
  const plan = planOf([{ board: 'chiefs' }, { board: 'finance', ask: 'endorse', together: true }])
  const both = [submitted({}, [chiefs, financeTogether])]

  it('are both asked at once, and the case is approved when both have agreed, in either order', () => {
    const sent = play(both, { plan })
    expect([sent.refusals, asked(sent)]).toEqual([[], ['s1b1', 's1b2']])
    for (const [first, then] of [
      ['s1b1', 's1b2'],
      ['s1b2', 's1b1'],
    ] as const) {
      const half = playOn(sent.caseFile, agreeAt(first))
      expect(whereabouts(half)).toEqual({ active: { outlineBusinessCase: 'withBoard' } })
      expect(whereabouts(playOn(half.caseFile, agreeAt(then)))).toEqual({ active: { fullBusinessCase: 'preparing' } })
    }
  })

  it('end together when one sends the papers back, and the other is told why', () => {
    const back = play([...both, votes('kent', 'sendBack', { reviewId: 's1b2' })], { plan })
    expect(whereabouts(back)).toEqual({ active: { outlineBusinessCase: 'preparing' } })
    expect(decisions(back)).toEqual(['Chief Finance Officers: sentBack', 'Chief Constables: withdrawn'])
    expect(back.caseFile.initiative.context.decisions[1]?.because).toMatch(
      /^Chief Finance Officers did not let the papers go on\. .*Chief Constable, Kent/,
    )
    expect(back.caseFile.initiative.context.points.map(({ raisedBy }) => raisedBy)).toEqual(['Chief Constable, Kent'])
  })

  it('are both over when the papers are withdrawn', () => {
    const gone = play([...both, { type: 'submissionWithdrawn', reason: 'A wrong figure.' }], { plan })
    expect(decisions(gone)).toEqual(['Chief Constables: withdrawn', 'Chief Finance Officers: withdrawn'])
    expect(gone.caseFile.initiative.context.decisions.map(({ because }) => because)).toEqual([
      'The papers were withdrawn.',
      'The papers were withdrawn.',
    ])
    expect(playOn(gone.caseFile, both).refusals).toEqual([])
  })

  it('cannot be asked one after the other, or of other members, than the governance plan says', () => {
    expect(play([submitted({}, [chiefs, finance])], { plan }).refusals).toEqual([
      'OtherBoards: boards: the governance plan asks Chief Finance Officers at another time, or of other members.',
    ])
  })

  it('are followed by a third only when both have agreed, with its whole time from the later of the two', () => {
    const three = planOf([
      { board: 'chiefs', ask: 'endorse' },
      { board: 'finance', ask: 'endorse', together: true },
      { board: 'oversight' },
    ])
    const boards = [{ ...chiefs, ask: 'endorse' as const }, financeTogether, oversight]
    const first = play([submitted({}, boards), ...agreeAt('s1b1')], { plan: three })
    expect(Object.keys(first.caseFile.reviews)).toEqual(['s1b1', 's1b2'])
    const late = start + 9 * dayLong
    const then = playOn(first.caseFile, agreeAt('s1b2'), late)
    expect(then.caseFile.reviews['s1b3']?.context.terms.decideByInstant).toBeGreaterThan(start + 9 * dayLong)
    expect(whereabouts(playOn(then.caseFile, agreeAt('s1b3'), late))).toEqual({
      active: { fullBusinessCase: 'preparing' },
    })
  })
})

describe('a board added while the papers are with another', () => {
  const added = { type: 'boardAdded' as const, terms: oversight, reason: 'It asked to see the case.' }

  it('is asked at once, and the case waits for it too', () => {
    const both = play([submitted({}, [chiefs]), added])
    expect([both.refusals, asked(both)]).toEqual([[], ['s1b1', 's1b2']])
    const one = playOn(both.caseFile, agreeAt('s1b1'))
    expect(whereabouts(one)).toEqual({ active: { outlineBusinessCase: 'withBoard' } })
    expect(whereabouts(playOn(one.caseFile, agreeAt('s1b2')))).toEqual({ active: { fullBusinessCase: 'preparing' } })
  })

  it('comes before those still to be asked', () => {
    const plan = planOf([{ board: 'chiefs' }, { board: 'finance', ask: 'endorse' }])
    const three = play([submitted({}, [chiefs, finance]), added, ...agreeAt('s1b1'), ...agreeAt('s1b2')], { plan })
    expect(three.caseFile.reviews['s1b3']?.context.terms.name).toBe('Chief Finance Officers')
  })

  it.each([
    ['one that is asked already', [submitted({}, [chiefs]), { ...added, terms: chiefs }], 'AskedAlready'],
    ['one while no paper is with a board', [added], 'NotPossibleNow'],
    [
      'one that cannot decide',
      [
        submitted({}, [chiefs]),
        { ...added, terms: { ...oversight, rule: { kind: 'asWritten' as const, text: 'as ever' } } },
      ],
      'BoardCannotDecide',
    ],
  ])('is refused: %s', (_which, events, refused) => {
    expect(play(events).refusals.map((words) => words.split(':')[0])).toEqual([refused])
  })
})

describe('a board merged into another while it decides', () => {
  const summit = board('summit', 'Alliance Summit', {
    seats: [...chiefs.seats.slice(0, 2), { ...chiefs.seats[2]!, seatId: 'suffolk', title: 'Chief Constable, Suffolk' }],
  })
  const merged = {
    type: 'boardMerged' as const,
    reviewId: 's1b1',
    terms: summit,
    reason: 'The boards are one from today.',
  }

  it('keeps the votes of the seats both have, and asks those who are new', () => {
    const after = play([submitted({}, [chiefs]), votes('kent'), merged])
    expect([after.refusals, asked(after)]).toEqual([[], ['s1b1', 's1b1']])
    expect(waitingFor(after.caseFile, []).map(({ whom, what }) => `${whom.title}: ${what}`)).toEqual([
      'Chief Constable, Essex: decide at Alliance Summit',
      'Chief Constable, Suffolk: decide at Alliance Summit',
    ])
    expect(decisions(playOn(after.caseFile, [votes('essex')]))).toEqual(['Alliance Summit: approved'])
  })

  it('asks for no answer to what was raised for a seat the new board does not have', () => {
    const counting = { ...chiefs, rule: { kind: 'nOfM' as const, approvals: 2, refusal: 'counted' as const } }
    const after = play([
      submitted({}, [counting]),
      votes('norfolk', 'sendBack'),
      merged,
      votes('kent', 'sendBack', { reason: 'Show the savings.' }),
    ])
    expect(after.refusals).toEqual([])
    expect(after.caseFile.initiative.context.points.map(({ raisedBy }) => raisedBy)).toEqual(['Chief Constable, Kent'])
  })

  it('no longer counts a seat the new board does not have', () => {
    const after = play([submitted({}, [chiefs]), votes('norfolk'), merged, votes('kent')])
    expect(decisions(after)).toEqual([])
    expect(after.caseFile.reviews['s1b1']?.context.formerTerms?.map(({ name }) => name)).toEqual(['Chief Constables'])
  })
})

describe('a decision between gates', () => {
  const plan = planOf([{ board: 'chiefs' }], [{ board: 'finance', ask: 'rebaseline' }])
  const baseline = board('finance', 'Chief Finance Officers', { ask: 'rebaseline' })
  const asks = betweenGates({ ask: 'rebaseline', asks: 'set the savings of 2019/20 to nil' }, baseline)

  it('moves no stage, whatever comes of it, and needs no paper of the gate', () => {
    const before = play([], { plan })
    for (const choice of ['approve', 'sendBack'] as const) {
      const decided = playOn(before.caseFile, [
        asks,
        ...['kent', 'essex'].map((seatId) => votes(seatId, choice, { reviewId: 'u1b1' })),
      ])
      expect(decisions(decided)).toEqual([
        `Chief Finance Officers: ${choice === 'approve' ? 'rebaselined' : 'sentBack'}`,
      ])
      expect(whereabouts(decided)).toEqual(whereabouts(before))
      expect(decided.caseFile.initiative.context.points).toEqual([])
      expect(decided.caseFile.initiative.context.betweenGates).toEqual([])
    }
  })

  it('goes on beside the papers of the stage, and neither disturbs the other', () => {
    const both = play([submitted({}, [chiefs]), asks, ...agreeAt('s1b1')], { plan })
    expect(both.refusals).toEqual([])
    expect(whereabouts(both)).toEqual({ active: { fullBusinessCase: 'preparing' } })
    expect(waitingFor(both.caseFile, []).map(({ what }) => what)).toEqual([
      'decide at Chief Finance Officers',
      'decide at Chief Finance Officers',
      'decide at Chief Finance Officers',
      'prepare the full business case',
    ])
    expect(decisions(playOn(both.caseFile, agreeAt('u1b1')))).toEqual([
      'Chief Constables: approved',
      'Chief Finance Officers: rebaselined',
    ])
  })

  it('freezes none of the stage’s papers, also on hold', () => {
    const held = playOn(play([asks], { plan }).caseFile, [{ type: 'held', reason: 'An inspection.' }])
    const paper = {
      sha256: 'a'.repeat(64),
      title: 'Business case',
      version: '1.0',
      marking: 'OFFICIAL' as const,
      mediaType: 'application/pdf',
      sizeBytes: 1,
    }
    const added: Moment = { type: 'evidenceProvided', evidenceId: 'business-case', paper }
    expect(playOn(held.caseFile, [added]).refusals.map((words) => words.split(':')[0])).not.toContain('PapersFrozen')
    const atTheBoard = play([submitted({}, [chiefs]), asks, { type: 'held', reason: 'An inspection.' }, added], {
      plan,
    })
    expect(atTheBoard.refusals).toEqual([
      'PapersFrozen: The papers are with the board, on hold, and frozen until it resumes.',
    ])
  })

  it('can be withdrawn by itself', () => {
    const gone = play(
      [submitted({}, [chiefs]), asks, { type: 'submissionWithdrawn', submissionId: 'u1', reason: 'No longer needed.' }],
      { plan },
    )
    expect(gone.refusals).toEqual([])
    expect(whereabouts(gone)).toEqual({ active: { outlineBusinessCase: 'withBoard' } })
    expect(decisions(gone)).toEqual(['Chief Finance Officers: withdrawn'])
  })

  it.each([
    [
      'by a board the governance plan does not name for it',
      betweenGates({ ask: 'rebaseline' }, oversight),
      'OtherBoards',
    ],
    ['at a gate', submitted({ ask: 'rebaseline' }, [{ ...chiefs, ask: 'rebaseline' }]), 'NotAtAGate'],
  ])('is refused %s', (_why, event, refused) => {
    expect(play([event], { plan }).refusals.map((words) => words.split(':')[0])).toEqual([refused])
  })
})
