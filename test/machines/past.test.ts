import { describe, expect, it } from 'vitest'
import { matterOf } from '../../api/decisions/matter.ts'
import { calendarOf } from '../../activities/calendar.ts'
import { beforeTheFirst, type AuditEntry } from '../../machines/audit-entry.ts'
import { take } from '../../machines/case-file.ts'
import type { CaseEvent } from '../../machines/case-events.ts'
import { decidedAnew, endedReviewIn, withoutPast } from '../../machines/past.ts'
import { storeCase } from '../../machines/stored-case.ts'
import { waitingFor } from '../../machines/waiting-for.ts'
import { theClock } from '../../machines/vocabulary/people.ts'
import { anInitiative, theChiefs } from '../support/case.ts'
import { dayLong, play, second, start, submitted, votes } from '../support/play.ts'

const theLeast = {
  fullReviews: 0,
  reviews: 0,
  decisions: 0,
  rounds: 0,
  closedConditions: 0,
  earlierDates: 1,
  fullCirculations: 0,
  circulations: 0,
}

const board = theChiefs({ decideByInstant: start + 10 * dayLong })
const events: CaseEvent[] = [
  submitted({}, [board]),
  { type: 'held' as const, reason: 'inspection' },
  { type: 'resumed' as const },
  votes('essex', 'abstain'),
  votes('kent', 'sendBack', { points: ['Show the savings.'] }),
  { type: 'pointAnswered' as const, pointId: 's1b1p1', answer: 'Table 3 does.' },
  submitted({}, [board]),
  votes('kent', 'approve', { reviewId: 's2b1' }),
].map((event, index) => ({ ...event, atInstant: start + (index + 1) * second }))

const entries: AuditEntry[] = [{ type: 'created' as const, atInstant: start, ...anInitiative() }, ...events].map(
  (event, index) => ({
    sequence: index + 1,
    previousHash: beforeTheFirst,
    hash: beforeTheFirst,
    atInstant: start + index * second,
    by: theClock,
    event,
    stateHash: beforeTheFirst,
  }),
)
const { caseFile } = play(events)
const small = withoutPast(storeCase(caseFile), theLeast)

describe('what is past', () => {
  it('leaves the state, and what is open goes on in the same words', () => {
    expect(Object.keys(small.reviews)).toEqual(['s2b1'])
    expect(waitingFor(small, [])).toEqual(waitingFor(caseFile, []))
    expect(small.reviews['s2b1']?.context.answers).toEqual(caseFile.reviews['s2b1']?.context.answers)
  })

  it('can be decided anew from the audit, with the terms of that day', () => {
    expect([...decidedAnew(entries)]).toEqual([['s1b1', 'sentBack']])
    // A rule that asks for more would not have settled it, and nobody can give those papers another rule now.
    const stricter = entries.map((entry) =>
      entry.event.type === 'submitted'
        ? {
            ...entry,
            event: {
              ...entry.event,
              boards: [theChiefs({ rule: { kind: 'majority', quorum: 3, chairHasCastingVote: false } })],
            },
          }
        : entry,
    )
    expect([...decidedAnew(stricter)]).toEqual([])
  })

  it('can be read again from the audit, word for word', () => {
    const again = endedReviewIn(entries, 's1b1')
    expect(again?.value).toBe('sentBack')
    expect(again?.context).toEqual(caseFile.reviews['s1b1']?.context)
    expect(endedReviewIn(entries, 's2b1')).toBeUndefined()
    expect(endedReviewIn(entries, 's9b1')).toBeUndefined()
    expect(take(caseFile, { type: 'olderReviewsDigested', atInstant: start }).caseFile).toEqual(caseFile)
  })

  it('still answers a link given out for it: its own decision stands there as a receipt', async () => {
    const recorded = {
      initiativeId: 'vetting',
      version: entries.length,
      state: small,
      stateHash: '',
      headHash: '',
      recordedInstant: start,
    }
    const link = {
      tokenId: 't1',
      purpose: 'decide' as const,
      initiativeId: 'vetting',
      reviewId: 's1b1',
      submissionId: 's1',
      seatId: 'kent',
      holderId: 'chief-constable-kent',
      mintedInstant: start,
    }
    const unused = () => Promise.reject(new Error('not asked for here'))
    const matter = await matterOf(
      {
        links: { find: unused },
        initiatives: { find: async () => recorded, entries: async () => entries },
        directory: { board: unused, person: unused },
        codes: { standing: unused },
        calendar: calendarOf(),
        clock: () => start,
      },
      link,
    )
    expect(matter?.standing).toEqual({ kind: 'receipt' })
    expect(matter?.ballot).toMatchObject({ choice: 'sendBack', points: ['Show the savings.'] })
  })
})
