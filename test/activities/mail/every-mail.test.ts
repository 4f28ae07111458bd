import { describe, expect, it } from 'vitest'
import { presentMail } from '../../../activities/mail/present.ts'
import type { CaseFile } from '../../../machines/case-file.ts'
import type { MailKind, OutboxMail } from '../../../activities/ports.ts'
import type { BoardTerms } from '../../../machines/vocabulary/board.ts'
import { askedAnotherWay } from '../../../machines/ways.ts'
import { aBoardWithSecretary, mailParts } from '../../support/mail.ts'
import { play, start, submitted, votes, type Moment } from '../../support/play.ts'
import { away, confirms, records, refuses, there } from '../../support/room.ts'
import {
  anAgenda,
  anEntry,
  asked,
  atAMeeting,
  beforeStakeholders,
  movedBecause,
  notMe,
  oneLine,
  tender,
  withEvidence,
  wordsOf,
} from './asked-case.ts'

const remindedOf = (about: string) => [
  { reminderId: 'r1', atInstant: 4_000_000_000_000, personId: 'change-team', about },
]

/** The two others approve, on a condition in these words. */
const onCondition = (text: string) => [
  votes('essex', 'approveWithConditions', {
    reason: 'Good value.',
    conditions: [
      { text, ownerTitle: text, mayDischarge: text, dueOn: '2027-06-01', dueInstant: start, dueSoonInstant: start - 1 },
    ],
  }),
  votes('norfolk'),
]

const byChairsAction = (board: BoardTerms, reason: string) =>
  askedAnotherWay(
    { ...board, rule: { kind: 'chairDecides' } },
    { by: 'chairsAction', reason },
    { chairsAction: {} },
    [],
  )

const hardDate = (title: string) => ({
  type: 'hardDateSet' as const,
  dateId: 'contract-ends',
  title,
  basis: 'contract' as const,
  onDay: '2027-09-01',
  dayInstant: start + 1_000_000,
  warnBefore: 'P90D',
  warnInstant: start,
})

const recordedIn = (words: string): Moment =>
  records(
    [
      there('kent', { choice: 'abstain', reason: words, points: [], conditions: [] }),
      there('essex', { choice: 'approve', points: [], conditions: [] }),
      away('norfolk'),
    ],
    {
      wording: words,
      recordedBy: words,
      tabledPapers: [
        {
          sha256: '0'.repeat(64),
          title: words,
          version: words,
          marking: 'OFFICIAL',
          mediaType: 'application/pdf',
          sizeBytes: 9,
        },
      ],
    },
  )

/** What a mail of this kind is about, where it is about a meeting. */
const inTheRoom = (kind: MailKind, words: string): Moment[] => [
  ...(kind.startsWith('room') ? [recordedIn(words)] : []),
  ...(kind === 'roomConfirmed' ? [confirms()] : []),
  ...(kind === 'roomRefused' ? [refuses(1, { reason: words })] : []),
]

const isMoreTime = (kind: MailKind) => kind === 'moreTimeEnding' || kind === 'moreTimeOver'

/** The board a mail of this kind is about: one that meets, one whose organisations each decide for themselves, or any. */
const boardFor = (kind: MailKind, overrides: Parameters<typeof aBoardWithSecretary>[0] = {}) =>
  (kind === 'meetingMoved' ? atAMeeting : aBoardWithSecretary)({
    ...(isMoreTime(kind) ? { rule: { kind: 'perOrganisation', others: 'proceedWithThoseWhoAgree' } } : {}),
    ...overrides,
  })

const isOver = (kind: MailKind) => ['outcome', 'chairsActionTaken', 'chairsActionOverdue'].includes(kind)

/** How its first member decides: what the change team is told about is over, and so is the board where one party is given more time. */
const decidesFor = (kind: MailKind, reason: string): Moment[] =>
  isMoreTime(kind)
    ? [votes('kent', 'moreTime', { reason, deferUntilInstant: 4_000_000_000_000 }), votes('essex'), votes('norfolk')]
    : [votes('kent', isOver(kind) ? 'sendBack' : 'abstain', { reason })]

describe('every mail', () => {
  const everyKind: [MailKind, Partial<OutboxMail>][] = [
    ['invitation', {}],
    ['reminder', { number: 1 }],
    ['receipt', { number: 1 }],
    ['escalation', { personId: 'secretary' }],
    ['currentPosition', {}],
    ['dispute', { number: 1 }],
    ['pmoAlarm', { personId: 'pmo' }],
    ['outcome', { personId: 'change-team' }],
    ['requestedReminder', { personId: 'change-team', number: 1 }],
    ['conditionDueSoon', { personId: 'change-team', number: 1 }],
    ['conditionOverdue', { personId: 'change-team', number: 1 }],
    ['chairsActionAsked', { personId: 'chief-constable-essex' }],
    ['chairsActionTaken', { personId: 'secretary' }],
    ['chairsActionOverdue', { personId: 'secretary' }],
    ['hardDateWarning', { personId: 'change-team', number: 1 }],
    ['moreTimeEnding', { personId: 'change-team', number: 1 }],
    ['moreTimeOver', { number: 1 }],
    ['meetingMoved', { number: 1 }],
    ['meetingOff', { number: 7 }],
    ['roomToConfirm', { number: 1 }],
    ['roomConfirmed', { personId: 'secretary', number: 1 }],
    ['roomRefused', { personId: 'secretary', number: 1 }],
    ['agenda', { number: 7 }],
    ['question', { personId: 'secretary', number: 7 }],
    ['oneTimeCode', { number: 7 }],
    ['circulation', { circulationId: 'first', personId: 'finance' }],
    ['commentReminder', { circulationId: 'first', personId: 'finance', number: 1 }],
    ['commentAnswered', { circulationId: 'first', personId: 'finance', number: 1 }],
  ]
  const isOfStakeholders = (kind: MailKind) => ['circulation', 'commentReminder', 'commentAnswered'].includes(kind)
  const agendaFor = (kind: MailKind, caseFile: CaseFile) => (kind === 'agenda' ? { agenda: anAgenda(caseFile) } : {})
  const askedBy = (question: string) => ({
    asked: { question, atInstant: start, email: 'chief.constable@kent.example', phone: '01622 000 101' },
  })
  const hostile = '<img src=x onerror=alert(1)><b>bold</b> {{ 7*7 }} \u202Egnp.exe \r\nBcc: b@y.example'
  const hostileCase = (kind: MailKind, title = hostile, reference = hostile) => {
    if (isOfStakeholders(kind)) return beforeStakeholders(hostile, { title, reference })
    const board = boardFor(kind, { name: kind === 'agenda' ? reference : hostile })
    board.seats = board.seats.map((seat) => ({ ...seat, title: `${hostile} ${seat.seatId}` }))
    const { caseFile, refusals } = play(
      [
        submitted(
          {
            ...tender,
            ...(kind.startsWith('condition') ? { ask: 'decide' } : {}),
            asks: hostile,
            authorises: hostile,
            doesNotAuthorise: hostile,
            because: hostile,
            recommendation: hostile,
            options: [hostile],
            risks: [hostile],
          },
          [kind.startsWith('chairsAction') ? byChairsAction(board, hostile) : board],
        ),
        ...decidesFor(kind, hostile),
        { type: 'decisionDisputed', reviewId: 's1b1', seatId: 'kent', decisionNumber: 1, statement: hostile },
        ...(kind.startsWith('condition') ? onCondition(hostile) : []),
        ...inTheRoom(kind, hostile),
        ...(kind === 'meetingMoved' ? [movedBecause(hostile)] : []),
        hardDate(hostile),
      ],
      {
        title,
        reference,
        reminders: remindedOf(hostile),
      },
    )
    expect(refusals).toEqual([])
    return caseFile
  }
  const hostileMail = (kind: MailKind, row: Partial<OutboxMail>, caseFile = hostileCase(kind)) =>
    presentMail(
      mailParts(
        caseFile,
        { kind, ...row },
        {
          links: notMe,
          ...agendaFor(kind, caseFile),
          calendarEntry: { ...anEntry, boardName: caseFile.initiative.context.reference },
          ...askedBy(hostile),
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
    const { subject } = hostileMail(kind, row, hostileCase(kind, '7F Vetting', 'R'.repeat(200)))
    expect(subject.length).toBeLessThanOrEqual(120)
    expect(subject).toMatch(/RRR\.\.\.$/)
  })

  it.each(everyKind)('(%s) says the same in HTML and in text', (kind, row) => {
    const words = 'First line.\nSecond line & more.'
    const boardsCase = asked(
      [
        ...decidesFor(kind, 'First line.\nSecond line & more.'),
        { type: 'decisionDisputed', reviewId: 's1b1', seatId: 'kent', decisionNumber: 1, statement: 'Not me.' },
        ...(kind.startsWith('condition') ? onCondition('First line.\nSecond line & more.') : []),
        ...inTheRoom(kind, words),
        ...(kind === 'meetingMoved' ? [movedBecause(words)] : []),
        hardDate('First line.\nSecond line & more.'),
      ],
      kind.startsWith('condition') ? { ...tender, ask: 'decide' } : tender,
      { ...withEvidence(), reminders: remindedOf('First line.\nSecond line & more.') },
      kind.startsWith('chairsAction') ? byChairsAction(boardFor(kind), words) : boardFor(kind),
    )
    const caseFile = isOfStakeholders(kind) ? beforeStakeholders(words) : boardsCase
    const mails = [{ ...mailParts(caseFile).row, state: 'undeliverable' as const, lastError: '550 No' }]
    const { html, text } = presentMail(
      mailParts(
        caseFile,
        { kind, ...row },
        {
          links: notMe,
          mails,
          calendarEntry: anEntry,
          ...agendaFor(kind, caseFile),
          ...askedBy('First line.\nSecond line & more.'),
        },
      ),
    )
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
