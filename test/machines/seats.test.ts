import { describe, expect, it } from 'vitest'
import { standing } from '../../machines/review.ts'
import { waitingFor } from '../../machines/waiting-for.ts'
import type { BoardTerms } from '../../machines/vocabulary/board.ts'
import { theChiefs } from '../support/case.ts'
import { play, playOn, submitted, votes, type Played } from '../support/play.ts'

const allThree = theChiefs({ rule: { kind: 'unanimous' } })
const deputyOfKent = { personId: 'deputy-kent', title: 'Deputy Chief Constable, Kent' }
const withDeputy = (overrides: Partial<BoardTerms> = {}, sits: { sits?: true } = {}): BoardTerms => ({
  ...allThree,
  seats: allThree.seats.map((seat) =>
    seat.seatId === 'kent' ? { ...seat, deputies: [{ ...deputyOfKent, ...sits }] } : seat,
  ),
  ...overrides,
})

const moves = (personId: string, as: 'holder' | 'deputy', overrides = {}) => ({
  type: 'seatMoved' as const,
  reviewId: 's1b1',
  seatId: 'kent',
  personId,
  as,
  reason: as === 'holder' ? 'A new Chief Constable took office.' : 'Away until Monday.',
  ...overrides,
})
const by = (holderId: string, decisionNumber = 0) => votes('kent', 'approve', { holderId, decisionNumber })
const ballotsOfKent = ({ caseFile }: Played) =>
  caseFile.reviews['s1b1']?.context.ballots['kent']?.map(({ holderId, forHolderId }) => [holderId, forHolderId])
const waitedFor = ({ caseFile }: Played) => waitingFor(caseFile, []).map(({ whom }) => [whom.title, whom.personId])

describe('a seat that changes hands while the board decides', () => {
  it('asks its new holder, and nobody else decides for it any more', () => {
    const moved = play([submitted({}, [allThree]), moves('new-chief-kent', 'holder'), by('chief-constable-kent')])
    expect(moved.effects.at(-1)).toEqual({ type: 'askSeat', reviewId: 's1b1', seatId: 'kent' })
    expect(moved.refusals).toEqual([
      'NotTheHolder: Only the holder of the seat Chief Constable, Kent can decide for it.',
    ])
    expect(waitedFor(moved)[0]).toEqual(['Chief Constable, Kent', 'new-chief-kent'])
    expect(ballotsOfKent(playOn(moved.caseFile, [by('new-chief-kent')]))).toEqual([['new-chief-kent', undefined]])
  })

  it('keeps the decision already made for it, which its new holder may change', () => {
    const moved = play([submitted({}, [allThree]), by('chief-constable-kent'), moves('new-chief-kent', 'holder')])
    expect(waitedFor(moved).map(([title]) => title)).toEqual(['Chief Constable, Essex', 'Chief Constable, Norfolk'])
    const others = playOn(moved.caseFile, [votes('essex'), votes('norfolk')])
    expect(others.caseFile.reviews['s1b1']?.value).toBe('approved')
    expect(ballotsOfKent(playOn(moved.caseFile, [by('new-chief-kent', 1)]))).toEqual([
      ['chief-constable-kent', undefined],
      ['new-chief-kent', undefined],
    ])
  })

  it('may also change hands on hold', () => {
    const held = play([
      submitted({}, [allThree]),
      { type: 'held', reason: 'inspection' },
      moves('new-chief-kent', 'holder'),
    ])
    const after = playOn(held.caseFile, [{ type: 'resumed' }, by('new-chief-kent')])
    expect([held.refusals, after.refusals]).toEqual([[], []])
  })
})

describe('a deputy', () => {
  it('decides in the name of the absent holder, and the record says for whom', () => {
    const moved = play([submitted({}, [allThree]), moves('deputy-kent', 'deputy', deputyOfKent), by('deputy-kent')])
    expect(moved.refusals).toEqual([])
    expect(ballotsOfKent(moved)).toEqual([['deputy-kent', 'chief-constable-kent']])
  })

  it('is whom the board waits for, by the deputy’s own title', () => {
    const moved = play([submitted({}, [allThree]), moves('deputy-kent', 'deputy', deputyOfKent)])
    expect(waitedFor(moved)[0]).toEqual(['Deputy Chief Constable, Kent', 'deputy-kent'])
  })

  it('sits from the start for a holder who is away when the papers go out, and hands back when they return', () => {
    const sent = play([submitted({}, [withDeputy({}, { sits: true })]), by('chief-constable-kent')])
    expect(sent.refusals.map((words) => words.split(':')[0])).toEqual(['NotTheHolder'])
    const back = playOn(sent.caseFile, [
      moves('chief-constable-kent', 'holder', { reason: 'Back from leave.' }),
      by('deputy-kent'),
      by('chief-constable-kent'),
    ])
    expect(back.refusals.map((words) => words.split(':')[0])).toEqual(['NotTheHolder'])
    expect(ballotsOfKent(back)).toEqual([['chief-constable-kent', undefined]])
  })

  it('who is only named does not sit', () => {
    expect(play([submitted({}, [withDeputy()]), by('chief-constable-kent')]).refusals).toEqual([])
  })

  it('sits for somebody whose own case it is, where the terms say so', () => {
    const own = { sro: { title: 'SRO', personId: 'chief-constable-kent' } }
    const sits = play([submitted({}, [withDeputy({ ownCase: 'deputySits' })]), by('deputy-kent')], own)
    expect([sits.refusals, ballotsOfKent(sits)]).toEqual([[], [['deputy-kent', 'chief-constable-kent']]])
    const aside = play([submitted({}, [withDeputy()]), by('deputy-kent')], own)
    expect(aside.refusals.map((words) => words.split(':')[0])).toEqual(['NotTheHolder'])
    const review = aside.caseFile.reviews['s1b1']
    expect(review && standing(review.context).because).toContain(
      'Standing aside from a case of their own: Chief Constable, Kent',
    )
  })

  it.each([
    ['the author of the case', moves('head-of-change', 'deputy'), 'OwnCase'],
    ['a member who would decide twice', moves('chief-constable-essex', 'deputy'), 'SitsElsewhere'],
    ['the holder themselves', moves('chief-constable-kent', 'deputy'), 'OwnSeat'],
    ['who sits there already', moves('chief-constable-kent', 'holder'), 'SitsAlready'],
    ['for a seat the board does not have', moves('deputy-kent', 'deputy', { seatId: 'press' }), 'UnknownSeat'],
  ])('cannot be %s', (_who, event, refused) => {
    const changeTeam = { title: 'Head of change', personId: 'head-of-change' }
    const { refusals } = play([submitted({}, [allThree]), event], { changeTeam })
    expect(refusals.map((words) => words.split(':')[0])).toEqual([refused])
  })

  it('cannot be named once the board has decided', () => {
    const decided = play([submitted({}, [allThree]), ...['kent', 'essex', 'norfolk'].map((seat) => votes(seat))])
    expect(
      playOn(decided.caseFile, [moves('deputy-kent', 'deputy')]).refusals.map((words) => words.split(':')[0]),
    ).toEqual(['ReviewClosed'])
  })
})
