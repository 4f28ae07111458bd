import { describe, expect, it } from 'vitest'
import { presentMail } from '../../../activities/mail/present.ts'
import { aBoardWithSecretary, mailParts } from '../../support/mail.ts'
import { dayLong, play, start, submitted, votes } from '../../support/play.ts'
import { anotherVersion, asked, oneLine, tender, withEvidence, wordsOf } from './asked-case.ts'

describe('the decision email', () => {
  const mail = () => presentMail(mailParts(asked()))

  it('says in its subject by when, and nothing of what it is about', () => {
    expect(mail().subject).toBe('OFFICIAL - Decision needed by Thu 11 Mar, 5pm - 7F-VET')
    expect(mail().subject).not.toContain('Vetting')
  })

  it.each([
    [
      'who is asked for what, by when and why',
      'As Chief Constable, Kent you are asked to agree to go to tender for a single IT solution, by Thursday 11 March 2027 at 5pm, because the present contract ends on 31 March 2028.',
    ],
    [
      'what agreeing authorises',
      'Agreeing authorises ------------------- A tender for one vetting system for the seven forces.',
    ],
    [
      'what it does not',
      'A single vetting unit, or any change of posts. Agreeing to this next step does not approve the case.',
    ],
    ['the cost', 'Cost: \u00a3900,000 to \u00a31,200,000.50'],
    ['the budget', 'Budget: \u00a31,100,000'],
    ['what it leaves of the budget', 'Against the budget: up to \u00a3100,000.50 over the budget'],
    ['what the reader’s own organisation bears', 'Your share, Kent Police: \u00a3150,000'],
    ['the options considered', '- Do nothing: dearer each year - Option 3, one contract'],
    ['the savings by year', 'Saving 2028/29: \u00a3250,000'],
    ['the recommendation', 'Agree: one contract costs less than seven.'],
    ['the link, in full', 'Read and decide: https://gatehouse.example/d/token-of-this-copy'],
    ['the risks', '- Supplier capacity - Data migration - Two forces may not join'],
    ['where the others stand', 'Chief Constable, Essex: still to decide'],
    ['who the reader is among them', 'Chief Constable, Kent (chair) (you): still to decide'],
    ['the rule in one sentence', 'The rule: 2 of 3 members must agree; one refusal ends it.'],
    ['that silence is not approval', 'Silence is never approval.'],
    ['when it reminds', 'You will be reminded on 8 March 2027 at 5pm and 10 March 2027 at 5pm.'],
    [
      'what happens after the date',
      'If the board has not decided by 11 March 2027 at 5pm, it stays open, and Programme Office, 7F is told that it is overdue.',
    ],
    [
      'the papers with version, pages and marking',
      '- Outline business case, version 1.2, 24 pages, OFFICIAL-SENSITIVE',
    ],
    ['the secretary and a telephone', 'Questions: Programme Office, 7F, telephone 01622 000 100.'],
    [
      'that a reply does not decide',
      'A reply to this email goes to Programme Office, 7F. It does not decide anything.',
    ],
    ['that it is personal', 'This email is personal to you as Chief Constable, Kent'],
  ])('says %s', (_fact, words) => {
    expect(oneLine(mail().text)).toContain(words)
  })

  it('says it in the order of a reader with ninety seconds', () => {
    const { text } = mail()
    const order = [
      'OFFICIAL',
      'As Chief',
      'authorises',
      'does not authorise',
      'Money',
      'Recommendation',
      '/d/',
      'Risks',
      'The rule',
      'Silence',
      'Papers',
      'Questions',
      'personal to you',
    ]
    const places = order.map((words) => text.indexOf(words))
    expect(places).not.toContain(-1)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })

  it('leaves out what the papers do not hold, headings too', () => {
    const { text } = presentMail(mailParts(asked([], {})))
    for (const absent of ['Money', 'Recommendation', 'Risks', 'does not authorise', 'What changed', 'Conditions still'])
      expect(text).not.toContain(absent)
    expect(text).not.toMatch(/undefined|null|NaN|Invalid/)
  })

  it('shows who has decided, and what', () => {
    const { text } = presentMail(mailParts(asked([votes('essex')])))
    expect(text).toContain('Chief Constable, Essex: agreed to the next step')
  })

  it('keeps where the others stand from a member who has not decided, where the board’s terms say so', () => {
    const discreet = { ...aBoardWithSecretary({ rule: { kind: 'unanimous' } }), othersShown: 'afterOwn' as const }
    const { caseFile } = play([submitted(tender, [discreet]), votes('essex', 'abstain'), votes('norfolk')])
    const before = presentMail(mailParts(caseFile))
    for (const words of [before.text, wordsOf(before.html)]) {
      expect(words).not.toMatch(/abstained|agreed to the next step|still to decide|So far|Where the members stand/)
      expect(oneLine(words)).toContain('see how the others decided once they have decided themselves')
      expect(words).toContain('Chief Constable, Essex')
      expect(words).toContain('Every member must agree.')
    }
    const toEssex = presentMail(mailParts(caseFile, { seatId: 'essex', personId: 'chief-constable-essex' }))
    expect(toEssex.text).toContain('Chief Constable, Norfolk: agreed to the next step')
  })

  it('shows in the next round what changed and the answer to each point', () => {
    const caseFile = asked([
      votes('essex', 'sendBack', { points: ['Show the savings by force', 'Ask the unions'] }),
      { type: 'pointAnswered', pointId: 's1b1p1', answer: 'Table 4 shows them.' },
      { type: 'pointAnswered', pointId: 's1b1p2', answer: 'Both were asked in May.' },
      submitted(tender, [aBoardWithSecretary()]),
    ])
    const { text } = presentMail(mailParts(caseFile, { reviewId: 's2b1', submissionId: 's2' }))
    expect(oneLine(text)).toContain(
      'Point raised by Chief Constable, Essex: Show the savings by force Answer: Table 4 shows them.',
    )
    expect(text).toContain('Both were asked in May.')
    expect(text).toContain('Outline business case, round 2')
    expect(oneLine(text)).toContain('- Chief Constables: sent back, 1 March 2027')
    expect(text.indexOf('Read and decide')).toBeLessThan(text.indexOf('What changed'))
  })

  it('shows in the next round what became of each paper', () => {
    const caseFile = asked([
      votes('essex', 'sendBack', { points: ['Show the savings by force'] }),
      { type: 'pointAnswered', pointId: 's1b1p1', answer: 'Table 4 shows them.' },
      anotherVersion,
      submitted(tender, [aBoardWithSecretary()]),
    ])
    const { text } = presentMail(mailParts(caseFile, { reviewId: 's2b1', submissionId: 's2' }))
    expect(oneLine(text)).toContain(
      'What changed since the board last saw it ---------------------------------------- ' +
        '- Outline business case: changed, version 2.0 in place of 1.2',
    )
    expect(presentMail(mailParts(asked())).text).not.toContain('What changed')
  })

  it('keeps the share of others, and says nothing of one that is not given', () => {
    expect(presentMail(mailParts(asked())).text).not.toContain('\u00a3200,000')
    const toNorfolk = mailParts(asked(), { seatId: 'norfolk', personId: 'chief-constable-norfolk' })
    expect(presentMail(toNorfolk).text).not.toContain('Your share')
  })

  it('shows the conditions of an earlier approval that are still open', () => {
    const condition = {
      text: 'Publish the assessment.',
      ownerTitle: 'Head of Change, Kent',
      dueOn: '2027-06-01',
      blocksStage: 'goLive' as const,
    }
    const caseFile = asked(
      [
        votes('essex', 'approveWithConditions', { conditions: [condition] }),
        votes('kent'),
        submitted(tender, [aBoardWithSecretary()]),
      ],
      { ...tender, ask: 'decide' },
    )
    const { text } = presentMail(mailParts(caseFile, { reviewId: 's2b1', submissionId: 's2' }))
    expect(text).toContain(
      '- Publish the assessment (Head of Change, Kent; due 1 June 2027; before the go-live papers)',
    )
  })

  it('says so while the initiative is on hold', () => {
    const { text } = presentMail(mailParts(asked([{ type: 'held', reason: 'an inspection' }])))
    expect(text).toContain('on hold since 1 March 2027. Your link works again when it resumes')
  })

  it('moves its dates with a hold', () => {
    const caseFile = asked([
      { type: 'held', reason: 'an inspection', atInstant: start + dayLong },
      { type: 'resumed', atInstant: start + 3 * dayLong },
    ])
    const { subject, text } = presentMail(mailParts(caseFile))
    expect(subject).toContain('Sat 13 Mar, 5pm')
    expect(text).toContain('You will be reminded on 10 March 2027 at 5pm and 12 March 2027 at 5pm.')
  })

  it('says dates in British Summer Time', () => {
    const board = aBoardWithSecretary({ decideByInstant: Date.UTC(2027, 5, 10, 16), reminderInstants: [] })
    const { caseFile } = play([submitted(tender, [board])])
    expect(presentMail(mailParts(caseFile)).subject).toContain('Thu 10 Jun, 5pm')
    expect(presentMail(mailParts(caseFile)).text).toContain('by Thursday 10 June 2027 at 5pm')
  })

  it('says of a rehearsal, before anything else, that it is one', () => {
    const { subject, text, html } = presentMail(mailParts(asked([], tender, withEvidence('rehearsal'))))
    expect(subject).toBe('[Rehearsal] OFFICIAL - Decision needed by Thu 11 Mar, 5pm - 7F-VET')
    expect(text.split('\n')[0]).toBe('This is a rehearsal: nothing in this email is a real decision.')
    expect(wordsOf(html).trim().startsWith('This is a rehearsal')).toBe(true)
  })
})

describe('a reminder', () => {
  it('says which it is and how long is left, with everything needed to decide', () => {
    const row = { kind: 'reminder' as const, number: 1 }
    const { subject } = presentMail(mailParts(asked(), row, { nowInstant: Date.UTC(2027, 2, 8, 17) }))
    expect(subject).toBe('OFFICIAL - Reminder 1: decision needed by Thu 11 Mar, 5pm - 7F-VET')
  })

  it('is the last call when no other follows', () => {
    const row = { kind: 'reminder' as const, number: 2 }
    const { subject, text } = presentMail(mailParts(asked(), row, { nowInstant: Date.UTC(2027, 2, 10, 17) }))
    expect(subject).toBe('OFFICIAL - Last call: decision needed by Thu 11 Mar, 5pm - 7F-VET')
    expect(text).toContain('Last call: your decision is still awaited (24 hours left).')
    expect(oneLine(text)).toContain('Read and decide: https://gatehouse.example/d/')
    expect(text).not.toContain('You will be reminded')
  })

  it('says who is told next, and when, by the dates as a hold has moved them', () => {
    const board = aBoardWithSecretary({
      decideByInstant: Date.UTC(2027, 2, 11, 17),
      reminderInstants: [],
      escalations: [{ to: 'chair', atInstant: Date.UTC(2027, 2, 15, 17) }],
    })
    const held = [
      { type: 'held' as const, reason: 'inspection', atInstant: start + dayLong },
      { type: 'resumed' as const, atInstant: start + 2 * dayLong },
    ]
    const before = presentMail(mailParts(play([submitted(tender, [board])]).caseFile)).text
    const after = presentMail(mailParts(play([submitted(tender, [board]), ...held]).caseFile)).text
    expect(oneLine(before)).toContain('If it is still open on 15 March 2027 at 5pm, the chair is told.')
    expect(oneLine(after)).toContain('If it is still open on 16 March 2027 at 5pm, the chair is told.')
  })
})
