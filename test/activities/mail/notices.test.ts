import { describe, expect, it } from 'vitest'
import { presentMail } from '../../../activities/mail/present.ts'
import type { OutboxMail } from '../../../activities/ports.ts'
import { aBoardWithSecretary, mailParts } from '../../support/mail.ts'
import { passes, play, start, submitted, votes } from '../../support/play.ts'
import { asked, oneLine, tender, type Events } from './asked-case.ts'

describe('mails to those who look after the board', () => {
  const secretary = { personId: 'secretary' }

  it('tell the secretary whom an overdue decision waits for, and whether they could be reached', () => {
    const caseFile = asked([votes('norfolk'), passes('review', 's1b1', 'decision')])
    const mails = [
      { ...mailParts(caseFile).row, state: 'undeliverable' as const },
      { ...mailParts(caseFile).row, seatId: 'essex', state: 'sent' as const, sentInstant: start },
    ]
    const { subject, text } = presentMail(
      mailParts(
        caseFile,
        { kind: 'escalation', ...secretary },
        { mails, links: {}, nowInstant: Date.UTC(2027, 2, 13, 17) },
      ),
    )
    expect(subject).toBe('OFFICIAL - Decision overdue since Thu 11 Mar, 5pm - 7F-VET')
    expect(text).toContain('was due by 11 March 2027 at 5pm and is overdue (2 days late)')
    expect(text).toContain(
      'Chief Constable, Kent: chief.constable@kent.example, 01622 000 101. Last email: could not be delivered',
    )
    expect(text).toContain('Last email: sent 1 March 2027 at midday')
    expect(text).toContain('You are told as the board\u2019s secretary.')
    expect(text).toContain('Nothing is approved by silence')
  })

  it('tell the PMO of an overdue decision where the board has no secretary on file', () => {
    const caseFile = asked([passes('review', 's1b1', 'decision')])
    const { text } = presentMail(mailParts(caseFile, { kind: 'escalation', personId: 'pmo' }, { links: {} }))
    expect(text).toContain('You are told because the board has no secretary on file.')
  })

  it('tell the chair after the secretary, and nobody that silence approved anything', () => {
    const board = aBoardWithSecretary({ escalations: [{ to: 'chair', atInstant: start + 90 * 86_400_000 }] })
    const { caseFile } = play([
      submitted(tender, [board]),
      passes('review', 's1b1', 'decision'),
      passes('review', 's1b1', 'escalation-1'),
    ])
    const { text } = presentMail(
      mailParts(caseFile, { kind: 'escalation', personId: 'chief-constable-kent', number: 1 }, { links: {} }),
    )
    expect(text).toContain('You are told as the chair. The board\u2019s secretary was told before.')
    expect(text).toContain('Nothing is approved by silence')
  })

  it('tell the chair no more of the others than their own seat may see, and the secretary everything', () => {
    const board = aBoardWithSecretary({
      othersShown: 'afterOwn',
      rule: { kind: 'majority', quorum: 3, chairHasCastingVote: false },
      escalations: [{ to: 'chair', atInstant: start + 90 * 86_400_000 }],
    })
    const { caseFile } = play([
      submitted(tender, [board]),
      votes('essex', 'abstain'),
      passes('review', 's1b1', 'decision'),
      passes('review', 's1b1', 'escalation-1'),
    ])
    const told = (personId: string, number: number) =>
      presentMail(mailParts(caseFile, { kind: 'escalation', personId, number }, { links: {} })).text
    expect(told('chief-constable-kent', 1)).not.toMatch(/abstained|So far|still to decide/)
    expect(oneLine(told('chief-constable-kent', 1))).toContain('see how the others decided once they have decided')
    expect(told('secretary', 0)).toContain('Chief Constable, Essex: abstained')
  })

  it('tell secretary and PMO at once when nothing could settle a decision any more', () => {
    const interest = { reason: 'A supplier is a relative of mine.' }
    const caseFile = asked([votes('kent', 'declareInterest', interest), votes('essex', 'declareInterest', interest)])
    const { subject, text } = presentMail(
      mailParts(caseFile, { kind: 'deadlock', personId: 'pmo', number: 2 }, { links: {} }),
    )
    expect(subject).toBe('OFFICIAL - A board decision can no longer be settled - 7F-VET')
    expect(oneLine(text)).toContain('Let a deputy sit for a member who takes no part.')
    expect(text).toContain('declared an interest')
  })

  it('tell secretary and PMO who disputes which decision', () => {
    const caseFile = asked([
      votes('kent'),
      { type: 'decisionDisputed', reviewId: 's1b1', seatId: 'kent', decisionNumber: 1, statement: 'I was on leave.' },
    ])
    const { subject, text } = presentMail(
      mailParts(caseFile, { kind: 'dispute', number: 1, ...secretary }, { links: {} }),
    )
    expect(subject).toBe('OFFICIAL - A recorded decision is disputed - 7F-VET')
    expect(text).toContain('Somebody says that a decision recorded for Chief Constable, Kent was not theirs.')
    expect(text).toContain('I was on leave.')
    expect(text).toContain('The decision stands until a recorded act.')
    expect(text).not.toContain('/d/')
  })

  it('keep what was said after the initiative had closed', () => {
    const caseFile = asked([votes('kent')])
    const saidAfterTheEnd = { statement: 'I had retired.', atInstant: start }
    const { text } = presentMail(
      mailParts(caseFile, { kind: 'dispute', number: 1, ...secretary }, { links: {}, saidAfterTheEnd }),
    )
    expect(text).toContain('I had retired.')
  })

  it('tell the change team what the board decided and what is theirs to do', () => {
    const caseFile = asked([votes('essex', 'sendBack', { points: ['Ask the unions'] })])
    const { subject, text } = presentMail(
      mailParts(caseFile, { kind: 'outcome', personId: 'change-team' }, { links: {} }),
    )
    expect(subject).toBe('OFFICIAL - The board has decided - 7F-VET')
    expect(text).toContain('Chief Constables: sent back, 1 March 2027 at midday.')
    expect(oneLine(text)).toContain('Points to answer before the next papers')
    expect(text).toContain('1. Ask the unions (Chief Constable, Essex)')
    expect(text).not.toContain('It authorises')
  })

  it('tell the PMO which emails could not be delivered, to whom and why', () => {
    const caseFile = asked()
    const lost: OutboxMail = {
      ...mailParts(caseFile).row,
      state: 'undeliverable',
      lastError: '550 5.1.1 No such mailbox',
    }
    const { subject, text } = presentMail(
      mailParts(caseFile, { kind: 'pmoAlarm', personId: 'pmo' }, { mails: [lost], links: {} }),
    )
    expect(subject).toBe('OFFICIAL - An email could not be delivered - 7F-VET')
    expect(text).toContain(
      'Chief Constable, Kent, request for a decision: chief.constable@kent.example, 01622 000 101. 550 5.1.1 No such mailbox',
    )
  })
})

describe('the current position, on request', () => {
  const position = (events: Events, row: Partial<OutboxMail> = {}) =>
    presentMail(mailParts(asked(events), { kind: 'currentPosition', ...row }))

  it('is the decision still to be made', () => {
    const { subject, text } = position([])
    expect(subject).toBe('OFFICIAL - Your new link, decision needed by Thu 11 Mar, 5pm - 7F-VET')
    expect(text).toContain('This is your new link.')
    expect(text).toContain('/d/token-of-this-copy')
  })

  it('is the decision on the papers that replaced the ones asked about', () => {
    const { text } = position([
      votes('essex', 'sendBack', { points: ['Ask the unions'] }),
      { type: 'pointAnswered', pointId: 's1b1p1', answer: 'Both were asked.' },
      submitted(tender, [aBoardWithSecretary()]),
    ])
    expect(text).toContain('Outline business case, round 2')
  })

  it('is the member\u2019s own decision and the outcome, after the end', () => {
    const { text } = position([votes('kent'), votes('essex')])
    expect(text).toContain('There is nothing for you to decide at present.')
    expect(text).toContain('next step agreed')
    expect(text).toContain('See what you decided')
  })

  it('is nothing of the case for somebody who has no part in it', () => {
    const { text, subject } = presentMail(
      mailParts(asked([votes('essex', 'sendBack')]), { kind: 'currentPosition' }, { links: {} }),
    )
    expect(subject).toBe('OFFICIAL - The current position - 7F-VET')
    expect(text).toContain('There is nothing for you to decide at present.')
    expect(text).not.toMatch(/tender|Vetting|sent back|Chief Constables/)
  })
})
