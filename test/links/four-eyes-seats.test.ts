import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CommandName } from '../../machines/commands.ts'
import { stageId } from '../../machines/vocabulary/facts.ts'
import type { Actor } from '../../machines/vocabulary/people.ts'
import type { RoomPosition } from '../../machines/vocabulary/room.ts'
import { initiativeWorkflowId } from '../../workflows/ids.ts'
import { commandUpdate } from '../../workflows/messages.ts'
import { startJourneys, type Case, type Journeys } from '../api/decisions/journey.ts'
import { fieldsOf } from '../api/decisions/member.ts'
import { aPlan, aVote, changeTeam, memberHolding, seatIds, theChiefs } from '../support/case.ts'
import { stakeholderNamed } from '../support/circulation.ts'
import { refusalOf } from '../support/initiatives.ts'

let journeys: Journeys
beforeAll(async () => {
  journeys = await startJourneys({ linkLimits: { postsPerMinute: 1_000, getsPerMinute: 10_000 } })
}, 120_000)
afterAll(() => journeys?.stop())

const deputy = 'deputy-kent'
const seats = theChiefs().seats.map((seat) =>
  seat.seatId === 'kent' ? { ...seat, deputies: [{ personId: deputy, title: 'Deputy Chief Constable, Kent' }] } : seat,
)
const ownPeople = {
  sro: { title: 'Senior responsible owner', personId: 'sro' },
  executiveLead: { title: 'Executive Business Lead', personId: 'sponsor' },
  changeTeam: { title: 'Change team', personId: 'change-team' },
}
const withTheBoard = (board: Parameters<Journeys['submitted']>[0] = {}): Promise<Case> =>
  journeys.submitted({ creation: ownPeople, ...board, board: { seats, ...board.board } })

/** Straight to the workflow by a client of Temporal: what it refused by, or "taken". */
const raw = async ({ initiativeId }: Case, name: CommandName, payload: object, by: Actor): Promise<string> => {
  const updateId = randomUUID()
  const refused = await refusalOf(
    journeys.initiatives.client.workflow
      .getHandle(initiativeWorkflowId(initiativeId))
      .executeUpdate<unknown, [unknown]>(commandUpdate(name).name, { updateId, args: [{ payload, by, updateId }] }),
  )
  return refused === 'nothing was refused' ? 'taken' : refused.replace(/:.*/s, '')
}
const rawVote = (theCase: Case, seatId: string, holderId: string, overrides: Parameters<typeof aVote>[2] = {}) =>
  raw(theCase, 'castVote', aVote(seatId, 'approve', { holderId, ...overrides }), memberHolding(holderId))
const moved = (personId: string, overrides: object = {}) => ({
  reviewId: 's1b1',
  seatId: 'kent',
  personId,
  as: 'deputy',
  reason: 'Annual leave.',
  ...overrides,
})
const kent = memberHolding('chief-constable-kent')

describe('a seat that passes to somebody else', () => {
  it.each(['sro', 'sponsor', 'change-team'])(
    'never passes to %s, whose own case it is, as holder or as deputy',
    async (own) => {
      const theCase = await withTheBoard()
      for (const as of ['holder', 'deputy'])
        for (const by of [changeTeam, { ...changeTeam, personId: own }, ...(as === 'deputy' ? [kent] : [])])
          expect(await raw(theCase, 'moveSeat', moved(own, { as }), by)).toBe('OwnCase')
      expect(await rawVote(theCase, 'kent', own)).toBe('NotTheHolder')
      expect(await theCase.votesRecorded()).toBe(0)
    },
  )

  it.each<[string, object, Actor]>([
    ['another member', moved('friend-of-essex'), memberHolding('chief-constable-essex')],
    ['a deputy who does not sit', moved('friend-of-deputy'), memberHolding(deputy)],
    ['a former member', moved('friend'), memberHolding('former-chief-constable-kent')],
    ['its own member, for good', moved('friend', { as: 'holder' }), kent],
  ])('is passed on by nobody but its own member, and only to a deputy: not by %s', async (_who, payload, by) => {
    const theCase = await withTheBoard()
    expect(await raw(theCase, 'moveSeat', payload, by)).toBe('NotTheHolder')
    expect((await theCase.state()).reviews['s1b1']?.context.seatMoves).toBeUndefined()
  })

  it('does not let one person decide for two seats', async () => {
    const theCase = await withTheBoard()
    expect(await raw(theCase, 'moveSeat', moved('chief-constable-essex'), kent)).toBe('SitsElsewhere')
    expect(await rawVote(theCase, 'kent', 'chief-constable-essex')).toBe('NotTheHolder')
  })

  it('is decided for by the deputy alone, in their own name, until it is back', async () => {
    const theCase = await withTheBoard()
    const link = await theCase.linkOf('kent')
    expect(await raw(theCase, 'moveSeat', moved(deputy), kent)).toBe('taken')
    const chief = journeys.member()
    const opened = await chief.open(link)
    expect([opened.status, opened.html.querySelector('input[name=choice]')]).toEqual([410, null])
    const pressed = await chief.send(`/decide/${theCase.initiativeId}/s1b1/kent`, {
      ...fieldsOf(opened),
      choice: 'approve',
    })
    expect(pressed.status).toBe(410)
    expect(await rawVote(theCase, 'kent', 'chief-constable-kent')).toBe('NotTheHolder')
    expect(await raw(theCase, 'castVote', aVote('kent', 'approve', { holderId: deputy }), kent)).toBe('NotTheHolder')
    expect(await raw(theCase, 'moveSeat', moved('chief-constable-kent', { as: 'holder' }), kent)).toBe('NotTheHolder')
    expect(await theCase.votesRecorded()).toBe(0)
    expect(await rawVote(theCase, 'kent', deputy)).toBe('taken')
    expect(await theCase.ballots('kent')).toMatchObject([{ holderId: deputy, forHolderId: 'chief-constable-kent' }])
    expect(await raw(theCase, 'moveSeat', moved('chief-constable-kent', { as: 'holder' }), changeTeam)).toBe('taken')
    expect(await rawVote(theCase, 'kent', deputy, { decisionNumber: 1 })).toBe('NotTheHolder')
  })

  it('cannot be passed to anybody by the API whom the board\u2019s terms do not name', async () => {
    const boardId = `board-${randomUUID().slice(0, 8)}`
    const provenance = { certainty: 'recorded' as const }
    const named = (seatId: string) => ({
      seatId,
      title: `Chief Constable, ${seatId}`,
      organisationIds: [seatId],
      chair: seatId === 'kent',
      holdings: [{ personId: `chief-constable-${seatId}`, fromDay: '2020-01-01' }],
    })
    await journeys.store.directory.putBoard({
      boardId,
      name: 'Chief Constables',
      fromDay: '2020-01-01',
      rule: { kind: 'unanimous' },
      ruleProvenance: provenance,
      membersProvenance: provenance,
      seats: seatIds.map(named),
      meetings: [],
    })
    const gate = { boards: [{ board: boardId, decideWithin: 'P10D' }] }
    const plan = aPlan({ gates: Object.fromEntries(stageId.options.map((stage) => [stage, gate])) })
    const chiefs = await withTheBoard({ board: { boardId }, creation: { plan } })
    const asked = async (personId: string) => {
      const { statusCode, body } = await journeys.app.inject({
        method: 'POST',
        url: `/api/initiatives/${chiefs.initiativeId}/commands/moveSeat`,
        headers: { 'idempotency-key': randomUUID(), 'x-acting-as': 'PMO' },
        payload: moved(personId),
      })
      return `${statusCode} ${body}`
    }
    expect(await asked('nobody-on-file')).toMatch(/^422 .*must be a person on file/)
    expect(await asked('secretary')).toMatch(/^409 .*name them neither as holder nor as deputy/)
    expect((await chiefs.state()).reviews['s1b1']?.context.seatMoves).toBeUndefined()
  })
})

describe('somebody who came by a link', () => {
  it.each<[string, CommandName, object]>([
    ['ask another board', 'addBoard', { terms: theChiefs({ boardId: 'friends' }), reason: 'They agree.' }],
    [
      'merge the board into another',
      'mergeBoard',
      { reviewId: 's1b1', terms: theChiefs({ boardId: 'friends' }), reason: 'One.' },
    ],
    ['take the papers back', 'withdrawSubmission', { reason: 'I was outvoted.' }],
    [
      'set a hard date',
      'setHardDate',
      {
        dateId: 'd',
        title: 'Now',
        basis: 'law',
        onDay: '2040-01-01',
        dayInstant: 2_208_988_800_000,
        warnBefore: 'P1D',
        warnInstant: 1,
      },
    ],
    ['take a hard date away', 'dropHardDate', { dateId: 'd', reason: 'It presses.' }],
    ['put the initiative on hold', 'hold', { reason: 'Not now.' }],
    ['close it', 'closeEarly', { reason: 'Enough.', report: 'None.' }],
  ])('cannot %s, member or stakeholder', async (_what, name, payload) => {
    const theCase = await withTheBoard()
    for (const by of [kent, stakeholderNamed('finance')])
      expect(await raw(theCase, name, payload, by)).toBe('NotByLink')
    expect((await theCase.state()).reviews['s1b1']?.status).toBe('active')
  })

  it('for a comment cannot decide, nor a member comment', async () => {
    const theCase = await withTheBoard()
    expect(
      await raw(theCase, 'castVote', aVote('kent'), {
        ...stakeholderNamed('finance'),
        personId: 'chief-constable-kent',
      }),
    ).toBe('NotByLink')
    expect(await raw(theCase, 'noComment', { circulationId: 'first', stakeholderId: 'finance' }, kent)).toBe(
      'NotByLink',
    )
  })
})

describe('another board asked about the same papers', () => {
  const withOwnPeople = theChiefs({
    boardId: 'friends',
    rule: { kind: 'nOfM', approvals: 1, refusal: 'counted' },
    seats: [
      ...seats,
      ...['sro', 'sponsor', 'change-team'].map((id) => ({
        seatId: id,
        title: id,
        organisationIds: ['kent'],
        holderId: id,
        chair: false,
      })),
    ],
  })

  it.each<[string, CommandName, string, object]>([
    ['added', 'addBoard', 's1b2', { terms: withOwnPeople, reason: 'They ask to see it.' }],
    ['its own was merged into', 'mergeBoard', 's1b1', { reviewId: 's1b1', terms: withOwnPeople, reason: 'One board.' }],
  ])('lets nobody decide their own case there either, where it was %s', async (_how, name, reviewId, payload) => {
    const theCase = await withTheBoard()
    expect(await raw(theCase, name, payload, changeTeam)).toBe('taken')
    for (const own of ['sro', 'sponsor', 'change-team'])
      expect(await rawVote(theCase, own, own, { reviewId })).toBe('OwnCase')
    expect(await theCase.votesRecorded()).toBe(0)
    expect(await rawVote(theCase, 'essex', 'chief-constable-essex', { reviewId })).toBe('taken')
  })
})

describe('a chair\u2019s action', () => {
  it('is decided by the chair alone: whoever is told of it decides nothing', async () => {
    const others = seats.filter(({ chair }) => !chair)
    const theCase = await withTheBoard({
      board: {
        rule: { kind: 'chairDecides' },
        seats: seats.filter(({ chair }) => chair),
        way: {
          by: 'chairsAction',
          reason: 'The grant ends on Friday.',
          informed: others.map(({ seatId, title, holderId }) => ({ seatId, title, personId: holderId })),
        },
      },
    })
    for (const { seatId, holderId } of others) {
      expect(await rawVote(theCase, seatId, holderId)).toBe('NotAMember')
      expect(await rawVote(theCase, 'kent', holderId)).toBe('NotTheHolder')
    }
    expect(await theCase.votesRecorded()).toBe(0)
    expect(await rawVote(theCase, 'kent', 'chief-constable-kent')).toBe('taken')
    expect((await theCase.state()).reviews['s1b1']?.value).toBe('approved')
  })
})

describe('what was recorded of the room', () => {
  const yes: RoomPosition = { choice: 'approve', points: [], conditions: [] }
  const written = (recordedBy = 'Programme Office') => ({
    reviewId: 's1b1',
    day: '2040-01-01',
    dayEndsInstant: 2_208_988_800_000,
    seats: seatIds.map((seatId) => ({ seatId, attendance: 'present', position: yes })),
    recordedBy,
  })
  const confirmed = (seatId: string, holderId: string) => ({ reviewId: 's1b1', version: 1, seatId, holderId })

  it('counts by the word of whoever was in the chair, and of nobody else', async () => {
    const theCase = await withTheBoard()
    expect(await raw(theCase, 'recordRoom', written(), changeTeam)).toBe('taken')
    expect(await theCase.ballots('kent')).toEqual([])
    const others: [string, object, Actor][] = [
      ['another member', confirmed('essex', 'chief-constable-essex'), memberHolding('chief-constable-essex')],
      [
        'another member on the chair\u2019s seat',
        confirmed('kent', 'chief-constable-essex'),
        memberHolding('chief-constable-essex'),
      ],
      ['the chair\u2019s deputy, who was not there', confirmed('kent', deputy), memberHolding(deputy)],
      [
        'another member in the chair\u2019s name',
        confirmed('kent', 'chief-constable-kent'),
        memberHolding('chief-constable-essex'),
      ],
      ['the secretary who recorded it', confirmed('kent', 'secretary'), memberHolding('secretary')],
      [
        'the secretary in the chair\u2019s name',
        confirmed('kent', 'chief-constable-kent'),
        { ...changeTeam, personId: 'secretary' },
      ],
      ['the change team in the chair\u2019s name', confirmed('kent', 'chief-constable-kent'), changeTeam],
    ]
    for (const name of ['confirmRoom', 'refuseRoom'] as const)
      for (const [who, payload, by] of others) {
        const sent = name === 'refuseRoom' ? { ...payload, reason: 'Not so.' } : payload
        expect([who, await raw(theCase, name, sent, by)]).toEqual([
          who,
          expect.stringMatching(/^(NotTheChair|NotTheHolder)$/),
        ])
      }
    expect((await theCase.state()).reviews['s1b1']?.status).toBe('active')
    expect(await raw(theCase, 'confirmRoom', confirmed('kent', 'chief-constable-kent'), kent)).toBe('taken')
    expect((await theCase.state()).reviews['s1b1']?.value).toBe('approved')
  })

  it('is not written down by a member, nor by somebody who came by a link', async () => {
    const theCase = await withTheBoard()
    expect(await raw(theCase, 'recordRoom', written('Chief Constable, Kent'), changeTeam)).toBe('MemberRecords')
    expect(await raw(theCase, 'recordRoom', written(), kent)).toBe('NotByLink')
  })

  it('is not confirmed by a chair who is also the secretary', async () => {
    const theCase = await withTheBoard({
      board: { secretary: { title: 'Programme Office', personId: 'chief-constable-kent' } },
    })
    expect(await raw(theCase, 'recordRoom', written(), changeTeam)).toBe('OwnRecord')
  })
})
