import { describe, expect, it } from 'vitest'
import { decidedAnew } from '../../machines/past.ts'
import type { AuditEntry } from '../../machines/audit-entry.ts'
import { roomToConfirm, wouldFollow } from '../../machines/room.ts'
import { waitingFor } from '../../machines/waiting-for.ts'
import type { BoardTerms } from '../../machines/vocabulary/board.ts'
import { anInitiative, theChiefs } from '../support/case.ts'
import { play, playOn, second, start, submitted, votes, type Moment, type Played } from '../support/play.ts'
import { away, confirms, records, refuses, sendBack, there, yes } from '../support/room.ts'

const twoAgreed = [there('kent', yes), there('essex', yes), away('norfolk')]
const meets = (events: Moment[], board: BoardTerms = theChiefs()) => play([submitted({}, [board]), ...events])
const review = ({ caseFile }: Played) => caseFile.reviews['s1b1']
const ballots = (played: Played) =>
  Object.entries(review(played)?.context.ballots ?? {}).map(([seatId, versions]) => [
    seatId,
    versions.map(({ choice, inTheRoom }) => `${choice}${inTheRoom ? ' in the room' : ''}`),
  ])

const paper = (title: string, sha = 'a') => ({
  sha256: sha.repeat(64),
  title,
  version: '1',
  marking: 'OFFICIAL' as const,
  mediaType: 'application/pdf',
  sizeBytes: 9,
})

describe('what a board decided in the room', () => {
  it('changes nothing of the count until whoever was in the chair confirms it, and then decides by the rule', () => {
    const recorded = meets([records(twoAgreed)])
    expect(recorded.refusals).toEqual([])
    expect([review(recorded)?.value, ballots(recorded)]).toEqual([{ open: 'inTime' }, []])
    const confirmed = playOn(recorded.caseFile, [confirms()])
    expect(confirmed.refusals).toEqual([])
    expect(review(confirmed)?.value).toBe('approved')
    expect(ballots(confirmed)).toEqual([
      ['kent', ['approve in the room']],
      ['essex', ['approve in the room']],
    ])
    expect(review(confirmed)?.context.ballots['essex']?.[0]).toMatchObject({
      holderId: 'chief-constable-essex',
      inTheRoom: { version: 1, recordedBy: 'Secretary to the board', confirmedBy: 'Chief Constable, Kent' },
    })
  })

  it('tells the chair beforehand what would follow, which is what follows', () => {
    const recorded = meets([records(twoAgreed)])
    const context = review(recorded)?.context
    const room = context && roomToConfirm(context)
    expect(room && context && wouldFollow(context, room)).toMatchObject({ outcome: 'approved' })
    const decision = playOn(recorded.caseFile, [confirms()]).caseFile.initiative.context.decisions.at(-1)
    expect(room && context && wouldFollow(context, room).because).toBe(decision?.because)
  })

  it('waits for the chair while it is not confirmed, and for those nothing was written down of', () => {
    const waited = ({ caseFile }: Played) => waitingFor(caseFile, []).map(({ whom, what }) => [whom.title, what])
    expect(waited(meets([records(twoAgreed)]))).toEqual([
      ['Chief Constable, Kent', 'confirm what Secretary to the board recorded of the meeting of Chief Constables'],
      ['Chief Constable, Norfolk', 'decide at Chief Constables'],
    ])
    expect(waited(meets([records(twoAgreed), refuses()]))).toHaveLength(3)
    const lost = { reviewId: 's1b1', seatId: 'kent', personId: 'chief-constable-kent', state: 'undeliverable' }
    expect(waitingFor(meets([records(twoAgreed)]).caseFile, [lost])[0]?.problem).toBe(
      'email to Chief Constable, Kent could not be delivered',
    )
  })

  it('is recorded anew as another version, of which only the newest can be confirmed', () => {
    const anew = meets([records(twoAgreed), records([there('kent', yes), there('essex', sendBack), away('norfolk')])])
    const both = playOn(anew.caseFile, [confirms(1), confirms(2)])
    expect(both.refusals).toEqual([
      'NewerVersion: version: the secretary has recorded it anew, as version 2; look at that one.',
    ])
    expect(review(both)?.value).toBe('sentBack')
    expect(review(both)?.context.rooms?.map(({ version, confirmed }) => [version, confirmed !== undefined])).toEqual([
      [1, false],
      [2, true],
    ])
  })

  it('counts for nothing once the chair says that it is not what was decided', () => {
    const refused = meets([records(twoAgreed), refuses(), confirms()])
    expect(refused.refusals).toEqual([
      'RefusedAlready: Chief Constable, Kent has said that this is not what was decided; it must be recorded anew.',
    ])
    expect(ballots(refused)).toEqual([])
    expect(review(playOn(refused.caseFile, [records(twoAgreed), confirms(2)]))?.value).toBe('approved')
  })

  it('keeps the words as amended in the room, and names the papers tabled there', () => {
    const wording = 'Approve the single unit, for two years.'
    const decided = meets([records(twoAgreed, { wording, tabledPapers: [paper('Late costs')] }), confirms()])
    expect(decided.caseFile.initiative.context.decisions.at(-1)).toMatchObject({
      wording,
      room: { day: '2027-03-01', confirmedBy: 'Chief Constable, Kent', tabled: [{ title: 'Late costs' }] },
    })
    expect(review(decided)?.context.ballots['kent']?.[0]?.inTheRoom?.tabledSha256s).toEqual(['a'.repeat(64)])
  })

  it('makes one condition of the words several members set together', () => {
    const conditions = [{ text: 'Publish the costs.', ownerTitle: 'Finance lead' }]
    const withIt = { ...yes, choice: 'approveWithConditions' as const, conditions }
    const decided = meets([records([there('kent', withIt), there('essex', withIt), away('norfolk')]), confirms()])
    expect(decided.caseFile.initiative.context.conditions.map(({ text, raisedBy }) => [text, raisedBy])).toEqual([
      ['Publish the costs.', 'Chief Constable, Kent; Chief Constable, Essex'],
    ])
  })

  it('is worked out again from the audit to the same decision', () => {
    const events = [submitted(), records(twoAgreed), confirms()]
    const entries = [
      { event: { type: 'created' as const, atInstant: start, ...anInitiative() } },
      ...events.map((event, index) => ({ event: { ...event, atInstant: start + (index + 1) * second } })),
    ].map((entry, index) => ({
      ...entry,
      sequence: index + 1,
      previousHash: '',
      hash: '',
      stateHash: '',
      atInstant: entry.event.atInstant,
      by: { kind: 'person' as const, role: 'secretary', channel: 'api' as const },
    })) satisfies AuditEntry[]
    expect(decidedAnew(entries).get('s1b1')).toBe('approved')
  })
})

describe('a decision of their own', () => {
  const keptOwn = (events: Moment[]) => ballots(meets(events))

  it.each<[string, Moment[], unknown]>([
    [
      'up to the meeting is replaced where it says the same',
      [votes('essex'), records(twoAgreed), confirms()],
      ['approve', 'approve in the room'],
    ],
    [
      'up to the meeting is replaced where the secretary says that they changed it there',
      [
        votes('essex', 'abstain'),
        records([there('kent', yes), there('essex', { ...yes, changedInTheRoom: true }), away('norfolk')]),
        confirms(),
      ],
      ['abstain', 'approve in the room'],
    ],
    ['made since the record is kept', [records(twoAgreed), votes('essex', 'abstain'), confirms()], ['abstain']],
    [
      'made after the meeting\u2019s day is kept',
      [votes('essex', 'approve', {}), records(twoAgreed, { dayEndsInstant: start + 1.5 * second }), confirms()],
      ['approve'],
    ],
  ])('%s', (_fact, events, expected) => {
    expect(new Map(keptOwn(events).map(([seatId, versions]) => [seatId, versions])).get('essex')).toEqual(expected)
  })

  it('may be made instead of the one recorded in the room, while the board has not decided', () => {
    const open = meets([records([there('kent', yes), away('essex'), away('norfolk')]), confirms()])
    const changed = playOn(open.caseFile, [votes('kent', 'abstain', { decisionNumber: 1 })])
    expect(ballots(changed)).toEqual([['kent', ['approve in the room', 'abstain']]])
  })
})

describe('who confirms', () => {
  const withViceChair = (overrides: Partial<BoardTerms> = {}) =>
    theChiefs({
      seats: theChiefs().seats.map((seat) => (seat.seatId === 'essex' ? { ...seat, viceChair: true } : seat)),
      ...overrides,
    })
  const byEssex = { seatId: 'essex', holderId: 'chief-constable-essex' }

  it('is the vice chair where the chair was not in the room', () => {
    const met = meets(
      [records([away('kent'), there('essex', yes), there('norfolk', yes)]), confirms(), confirms(1, byEssex)],
      withViceChair(),
    )
    expect(met.refusals).toEqual([
      'NotTheChair: Only whoever was in the chair can say whether this is what the board decided.',
    ])
    expect(review(met)?.value).toBe('approved')
  })

  it('is the vice chair where it is the chair\u2019s own case', () => {
    const own = play(
      [submitted({}, [withViceChair()]), records([there('essex', yes), there('norfolk', yes)]), confirms(1, byEssex)],
      {
        sro: { title: 'Chief Constable, Kent', personId: 'chief-constable-kent' },
      },
    )
    expect([own.refusals, review(own)?.value]).toEqual([[], 'approved'])
  })

  it('is the vice chair where the chair had declared an interest by their own link', () => {
    const met = meets(
      [
        votes('kent', 'declareInterest'),
        records([there('kent'), there('essex', yes), there('norfolk', yes)]),
        confirms(),
        confirms(1, byEssex),
      ],
      withViceChair(),
    )
    expect(met.refusals).toEqual([
      'NotTheChair: Only whoever was in the chair can say whether this is what the board decided.',
    ])
    expect(review(met)?.value).toBe('approved')
  })

  it('is not a secretary who has come into the chair\u2019s seat since, who may still say that it is wrong', () => {
    const secretary = { title: 'Secretary', personId: 'secretary' }
    const bySecretary = { holderId: 'secretary' }
    const moved = meets(
      [
        records(twoAgreed),
        {
          type: 'seatMoved',
          reviewId: 's1b1',
          seatId: 'kent',
          personId: 'secretary',
          as: 'deputy',
          reason: 'The chair is away.',
        },
        confirms(1, bySecretary),
        refuses(1, bySecretary),
      ],
      theChiefs({ secretary }),
    )
    expect(moved.refusals).toEqual([
      'OwnRecord: holderId: Chief Constable, Kent is the secretary of Chief Constables and cannot confirm what they recorded; let somebody else sit in the chair\u2019s seat.',
    ])
    expect(review(moved)?.context.rooms?.map(({ refused }) => refused?.holderId)).toEqual(['secretary'])
  })

  it('is whoever has come into the chair\u2019s seat since', () => {
    const moved = meets([
      records(twoAgreed),
      {
        type: 'seatMoved',
        reviewId: 's1b1',
        seatId: 'kent',
        personId: 'new-chief',
        as: 'holder',
        reason: 'Took office.',
      },
      confirms(),
      confirms(1, { holderId: 'new-chief' }),
    ])
    expect(moved.refusals).toHaveLength(1)
    expect(review(moved)?.context.ballots['kent']?.[0]?.holderId).toBe('chief-constable-kent')
  })
})

describe('a deputy in the room', () => {
  const deputies = [{ personId: 'deputy-essex', title: 'Deputy Chief Constable, Essex' }]
  const board = theChiefs({
    seats: theChiefs().seats.map((seat) => (seat.seatId === 'essex' ? { ...seat, deputies } : seat)),
  })

  it('decides for the seat\u2019s holder', () => {
    const met = meets(
      [
        records([there('kent', yes), { ...there('essex', yes), attendance: 'deputyPresent' }, away('norfolk')]),
        confirms(),
      ],
      board,
    )
    expect(review(met)?.context.ballots['essex']?.[0]).toMatchObject({
      holderId: 'deputy-essex',
      forHolderId: 'chief-constable-essex',
    })
  })
})

describe('is refused, in words', () => {
  const majority = theChiefs({ rule: { kind: 'majority', quorum: 2, chairHasCastingVote: false } })
  const onlyKent = [there('kent', yes), away('essex'), away('norfolk', 'absent')]
  it.each<[string, Moment[], string, BoardTerms?]>([
    [
      'without the quorum in the room',
      [records(onlyKent)],
      'NoQuorum: The board could not decide in the room. 1 member of the quorum of 2 were in the room. There: Chief Constable, Kent; not there: Chief Constable, Essex; Chief Constable, Norfolk.',
      majority,
    ],
    [
      'with a quorum only by a member who had declared an interest by their own link',
      [votes('essex', 'declareInterest'), records([there('kent', yes), there('essex'), away('norfolk')])],
      'NoQuorum: The board could not decide in the room. 1 member of the quorum of 2 were in the room. There: Chief Constable, Kent; not there: Chief Constable, Norfolk.',
      majority,
    ],
    [
      'with a seat that is not the board\u2019s',
      [records([...twoAgreed, there('suffolk', yes)])],
      'NotAMember: seats: Chief Constables has no seat suffolk.',
    ],
    [
      'with a position of somebody who was not there',
      [records([there('kent', yes), there('essex', yes), { ...away('norfolk'), position: yes }])],
      'NotPresent: seats: Chief Constable, Norfolk was not in the room and took no position there.',
    ],
    [
      'without saying whether each was there',
      [records([there('kent', yes)])],
      'AttendanceMissing: seats: say whether these were in the room: Chief Constable, Essex; Chief Constable, Norfolk.',
    ],
    [
      'without anything decided',
      [records([there('kent'), there('essex'), away('norfolk')])],
      'NothingDecided: seats: write down what at least one of those present decided.',
    ],
    [
      'with a refusal without its reason',
      [records([there('kent', { ...sendBack, reason: undefined }), there('essex', yes), away('norfolk')])],
      'ReasonNeeded: seats: Chief Constable, Kent: reason: say why, so that the change team can act on it.',
    ],
    [
      'against what a member decided by their own link',
      [votes('essex', 'abstain'), records(twoAgreed)],
      'DecidedOtherwise: seats: Chief Constable, Essex had decided otherwise by their own link; say that they changed it in the room, or leave their position out.',
    ],
    [
      'against what a member decided since the meeting',
      [votes('essex', 'abstain'), records(twoAgreed, { dayEndsInstant: start + 1.5 * second })],
      'DecidedSince: seats: Chief Constable, Essex has decided otherwise by their own link since the meeting, and that stands; leave their position out.',
    ],
    [
      'with other words than a member who was not there agreed to',
      [votes('norfolk'), records(twoAgreed, { wording: 'Approve half of it.' })],
      'OtherWords: wording: these agreed to other words, and were not counted in the room for the amended ones: Chief Constable, Norfolk. Ask them to look at it again by their link, or send new papers.',
    ],
    [
      'without anybody in the chair',
      [records([away('kent'), there('essex', yes), there('norfolk', yes)])],
      'NoChair: seats: neither the chair nor a vice chair of Chief Constables was in the room and takes part, so nobody could confirm this. Where a deputy was in the chair, let them sit for the seat first.',
    ],
    [
      'when the chair wrote it down',
      [records(twoAgreed, { recordedBy: 'Chief Constable, Kent' })],
      'MemberRecords: recordedBy: Chief Constable, Kent decides at this board; its secretary writes down what was decided, and its chair confirms it.',
    ],
    [
      'when the board\u2019s secretary was in the chair',
      [records(twoAgreed)],
      'OwnRecord: recordedBy: Chief Constable, Kent was in the chair and cannot confirm what they recorded.',
      theChiefs({ secretary: { title: 'Secretary', personId: 'chief-constable-kent' } }),
    ],
    [
      'of a deputy whom no terms name',
      [records([there('kent', yes), { ...there('essex', yes), attendance: 'deputyPresent' }, away('norfolk')])],
      'NoSuchDeputy: seats: the board\u2019s terms name no such deputy of Chief Constable, Essex who could decide this; let one sit for the seat first.',
    ],
    [
      'of a day before the papers went out',
      [records(twoAgreed, { dayEndsInstant: start })],
      'BeforeThePapers: day: must not be before the papers went to the board.',
    ],
    [
      'on hold',
      [{ type: 'held', reason: 'inspection' }, records(twoAgreed)],
      'OnHold: This initiative is on hold; resume it first.',
    ],
    [
      'once the board has decided',
      [votes('kent'), votes('essex'), records(twoAgreed)],
      'ReviewClosed: The board has already decided. 2 of 3 must agree, and 2 did: Chief Constable, Kent; Chief Constable, Essex.',
    ],
    [
      'a confirmation of nothing',
      [confirms()],
      'NothingRecorded: Nothing has been recorded of a meeting of this board.',
    ],
    [
      'a confirmation by anybody but the chair',
      [records(twoAgreed), confirms(1, { seatId: 'essex', holderId: 'chief-constable-essex' })],
      'NotTheChair: Only whoever was in the chair can say whether this is what the board decided.',
    ],
    [
      'a second confirmation',
      [records([there('kent', yes), away('essex'), away('norfolk')]), confirms(), confirms()],
      'ConfirmedAlready: Chief Constable, Kent has confirmed this already.',
    ],
  ])('%s', (_fact, events, expected, board = theChiefs()) => {
    expect(meets(events, board).refusals).toEqual([expected])
  })

  it('for a member whose own case it is', () => {
    const own = play([submitted(), records(twoAgreed)], {
      sro: { title: 'Chief Constable, Essex', personId: 'chief-constable-essex' },
    })
    expect(own.refusals).toEqual([
      'OwnCase: seats: Chief Constable, Essex stands aside: the author, sponsor and senior responsible owner of a case do not decide it.',
    ])
  })
})
