import { describe, expect, it } from 'vitest'
import { presentMail } from '../../../activities/mail/present.ts'
import type { MailKind, OutboxMail } from '../../../activities/ports.ts'
import type { Proposal } from '../../../machines/vocabulary/submission.ts'
import { aPlan } from '../../support/case.ts'
import { aBoardWithSecretary, mailParts } from '../../support/mail.ts'
import { dayLong, passes, play, start, submitted, votes } from '../../support/play.ts'

const tender: Partial<Proposal> = {
  ask: 'agreeNextStep',
  asks: 'agree to go to tender for a single IT solution.',
  authorises: 'A tender for one vetting system for the seven forces.',
  doesNotAuthorise: 'A single vetting unit, or any change of posts.',
  because: 'the present contract ends on 31 March 2028',
  recommendation: 'Agree: one contract costs less than seven.',
  risks: ['Supplier capacity', 'Data migration', 'Two forces may not join'],
  money: {
    costFromPence: 90_000_000,
    costToPence: 120_000_050,
    budgetPence: 110_000_000,
    savings: [{ year: '2028/29', savingPence: 25_000_000 }],
  },
}
const paper = {
  type: 'evidenceProvided' as const,
  evidenceId: 'business-case',
  paper: {
    sha256: 'a'.repeat(64),
    title: 'Outline business case',
    version: '1.2',
    marking: 'OFFICIAL-SENSITIVE' as const,
    mediaType: 'application/pdf',
    sizeBytes: 100,
    pageCount: 24,
  },
}
const withEvidence = (kind: 'statutory' | 'rehearsal' = 'statutory') => ({
  plan: aPlan({
    kind,
    gates: {
      ...aPlan().gates,
      outlineBusinessCase: {
        boards: [{ board: 'chiefs', decideWithin: 'P10D' }],
        evidence: [{ id: 'business-case', title: 'Business case' }],
      },
    },
  }),
})

type Events = Parameters<typeof play>[0]
const asked = (events: Events = [], proposal = tender, overrides: Parameters<typeof play>[1] = withEvidence()) => {
  const played = play([paper, submitted(proposal, [aBoardWithSecretary()]), ...events], overrides)
  expect(played.refusals).toEqual([])
  return played.caseFile
}

const notMe = {
  decideUrl: 'https://gatehouse.example/d/token-of-this-copy',
  notMeUrl: 'https://gatehouse.example/not-me/other-token',
  notMeUntilInstant: start + 91 * dayLong,
}

/** The words of an HTML part as a reader sees them, with the addresses behind them. */
const wordsOf = (html: string) =>
  html
    .replace(/<head>.*<\/head>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ')

const oneLine = (text: string) => text.replace(/\s+/g, ' ')

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

  it('shows the conditions of an earlier approval that are still open', () => {
    const condition = {
      text: 'Publish the assessment.',
      ownerTitle: 'Head of Change, Kent',
      dueOn: '2027-06-01',
      blocksStage: 'goLive',
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
    const row = { kind: 'reminder' as const, number: 2 }
    const { subject, text } = presentMail(mailParts(asked(), row, { nowInstant: Date.UTC(2027, 2, 10, 17) }))
    expect(subject).toBe('OFFICIAL - Reminder 2: decision needed by Thu 11 Mar, 5pm - 7F-VET')
    expect(text).toContain('Reminder 2: your decision is still awaited (24 hours left).')
    expect(oneLine(text)).toContain('Read and decide: https://gatehouse.example/d/')
    expect(text).not.toContain('You will be reminded')
  })
})

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
    expect(text).not.toContain('/d/')
    expect(text).not.toContain('You can change it')
  })

  it('keeps conditions with whoever owns them', () => {
    const events = [votes('kent', 'approveWithConditions', { conditions: [condition] })]
    const { text } = presentMail(
      mailParts(asked(events, { ...tender, ask: 'decide' }), { kind: 'receipt', number: 1 }, { links: notMe }),
    )
    expect(oneLine(text)).toContain('Conditions: 1. Show the savings by force (Head of Change, Kent)')
  })
})

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
    expect(text).toContain('Nothing is approved by silence')
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

describe('every mail', () => {
  const everyKind: [MailKind, Partial<OutboxMail>][] = [
    ['invitation', {}],
    ['reminder', { number: 1 }],
    ['receipt', { number: 1 }],
    ['escalation', { personId: 'secretary' }],
    ['currentPosition', {}],
    ['dispute', { number: 1 }],
    ['pmoAlarm', { personId: 'pmo' }],
  ]
  const hostile = '<img src=x onerror=alert(1)><b>bold</b> {{ 7*7 }} \u202Egnp.exe \r\nBcc: b@y.example'
  const hostileCase = (title = hostile, reference = hostile) => {
    const board = aBoardWithSecretary({ name: hostile })
    board.seats = board.seats.map((seat) => ({ ...seat, title: `${hostile} ${seat.seatId}` }))
    const { caseFile, refusals } = play(
      [
        submitted(
          {
            ...tender,
            asks: hostile,
            authorises: hostile,
            doesNotAuthorise: hostile,
            because: hostile,
            recommendation: hostile,
            risks: [hostile],
          },
          [board],
        ),
        votes('kent', 'abstain', { reason: hostile }),
        { type: 'decisionDisputed', reviewId: 's1b1', seatId: 'kent', decisionNumber: 1, statement: hostile },
      ],
      { title, reference },
    )
    expect(refusals).toEqual([])
    return caseFile
  }
  const hostileMail = (kind: MailKind, row: Partial<OutboxMail>, caseFile = hostileCase()) =>
    presentMail(
      mailParts(
        caseFile,
        { kind, ...row },
        {
          links: notMe,
          secretary: { title: hostile, phone: hostile, email: 'programme.office@seven-force.example' },
          mails: [{ ...mailParts(caseFile).row, state: 'undeliverable', lastError: hostile }],
        },
      ),
    )

  it.each(everyKind)('(%s) shows what people typed as text, never as markup', (kind, row) => {
    const { html, text, subject } = hostileMail(kind, row)
    const tags = new Set([...html.matchAll(/<\/?([a-z0-9]+)/g)].map(([, tag]) => tag))
    const ours = [
      'html',
      'head',
      'meta',
      'title',
      'body',
      'div',
      'h2',
      'p',
      'blockquote',
      'ul',
      'ol',
      'li',
      'dl',
      'dt',
      'dd',
      'a',
    ]
    expect([...tags].filter((tag) => !ours.includes(tag!))).toEqual([])
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(html).not.toContain('49')
    expect(text).toContain('<img src=x onerror=alert(1)>')
    for (const part of [html, text, subject]) expect(part).not.toMatch(/[\u202A-\u202E\u2066-\u2069\r]/)
    expect(subject).not.toContain('\n')
  })

  it.each(everyKind)('(%s) has a subject of at most 120 characters', (kind, row) => {
    const { subject } = hostileMail(kind, row, hostileCase('7F Vetting', 'R'.repeat(200)))
    expect(subject.length).toBeLessThanOrEqual(120)
    expect(subject).toMatch(/RRR\.\.\.$/)
  })

  it.each(everyKind)('(%s) says the same in HTML and in text', (kind, row) => {
    const caseFile = asked([
      votes('kent', 'abstain', { reason: 'First line.\nSecond line & more.' }),
      { type: 'decisionDisputed', reviewId: 's1b1', seatId: 'kent', decisionNumber: 1, statement: 'Not me.' },
    ])
    const mails = [{ ...mailParts(caseFile).row, state: 'undeliverable' as const, lastError: '550 No' }]
    const { html, text } = presentMail(mailParts(caseFile, { kind, ...row }, { links: notMe, mails }))
    const inHtml = wordsOf(html)
    const lines = text
      .split('\n')
      .map((line) =>
        line
          .trim()
          .replace(/^(?:- |\d+\. )/, '')
          .replace(/^\((.*)\)$/, '$1')
          .replace(/:$/, ''),
      )
      .filter((line) => line !== '' && !/^-+$/.test(line))
    const missing = lines.filter((line) => line.split(/(?<=:) /).some((part) => !inHtml.includes(part)))
    expect(missing).toEqual([])
    // And the other way round: nothing but the repeated address of the button stands only in the HTML.
    const inText = oneLine(text).replaceAll(' - ', ' ')
    const onlyInHtml = [...html.matchAll(/<(p|li|dt|dd|h2)[^>]*>([^<]+)</g)]
      .map(([, , words]) =>
        oneLine(wordsOf(words ?? ''))
          .trim()
          .replace(/:$/, ''),
      )
      .filter((words) => words !== 'The same as an address' && !inText.includes(words))
    expect(onlyInHtml).toEqual([])
  })

  it.each(everyKind)('(%s) asks nothing of the network and shows no picture', (kind, row) => {
    const { html } = hostileMail(kind, row)
    expect(html).not.toMatch(/<(img|link|script|style|iframe|object|form|input|svg)|url\(|@import|\ssrc=["']/i)
    const addresses = [...html.matchAll(/href="([^"]*)"/g)].map(([, address]) => address)
    expect(addresses.filter((address) => !address!.startsWith('https://gatehouse.example/'))).toEqual([])
  })

  it.each(everyKind)('(%s) carries no token in its subject', (kind, row) => {
    expect(hostileMail(kind, row).subject).not.toMatch(/token/)
  })

  it('takes a higher marking from the initiative or from the settings', () => {
    const marked = play([submitted(tender, [aBoardWithSecretary()])], { marking: 'OFFICIAL-SENSITIVE' }).caseFile
    expect(presentMail(mailParts(marked)).subject).toMatch(/^OFFICIAL-SENSITIVE - /)
    expect(presentMail(mailParts(asked(), {}, { leastMarking: 'OFFICIAL-SENSITIVE' })).text).toMatch(
      /^OFFICIAL-SENSITIVE/,
    )
  })
})
