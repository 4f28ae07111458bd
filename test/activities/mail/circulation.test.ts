import { describe, expect, it } from 'vitest'
import { presentMail } from '../../../activities/mail/present.ts'
import { whyNotNeeded } from '../../../activities/mail/overtaken.ts'
import { mailsOfEntries } from '../../../activities/store/mails-of-entries.ts'
import { beforeTheFirst, type AuditEntry } from '../../../machines/audit-entry.ts'
import { storeCase } from '../../../machines/stored-case.ts'
import { theClock } from '../../../machines/vocabulary/people.ts'
import {
  answered,
  circulated,
  circulationClosed,
  commented,
  fiveCases,
  hasNoComment,
  paperAdded,
  planWithFiveCases,
} from '../../support/circulation.ts'
import { aRow, asRecorded, mailParts } from '../../support/mail.ts'
import { dayLong, play, start, type Moment } from '../../support/play.ts'

const prepared = fiveCases.map(({ id }) => paperAdded(id))
const caseOf = (moments: readonly Moment[]) => play([...prepared, ...moments], { plan: planWithFiveCases }).caseFile
const dated = circulated({
  commentByInstant: Date.UTC(2027, 2, 12, 17),
  answerByInstant: Date.UTC(2027, 2, 19, 17),
  evidenceIds: ['strategic', 'economic'],
})
const changeTeam = { title: 'Change team', phone: '01622 000 200', email: 'change.team@kent.example' }
const mail = (moments: readonly Moment[], row: Parameters<typeof mailParts>[1]) =>
  presentMail(
    mailParts(
      caseOf(moments),
      { circulationId: 'first', personId: 'finance', ...row },
      { secretary: changeTeam, links: { commentUrl: 'https://gatehouse.example/c/token' } },
    ),
  )

describe('the email that asks a stakeholder for comments', () => {
  it('says who is asked for what until when, the papers, one button, and what becomes of a comment', () => {
    const { subject, text } = mail([dated], { kind: 'circulation' })
    expect(subject).toBe('OFFICIAL - Your comments are asked for by Fri 12 Mar, 5pm - 7F-VET')
    let from = -1
    for (const words of [
      'As Chief Finance Officer (Kent Police) you are asked to comment on these papers before they go to a board, by Friday 12 March 2027 at 5pm.',
      'Initiative: 7F Vetting',
      'Batch: 1, Strategic case (priority 1)',
      'Say whether the case for change is made for your force.',
      'Papers',
      'Strategic case, version 0.1, OFFICIAL',
      'Economic case, version 0.1, OFFICIAL',
      'Read and comment:',
      'https://gatehouse.example/c/token',
      'Each is answered by the change team, by 19 March 2027 at 5pm',
      'silence is not taken for agreement',
      'Questions: Change team, telephone 01622 000 200.',
      'It is not recorded as a comment.',
    ]) {
      expect({ words, isAfter: text.indexOf(words) > from }).toEqual({ words, isAfter: true })
      from = text.indexOf(words)
    }
  })

  it('reminds with everything needed, and the papers as they stand now', () => {
    const { subject, text } = mail([dated, paperAdded('economic', '0.2')], { kind: 'commentReminder', number: 2 })
    expect(subject).toMatch(/^OFFICIAL - Reminder 2: your comments by Fri 12 Mar, 5pm/)
    expect(text).toContain('nothing has been heard from you yet (10 days left)')
    expect(text).toContain('Economic case, version 0.2, OFFICIAL')
  })

  it('says that it waits while the initiative is on hold', () => {
    const { text } = mail([dated, { type: 'held', reason: 'Counsel.' }], { kind: 'circulation' })
    expect(text).toContain('This initiative has been on hold since 1 March 2027.')
  })
})

describe('the email that says what came of a comment', () => {
  it.each([
    ['changed' as const, 'The papers are changed'],
    ['notChanged' as const, 'The papers stay as they are'],
  ])('quotes it, the version it was on and the answer (%s)', (outcome, words) => {
    const { subject, text } = mail(
      [
        dated,
        commented('legal'),
        commented('finance', { evidenceId: 'economic', where: 'page 12', text: 'Show them.' }),
        answered(2, { outcome, answer: 'Table 3.' }),
      ],
      { kind: 'commentAnswered', number: 2 },
    )
    expect(subject).toContain('Your comment 2 has been answered')
    for (const each of ['Show them.', 'Economic case, version 0.1; page 12', words, 'Table 3.'])
      expect(text).toContain(each)
  })

  it('cannot be written where the record has no answer', () => {
    expect(() => mail([dated, commented('finance')], { kind: 'commentAnswered', number: 1 })).toThrow(/no answer/)
    expect(() => mail([dated], { kind: 'circulation', personId: 'unison' })).toThrow(/no circulation first/)
  })
})

describe('which mails follow from the record', () => {
  const entryOf = (moment: Moment): AuditEntry => ({
    sequence: 7,
    previousHash: beforeTheFirst,
    hash: beforeTheFirst,
    atInstant: start,
    by: theClock,
    event: { ...moment, atInstant: start },
    stateHash: beforeTheFirst,
  })
  const mailsOf = (moments: readonly Moment[], last: Moment) =>
    mailsOfEntries('vetting', [entryOf(last)], storeCase(caseOf(moments))).map(
      ({ kind, personId, circulationId, number }) => `${kind} ${number} of ${circulationId} to ${personId}`,
    )

  it.each<[string, string[], string[]]>([
    [
      'one to every stakeholder',
      mailsOf([dated], dated),
      ['circulation 0 of first to finance', 'circulation 0 of first to legal'],
    ],
    [
      'one to whoever made the comment that was answered',
      mailsOf([dated, commented('legal'), answered(1)], answered(1)),
      ['commentAnswered 1 of first to legal'],
    ],
    ['none for a comment', mailsOf([dated, commented('legal')], commented('legal')), []],
  ])('%s', (_fact, seen, expected) => {
    expect(seen).toEqual(expected)
  })

  it.each<[string, Moment[], 'circulation' | 'commentReminder' | 'commentAnswered', string | undefined]>([
    ['asks while it is open', [dated], 'circulation', undefined],
    ['asks also whoever has answered already', [dated, hasNoComment('finance')], 'circulation', undefined],
    ['reminds nobody who has', [dated, hasNoComment('finance')], 'commentReminder', 'the stakeholder has answered'],
    [
      'asks nobody once it is closed',
      [dated, circulationClosed('first', 'x')],
      'circulation',
      'the circulation is closed',
    ],
    ['owes an answer all the same', [dated, circulationClosed('first', 'x')], 'commentAnswered', undefined],
    [
      'asks nobody once the initiative is closed',
      [dated, { type: 'withdrawn', reason: 'x' }],
      'circulation',
      'the circulation is closed',
    ],
  ])('%s', (_fact, moments, kind, why) => {
    const row = aRow({ kind, circulationId: 'first', personId: 'finance' })
    expect(whyNotNeeded(row, asRecorded(caseOf(moments)), undefined, start + dayLong)).toBe(why)
  })
})
