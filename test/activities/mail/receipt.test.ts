import { describe, expect, it } from 'vitest'
import { presentMail } from '../../../activities/mail/present.ts'
import type { OutboxMail } from '../../../activities/ports.ts'
import { mailParts } from '../../support/mail.ts'
import { votes } from '../../support/play.ts'
import { asked, notMe, oneLine, tender, type Events } from './asked-case.ts'

describe('a receipt', () => {
  const receiptOf = (events: Events, row: Partial<OutboxMail> = {}) =>
    presentMail(mailParts(asked(events), { kind: 'receipt', number: 1, ...row }, { links: notMe }))
  const condition = { text: 'Show the savings by force.', ownerTitle: 'Head of Change, Kent' }

  it('keeps what was decided in its exact words, with the papers it was decided on', () => {
    const { subject, text } = receiptOf([
      votes('kent', 'sendBack', { reason: 'Too early.', points: ['Ask the unions'] }),
    ])
    expect(subject).toBe('OFFICIAL - Your decision is recorded - 7F-VET')
    const words = oneLine(text)
    expect(words).toContain('Decision: Send back Recorded: 1 March 2027 at midday As: Chief Constable, Kent')
    expect(words).toContain('Reason: Too early. Points to answer: 1. Ask the unions')
    expect(words).toContain('What was asked, word for word')
    expect(words).toContain('agree to go to tender for a single IT solution.')
    expect(words).toContain('- Outline business case, version 1.2, 24 pages, OFFICIAL-SENSITIVE')
    expect(words).toContain('Reference to quote: 7F-VET / s1b1 / kent / decision 1')
  })

  it('says who is still awaited and that it can be changed, while the board decides', () => {
    const { text } = receiptOf([votes('kent')])
    expect(text).toContain('This does not settle the matter yet.')
    expect(text).toContain('still to decide: Chief Constable, Essex; Chief Constable, Norfolk.')
    expect(text).toContain('The board is to decide by 11 March 2027 at 5pm.')
    expect(text).toContain('You can change it until the board has decided.')
    expect(text).toContain(notMe.decideUrl)
  })

  it('says what the board decided once it is settled, and that it can be changed no more', () => {
    const { text } = receiptOf([votes('kent'), votes('essex')])
    expect(text).toContain('The board decision is: next step agreed, the case itself not approved.')
    expect(text).toContain('it can no longer be changed')
  })

  it('numbers a change of decision, and says which one counts', () => {
    const events = [votes('kent', 'abstain'), votes('kent', 'approve', { decisionNumber: 1 })]
    const second = receiptOf(events, { number: 2 })
    expect(second.subject).toBe('OFFICIAL - Your changed decision is recorded - 7F-VET')
    expect(second.text).toContain('This is decision 2. It replaces decision 1, which is kept.')
    expect(second.text).toContain('Decision: Agree to the next step')
    const first = receiptOf(events, { number: 1 })
    expect(first.text).toContain('Decision: Abstain')
    expect(first.text).toContain('A later decision has been recorded since; that one counts.')
  })

  it('offers to say that it was somebody else, for ninety days', () => {
    const { text } = receiptOf([votes('kent')])
    expect(text).toContain('If you did not make this decision, say so until 31 May 2027 at 1pm.')
    expect(oneLine(text)).toContain('This was not me: https://gatehouse.example/not-me/other-token')
  })

  it('tells the secretary in the third person', () => {
    const events: Events = [votes('kent', 'approve', {})]
    const { subject, text } = presentMail(
      mailParts(
        asked(events),
        { kind: 'receipt', number: 1, personId: 'secretary' },
        { links: { notMeUrl: notMe.notMeUrl, notMeUntilInstant: notMe.notMeUntilInstant } },
      ),
    )
    expect(subject).toContain('A member\u2019s decision is recorded')
    expect(text).toContain('A decision of Chief Constable, Kent is recorded.')
    expect(oneLine(text)).toContain('This was not the member: https://gatehouse.example/not-me/other-token')
    expect(text).not.toContain('/d/')
    expect(text).not.toContain('You can change it')
    expect(text).not.toContain('Questions: Programme Office')
  })

  it('keeps conditions with whoever owns them', () => {
    const events = [votes('kent', 'approveWithConditions', { conditions: [condition] })]
    const { text } = presentMail(
      mailParts(asked(events, { ...tender, ask: 'decide' }), { kind: 'receipt', number: 1 }, { links: notMe }),
    )
    expect(oneLine(text)).toContain('Conditions: 1. Show the savings by force (Head of Change, Kent)')
  })
})
