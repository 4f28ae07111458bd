import { describe, expect, it } from 'vitest'
import { beforeTheFirst, type AuditEntry } from '../../machines/audit-entry.ts'
import { countsOf } from '../../machines/circulation/context.ts'
import { closedCirculationIn, withoutPast, type Keep } from '../../machines/past.ts'
import { storeCase } from '../../machines/stored-case.ts'
import { theClock } from '../../machines/vocabulary/people.ts'
import { waitingFor } from '../../machines/waiting-for.ts'
import { byteCountOf } from '../../workflows/chain.ts'
import { shrunk } from '../../workflows/envelope.ts'
import { anInitiative } from '../support/case.ts'
import {
  answered,
  circulated,
  circulationClosed,
  commented,
  fiveCases,
  hasNoComment,
  paperAdded,
  planWithFiveCases,
} from '../support/circulation.ts'
import { play, second, start, type Moment } from '../support/play.ts'

const keep = (fullCirculations: number, circulations: number): Keep => ({
  fullReviews: 9,
  reviews: 9,
  decisions: 9,
  rounds: 9,
  closedConditions: 9,
  earlierDates: 9,
  fullCirculations,
  circulations,
})

const longText = 'The savings are not shown by force. '.repeat(100).trim()
/** A batch with one long comment and its long answer, closed. */
const done = (circulationId: string): Moment[] => [
  circulated({ circulationId }),
  commented('finance', { circulationId, text: longText, where: 'page 12' }),
  answered(1, { circulationId, answer: longText }),
  hasNoComment('legal', circulationId),
  circulationClosed(circulationId),
]
const moments = [
  ...fiveCases.map(({ id }) => paperAdded(id)),
  ...done('first'),
  ...done('second'),
  circulated({ circulationId: 'third' }),
  commented('finance', { circulationId: 'third' }),
]
const { caseFile } = play(moments, { plan: planWithFiveCases })
const full = storeCase(caseFile)
const entries: AuditEntry[] = [
  { type: 'created' as const, atInstant: start, ...anInitiative({ plan: planWithFiveCases }) },
  ...moments.map((moment, index) => ({ ...moment, atInstant: start + (index + 1) * second })),
].map((event, index) => ({
  sequence: index + 1,
  previousHash: beforeTheFirst,
  hash: beforeTheFirst,
  atInstant: event.atInstant,
  by: theClock,
  event,
  stateHash: beforeTheFirst,
}))

describe('circulations that are past', () => {
  it('leave their texts to the audit, oldest first, and keep who said something and what came of it', () => {
    const { first, second: newer, third } = withoutPast(full, keep(1, 9)).circulations ?? {}
    expect(first?.context.comments).toEqual([
      {
        number: 1,
        stakeholderId: 'finance',
        edition: 1,
        atInstant: expect.any(Number),
        answered: { outcome: 'changed', atInstant: expect.any(Number) },
      },
    ])
    expect(newer).toEqual(full.circulations?.['second'])
    expect(third).toEqual(full.circulations?.['third'])
  })

  it('leave all but their counts after that; one that is open or owes an answer leaves nothing', () => {
    const small = withoutPast(full, keep(0, 0))
    const { first, third } = small.circulations ?? {}
    expect(first?.context).toMatchObject({ number: 1, title: 'Strategic case', comments: [], stakeholders: [] })
    expect(first && countsOf(first.context)).toEqual({ stakeholders: 2, comments: 1, changed: 1, noComments: 1 })
    expect(third).toEqual(full.circulations?.['third'])
    expect(waitingFor(small, [])).toEqual(waitingFor(full, []))
    const again = withoutPast(small, keep(0, 0)).circulations?.['first']
    expect(again && countsOf(again.context).comments).toBe(1)
  })

  it('can be read again from the audit, word for word', () => {
    expect(closedCirculationIn(entries, 'first')?.context).toEqual(caseFile.circulations['first']?.context)
    expect(closedCirculationIn(entries, 'third')).toBeUndefined()
    expect(closedCirculationIn(entries, 'ninth')).toBeUndefined()
  })

  it('leave a large state before anything else in it does', () => {
    const many = Array.from({ length: 30 }, (_, index) => done(`batch-${index}`)).flat()
    const large = storeCase(
      play([...fiveCases.map(({ id }) => paperAdded(id)), ...many], { plan: planWithFiveCases }).caseFile,
    )
    expect(byteCountOf(large)).toBeGreaterThan(192 * 1024)
    expect(byteCountOf(shrunk(large))).toBeLessThan(80 * 1024)
  })
})
