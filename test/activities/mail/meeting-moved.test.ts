import { describe, expect, it } from 'vitest'
import { whyNotNeeded } from '../../../activities/mail/overtaken.ts'
import { presentMail } from '../../../activities/mail/present.ts'
import { aRow, asRecorded, mailParts } from '../../support/mail.ts'
import { start, votes } from '../../support/play.ts'
import { asked, atAMeeting, meetings, movedBecause, oneLine, tender, withEvidence, type Events } from './asked-case.ts'

const moved = movedBecause('The chair is away in March.')
const caseOf = (...more: Events) => asked([moved, ...more], tender, withEvidence(), atAMeeting())
const row = { kind: 'meetingMoved' as const, number: 1 }
const toSecretary = { ...row, seatId: undefined, personId: 'secretary' }

describe('a decision moved to another meeting', () => {
  it('is told to a member: what it was, what it is, the new cut-off, why, and where to decide', () => {
    const { subject, text } = presentMail(mailParts(caseOf(), row))
    expect(subject).toBe('OFFICIAL - Moved to another meeting, decision needed by Thu 15 Apr, 5pm - 7F-VET')
    for (const words of [
      'A decision you are asked for as Chief Constable, Kent was moved to another meeting of Chief Constables.',
      'It was: 11 March 2027 It is now: 15 April 2027 at 10am Papers are due by: 8 April 2027 at 5pm Decide by: 15 April 2027 at 5pm',
      'Why it was moved: The chair is away in March.',
      'Your decision page: https://gatehouse.example/d/token-of-this-copy',
      'Nothing is approved by the move',
      'Questions: Programme Office, 7F',
    ])
      expect(oneLine(text)).toContain(words)
  })

  it('is told to the secretary without a link to decide by', () => {
    const { text } = presentMail(mailParts(caseOf(), toSecretary, { links: {} }))
    expect(oneLine(text)).toContain('You are told as the board\u2019s secretary.')
    expect(text).not.toContain('/d/')
  })

  it('says so when it was moved again before the mail left', () => {
    const july = { ...meetings.april, day: '2027-07-15', endsInstant: Date.UTC(2027, 6, 15, 16) }
    const again = caseOf({ ...movedBecause('No quorum in April.'), meeting: july })
    const first = oneLine(presentMail(mailParts(again, row)).text)
    expect(first).toContain('It was moved again since: it is for the meeting of 15 July 2027')
    const second = oneLine(presentMail(mailParts(again, { ...row, number: 2 })).text)
    expect(second).toContain('It was: 15 April 2027 at 10am It is now: 15 July 2027')
    expect(second).not.toContain('moved again')
  })

  it('is not told any more once the board has decided, nor to somebody who no longer sits', () => {
    const why = (events: Events, mail: Parameters<typeof aRow>[0]) =>
      whyNotNeeded(aRow(mail), asRecorded(caseOf(...events)), undefined, start)
    expect(why([], row)).toBeUndefined()
    expect(why([], toSecretary)).toBeUndefined()
    expect(why([], { ...row, personId: 'somebody-else' })).toBe('the seat has changed hands')
    for (const mail of [row, toSecretary])
      expect(why([votes('essex', 'sendBack')], mail)).toBe('the board has decided, or the papers were withdrawn')
  })
})
