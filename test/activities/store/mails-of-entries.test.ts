import { describe, expect, it } from 'vitest'
import { mailsOfEntries } from '../../../activities/store/mails-of-entries.ts'
import type { Recording } from '../../../workflows/messages.ts'
import { begin, submitted, together, voted, type Life } from './life.ts'

const mailsOf = ({ initiativeId, entries, state }: Recording) => mailsOfEntries(initiativeId, entries, state)
const kinds = (recording: Recording) => mailsOf(recording).map(({ kind, personId }) => `${kind} to ${personId}`)

const changeTeam = { title: 'Change team', personId: 'change-team' }
const secretary = { title: 'Board secretary', personId: 'secretary' }

const beforeTheBoard = (): Life => {
  const life = begin({ changeTeam })
  submitted(life, { secretary })
  return life
}
const disputed = (life: Life) =>
  life.happened({
    type: 'decisionDisputed',
    atInstant: Date.UTC(2027, 5, 15),
    reviewId: 's1b1',
    seatId: 'kent',
    decisionNumber: 1,
    statement: 'I was on leave.',
  })

describe('the more time of one party', () => {
  const untilInstant = Date.UTC(2027, 6, 1)
  const given = (creation: Parameters<typeof begin>[0]) => {
    const life = begin(creation)
    submitted(life, { rule: { kind: 'perOrganisation', others: 'proceedWithThoseWhoAgree' } })
    voted(life, 'kent', 'moreTime', { deferUntilInstant: untilInstant, reason: 'The modelling is not done.' })
    voted(life, 'essex')
    voted(life, 'norfolk')
    return life
  }
  const passes = (life: Life, name: string) =>
    life.happened({
      type: 'deadlinePassed',
      of: { machine: 'initiative', id: life.initiativeId },
      name: `${name}:s1b1:kent`,
      atInstant: untilInstant,
    })

  it('is told to its members and the change team when it is nearly over, and when it is over', () => {
    const life = given({ changeTeam })
    expect(mailsOf(passes(life, 'extensionSoon'))).toMatchObject([
      { kind: 'moreTimeEnding', personId: 'chief-constable-kent', reviewId: 's1b1', number: 1, onlyIfOnFile: false },
      { kind: 'moreTimeEnding', personId: 'change-team', reviewId: 's1b1', number: 1, onlyIfOnFile: true },
    ])
    expect(kinds(passes(life, 'extension'))).toEqual([
      'moreTimeOver to chief-constable-kent',
      'moreTimeOver to change-team',
    ])
  })

  it('is told to the PMO where no change team is on file', () => {
    expect(kinds(passes(given({}), 'extension'))).toEqual([
      'moreTimeOver to chief-constable-kent',
      'moreTimeOver to pmo',
    ])
  })
})

describe('a decision', () => {
  it('brings its member and the secretary a receipt that bears the number of the decision', () => {
    const life = beforeTheBoard()
    const from = { initiativeId: life.initiativeId, reviewId: 's1b1', submissionId: 's1', seatId: 'kent' }
    const receipts = ['chief-constable-kent', 'secretary'].map((personId) => ({
      ...from,
      kind: 'receipt',
      personId,
      onlyIfOnFile: false,
    }))
    const numbered = (number: number, sequence: number) => receipts.map((each) => ({ ...each, number, sequence }))
    expect(mailsOf(voted(life, 'kent'))).toEqual(numbered(1, 3))
    expect(mailsOf(voted(life, 'kent', 'abstain', { decisionNumber: 1 }))).toEqual(numbered(2, 4))
  })

  it('brings one receipt where the member is the secretary, or where the board has none on file', () => {
    const own = begin()
    submitted(own, { secretary: { title: 'Chief Constable, Kent', personId: 'chief-constable-kent' } })
    expect(kinds(voted(own, 'kent'))).toEqual(['receipt to chief-constable-kent'])
    const none = begin()
    submitted(none, { secretary: { title: 'Board secretary' } })
    expect(kinds(voted(none, 'kent'))).toEqual(['receipt to chief-constable-kent'])
  })

  it('that ends the review tells the senior responsible owner too, once where both are one person', () => {
    const outcomes = (creation: Parameters<typeof begin>[0]) => {
      const life = begin(creation)
      submitted(life)
      voted(life, 'kent')
      return kinds(voted(life, 'essex')).filter((mail) => mail.startsWith('outcome'))
    }
    const sro = { title: 'Deputy Chief Constable, Norfolk', personId: 'deputy-norfolk' }
    expect(outcomes({ changeTeam, sro })).toEqual(['outcome to change-team', 'outcome to deputy-norfolk'])
    expect(outcomes({ sro })).toEqual(['outcome to deputy-norfolk'])
    expect(outcomes({ changeTeam, sro: { ...sro, personId: 'change-team' } })).toEqual(['outcome to change-team'])
    expect(outcomes({})).toEqual([])
  })

  it('that ends the review tells the change team the outcome', () => {
    const life = beforeTheBoard()
    expect(kinds(voted(life, 'kent'))).toEqual(['receipt to chief-constable-kent', 'receipt to secretary'])
    expect(mailsOf(voted(life, 'essex'))).toMatchObject([
      { kind: 'receipt' },
      { kind: 'receipt' },
      { kind: 'outcome', personId: 'change-team', number: 0, sequence: 4, onlyIfOnFile: true },
    ])
  })

  it('that is recorded together with others tells the outcome once, from the last', () => {
    const life = beforeTheBoard()
    voted(life, 'kent')
    voted(life, 'essex')
    expect(kinds(together(life.recordings))).toEqual([
      'receipt to chief-constable-kent',
      'receipt to secretary',
      'receipt to chief-constable-essex',
      'receipt to secretary',
      'outcome to change-team',
    ])
  })

  it('tells nobody the outcome where no change team is on file, or where the papers were withdrawn', () => {
    const nobody = begin()
    submitted(nobody)
    voted(nobody, 'kent')
    expect(kinds(voted(nobody, 'essex'))).toEqual(['receipt to chief-constable-essex'])

    const life = beforeTheBoard()
    voted(life, 'kent')
    life.happened({ type: 'submissionWithdrawn', atInstant: Date.UTC(2027, 5, 15), reason: 'A figure was wrong.' })
    expect(kinds(together(life.recordings))).toEqual(['receipt to chief-constable-kent', 'receipt to secretary'])
  })
})

describe('a disputed decision', () => {
  it('is told to the secretary, and to the PMO where it is on file', () => {
    const life = beforeTheBoard()
    voted(life, 'kent')
    const about = { kind: 'dispute', reviewId: 's1b1', submissionId: 's1', seatId: 'kent', number: 1, sequence: 4 }
    expect(mailsOf(disputed(life))).toEqual([
      { ...about, initiativeId: life.initiativeId, personId: 'secretary', onlyIfOnFile: false },
      { ...about, initiativeId: life.initiativeId, personId: 'pmo', onlyIfOnFile: true },
    ])
  })

  it('is told once where the PMO is the secretary', () => {
    const life = begin()
    submitted(life, { secretary: { title: 'PMO', personId: 'pmo' } })
    voted(life, 'kent')
    expect(kinds(disputed(life))).toEqual(['dispute to pmo'])
  })
})

describe('a decision moved to another meeting', () => {
  const meetingOn = (day: string, endsInstant: number) => ({ day, papersDueInstant: 0, endsInstant })
  const first = meetingOn('2027-07-01', Date.UTC(2027, 6, 1, 16))
  const second = meetingOn('2027-09-02', Date.UTC(2027, 8, 2, 16))
  const third = meetingOn('2027-11-04', Date.UTC(2027, 10, 4, 17))
  const atAMeeting = { secretary, meeting: first, decideByInstant: first.endsInstant, nextMeetings: [second] }
  const movedTo = (life: Life, meeting: typeof first, hour: number) => {
    const atInstant = Date.UTC(2027, 5, 15, hour)
    return life.happened({ type: 'meetingMoved', atInstant, reviewId: 's1b1', meeting, reason: 'The chair is away.' })
  }

  it('is told to every member who is asked and to the secretary, each move once', () => {
    const life = begin({ changeTeam })
    submitted(life, atAMeeting)
    voted(life, 'kent')
    const told = ['chief-constable-kent', 'chief-constable-essex', 'chief-constable-norfolk', 'secretary']
    for (const [number, meeting] of [second, third].entries()) {
      const mails = mailsOf(movedTo(life, meeting, 8 + number))
      expect(mails.map(({ kind, personId, number: of }) => [kind, personId, of])).toEqual(
        told.map((personId) => ['meetingMoved', personId, number + 1]),
      )
      expect(mails.at(-1)).not.toHaveProperty('seatId')
    }
  })

  it('is told to whoever sits for a member by then, and to a secretary who is a member once', () => {
    const life = begin()
    submitted(life, {
      ...atAMeeting,
      secretary: { title: 'Chief Constable, Essex', personId: 'chief-constable-essex' },
    })
    const seat = { reviewId: 's1b1', seatId: 'kent', personId: 'deputy', title: 'Deputy', as: 'deputy' as const }
    life.happened({ type: 'seatMoved', atInstant: Date.UTC(2027, 5, 15, 7), ...seat, reason: 'Away.' })
    expect(kinds(movedTo(life, second, 8))).toEqual([
      'meetingMoved to deputy',
      'meetingMoved to chief-constable-essex',
      'meetingMoved to chief-constable-norfolk',
    ])
  })

  it('is told also where it was a hold that moved it', () => {
    const life = begin()
    submitted(life, atAMeeting)
    life.happened({ type: 'held', atInstant: Date.UTC(2027, 5, 15), reason: 'An inspection.' })
    const resumed = life.happened({ type: 'resumed', atInstant: Date.UTC(2027, 7, 1) })
    expect(kinds(resumed).filter((kind) => kind.startsWith('meetingMoved'))).toHaveLength(4)
    expect(mailsOf(voted(life, 'kent')).filter(({ kind }) => kind === 'meetingMoved')).toEqual([])
  })
})

it('what the change team does brings no mail', () => {
  expect(kinds(together(beforeTheBoard().recordings))).toEqual([])
})
