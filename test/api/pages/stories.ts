import type { CaseEvent } from '../../../machines/case-events.ts'
import type { CommandPayload } from '../../../machines/commands.ts'
import type { BoardTerms } from '../../../machines/vocabulary/board.ts'
import type { Choice, PaperRef } from '../../../machines/vocabulary/submission.ts'
import { anInitiative, aPlan, aProposal } from '../../support/case.ts'
import { day, hour, now, tell, type Told } from './told.ts'

const forces = ['Kent', 'Essex', 'Norfolk', 'Suffolk', 'Bedfordshire', 'Hertfordshire', 'Cambridgeshire']
const idOf = (force: string) => force.toLowerCase()

/** The seven chief constables; four must agree. */
export const sevenChiefs = (overrides: Partial<BoardTerms> = {}): BoardTerms => ({
  boardId: 'seven-chiefs',
  name: '7F Chief Constables',
  termsVersion: 1,
  ask: 'decide',
  rule: { kind: 'nOfM', approvals: 4, refusal: 'counted' },
  seats: forces.map((force) => ({
    seatId: idOf(force),
    title: `Chief Constable, ${force}`,
    organisationIds: [idOf(force)],
    holderId: `chief-constable-${idOf(force)}`,
    chair: force === 'Kent',
  })),
  secretary: { title: 'Programme Office, seven forces', personId: 'programme-office' },
  decideByInstant: now + 3 * day + 7 * hour,
  reminderInstants: [now + 2 * day],
  ...overrides,
})

export const people = [
  ...forces.map((force) => ({
    personId: `chief-constable-${idOf(force)}`,
    name: `Chief Constable, ${force}`,
    email: `chief.constable@${idOf(force)}.example`,
    phone: '01234 567890',
  })),
  {
    personId: 'deputy-chief-constable-norfolk',
    name: 'Deputy Chief Constable, Norfolk',
    email: 'deputy@norfolk.example',
  },
  { personId: 'programme-office', name: 'Programme Office, seven forces', email: 'office@seven.example' },
]

const evidence = [
  { id: 'business-case', title: 'Business case' },
  { id: 'equality-impact', title: 'Equality impact assessment' },
]

const plan = (kind: 'statutory' | 'rehearsal' = 'statutory') =>
  aPlan({
    title: kind === 'rehearsal' ? 'Rehearsal plan, seconds for days' : 'Seven force plan',
    kind,
    gates: Object.fromEntries(
      ['outlineBusinessCase', 'fullBusinessCase', 'consultation', 'goLive', 'postImplementationReview'].map((stage) => [
        stage,
        {
          boards: [{ board: 'seven-chiefs', decideWithin: 'P10D' }],
          evidence,
          consultation: { minimumPeriod: 'P45D', basis: 'More than 100 posts are affected.' },
        },
      ]),
    ),
  })

const sevenForce = { programmeId: 'seven-force', name: 'Seven Force Strategic Collaboration Programme' }
const source = 'Essex Police, collaboration quarterly update; written 9 September 2019'
const reported = { certainty: 'reported', sourceId: 'essex-2019-q2', sourceTitle: source, importedBy: 'PMO' } as const
const assumed = { ...reported, certainty: 'assumed' } as const
const recorded = { certainty: 'recorded' } as const

const rag = (colour: 'red' | 'amber' | 'green', kind: 'team' | 'board' | 'overall' = 'overall') => ({
  kind,
  rag: colour,
  date: { precision: 'month', month: '2019-09' },
  provenance: reported,
})

/** An initiative of the seven forces, under their plan. */
export const begun = (initiativeId: string, title: string, more: Parameters<typeof anInitiative>[0] = {}) =>
  anInitiative({
    initiativeId,
    title,
    reference: `7F-${initiativeId.toUpperCase().slice(0, 12)}`,
    programme: sevenForce,
    plan: plan(),
    sro: { title: 'Deputy Chief Constable, Norfolk', personId: 'deputy-chief-constable-norfolk' },
    executiveLead: { title: 'Deputy Chief Constable, Suffolk' },
    ...more,
  })

const paper = (title: string, version = '1.0'): PaperRef => ({
  sha256: title.length.toString(16).padStart(2, '0').repeat(32),
  title,
  version,
  marking: 'OFFICIAL',
  mediaType: 'application/pdf',
  sizeBytes: 482_133,
  pageCount: 24,
})

export const papers = (atInstant: number): CaseEvent[] =>
  evidence.map(({ id, title }) => ({ type: 'evidenceProvided', atInstant, evidenceId: id, paper: paper(title) }))

const proposal = aProposal({
  asks: 'agree the full business case for a single vetting unit for the seven forces',
  authorises: 'procurement of a single IT solution up to £1.2m, and staff consultation',
  doesNotAuthorise: 'any change of employer or of place of work',
  because: 'the present contracts end on 31 March 2028',
  recommendation: 'Option 3, a single unit with seven local desks.',
  risks: ['The present contracts cannot be extended again.', 'Two forces have no capacity for dual running.'],
  money: {
    costFromPence: 105_000_000,
    costToPence: 120_000_000,
    budgetPence: 125_000_000,
    savings: [
      { year: '2028/29', savingPence: 18_000_000 },
      { year: '2029/30', savingPence: 41_000_000 },
    ],
  },
})

export const submit = (atInstant: number, boards = [sevenChiefs()]): CaseEvent => ({
  type: 'submitted',
  atInstant,
  proposal,
  boards,
})

export const vote = (
  atInstant: number,
  force: string,
  choice: Choice,
  more: Partial<CommandPayload<'castVote'>> = {},
): CaseEvent => ({
  type: 'voteCast',
  atInstant,
  updateId: `d:s1b1:${idOf(force)}:${choice}`,
  reviewId: 's1b1',
  seatId: idOf(force),
  holderId: `chief-constable-${idOf(force)}`,
  decisionNumber: 0,
  choice,
  points: [],
  conditions: [],
  ...(choice === 'approve' ? {} : { reason: 'The savings are not shown force by force.' }),
  ...more,
})

export const approvedBy = (
  atInstant: number,
  reviewId: string,
  more: Partial<CommandPayload<'castVote'>> = {},
): CaseEvent[] => forces.slice(0, 4).map((force) => vote(atInstant, force, 'approve', { reviewId, ...more }))

export const at = (stage: string, provenance: object = recorded) => ({ entry: { stage, provenance } })
export const ago = (days: number) => now - days * day

const invitation = (force: string, more: object = {}) => ({
  reviewId: 's1b1',
  seatId: idOf(force),
  personId: `chief-constable-${idOf(force)}`,
  sentInstant: ago(8),
  ...more,
})

/** A story for every kind of initiative a page has to show. */
export const stories = {
  notReported: tell(
    begun('nledp', 'National Law Enforcement Data Programme', {
      programme: { programmeId: 'digital-policing', name: 'Home Office Digital Policing Portfolio' },
      entry: { provenance: reported },
      waitsFor: {
        whom: 'The national team',
        what: 're-plan and cost its delivery options',
        since: { precision: 'said', said: 'September 2019' },
        provenance: reported,
      },
      facts: [
        {
          factId: 'f1',
          kind: 'evidence',
          text: 'Second iteration of the strategic threat and risk assessment goes to the College of Policing.',
          wasDue: { precision: 'by', by: '2019-09-30' },
          provenance: reported,
        },
      ],
    }),
    ago(30),
    [],
  ),
  assumed: tell(
    begun('dfu-redesign', 'Digital Forensics Unit redesign', {
      ...at('outlineBusinessCase', assumed),
      ratings: [rag('green'), rag('amber', 'team'), rag('red', 'board')],
      decisions: [
        {
          decisionId: 'd1',
          boardName: '7F Chief Constables',
          verb: 'said',
          wording: 'a firm desire to re-visit the business case',
          kind: 'steer',
          on: { precision: 'day', on: '2017-06-08' },
          provenance: reported,
        },
        {
          decisionId: 'd2',
          boardName: '7F Chief Constables',
          verb: 'agreed',
          wording:
            'still keen to progress towards a single vetting unit; the first step is to go to tender for a single IT solution',
          kind: 'nextStep',
          on: { precision: 'day', on: '2017-08-10' },
          authorises: 'going to tender for a single IT solution',
          doesNotAuthorise: 'the case itself',
          provenance: reported,
        },
      ],
    }),
    ago(30),
    [],
  ),
  openReview: tell(
    begun('peqf', 'Policing Education Qualifications Framework', {
      ...at('fullBusinessCase'),
      ratings: [rag('amber')],
    }),
    ago(20),
    [
      ...papers(ago(12)),
      submit(ago(9)),
      vote(ago(7), 'Kent', 'approve'),
      vote(ago(6), 'Essex', 'approve'),
      vote(ago(5), 'Norfolk', 'sendBack', { points: ['Show the savings of each force.'] }),
      vote(ago(4), 'Norfolk', 'approve', { decisionNumber: 1 }),
    ],
    [
      invitation('Cambridgeshire', { state: 'undeliverable', lastError: '550 no such mailbox' }),
      invitation('Hertfordshire', { state: 'delayed', delayedSinceInstant: ago(2) }),
      ...['Kent', 'Essex', 'Norfolk', 'Suffolk', 'Bedfordshire'].map((force) => invitation(force)),
    ],
  ),
  overdue: tell(
    begun('forensics', '7F Forensics and the collision network', {
      ...at('outlineBusinessCase'),
      ratings: [rag('red')],
    }),
    ago(40),
    [
      ...papers(ago(30)),
      submit(ago(25), [sevenChiefs({ decideByInstant: ago(6), reminderInstants: [ago(10)] })]),
      { type: 'deadlinePassed', of: { machine: 'review', id: 's1b1' }, name: 'reminder-1', atInstant: ago(10) },
      vote(ago(9), 'Suffolk', 'approve'),
      { type: 'deadlinePassed', of: { machine: 'review', id: 's1b1' }, name: 'decision', atInstant: ago(6) },
    ],
    forces.map((force) => invitation(force, { kind: 'reminder', number: 1, sentInstant: ago(10) })),
  ),
  onHold: tell(begun('ict', '7F ICT strategy', { ...at('fullBusinessCase'), ratings: [rag('amber')] }), ago(50), [
    { type: 'held', atInstant: ago(30), reason: 'the national network decision is awaited', reviewOnInstant: ago(3) },
  ]),
  sentBack: tell(begun('storage', '7F Physical Storage Management', { ...at('outlineBusinessCase') }), ago(50), [
    ...papers(ago(40)),
    submit(ago(35), [sevenChiefs({ rule: { kind: 'unanimous' } })]),
    vote(ago(30), 'Kent', 'sendBack', {
      points: ['Show the cost of each site.', 'Say who owns the seized property after the move.'],
    }),
    {
      type: 'pointAnswered',
      atInstant: ago(20),
      pointId: 's1b1p1',
      answer: 'A table of costs by site is now in section 4.',
    },
  ]),
  deferred: tell(begun('justice', '7F Criminal Justice', { ...at('fullBusinessCase') }), ago(50), [
    ...papers(ago(40)),
    submit(ago(35), [sevenChiefs({ rule: { kind: 'chairDecides' } })]),
    vote(ago(30), 'Kent', 'defer', { deferUntilInstant: now + 60 * day, deferUntilDay: '2027-08-13' }),
  ]),
  consulting: tell(begun('procurement', '7F Single Procurement Function', { ...at('consultation') }), ago(50), [
    {
      type: 'consultationOpened',
      atInstant: ago(20),
      cohortId: 'police-staff',
      title: 'Police staff in procurement',
      openedOn: '2027-05-25',
      minimumEndsInstant: now + 25 * day,
    },
    {
      type: 'consultationOpened',
      atInstant: ago(48),
      cohortId: 'officers',
      title: 'Officers seconded to procurement',
      openedOn: '2027-04-27',
      minimumEndsInstant: ago(3),
    },
    {
      type: 'deadlinePassed',
      of: { machine: 'consultation', id: 'officers' },
      name: 'minimumPeriod',
      atInstant: ago(3),
    },
  ]),
  rollingOut: tell(
    begun('armed', '7F Armed Policing', {
      ...at('goLive'),
      ratings: [rag('green')],
      tranches: [
        { trancheId: 'licence', title: 'Interim firearms licence structure' },
        { trancheId: 'training', title: 'Training delivery', plannedFor: { precision: 'month', month: '2027-05' } },
        { trancheId: 'ranges', title: 'Ranges', plannedFor: { precision: 'said', said: 'the first part of 2028' } },
      ],
    }),
    ago(90),
    [
      ...papers(ago(80)),
      submit(ago(70)),
      ...approvedBy(ago(60), 's1b1').slice(0, 3),
      vote(ago(60), 'Suffolk', 'approveWithConditions', {
        conditions: [
          {
            text: 'A training manager is in post before the ranges move.',
            ownerTitle: 'Head of Training',
            dueOn: '2027-09-30',
            blocksStage: 'postImplementationReview',
          },
        ],
      }),
      {
        type: 'readinessConfirmed',
        atInstant: ago(50),
        trancheId: 'licence',
        statement: 'Go: all seven forces have signed.',
      },
      { type: 'trancheWentLive', atInstant: ago(45), trancheId: 'licence', kind: 'interim' },
      {
        type: 'tranchePostponed',
        atInstant: ago(20),
        trancheId: 'training',
        plannedFor: { precision: 'month', month: '2027-10' },
        reason: 'The post drew no applications and is advertised again.',
      },
      { type: 'readinessConfirmed', atInstant: ago(2), trancheId: 'ranges', statement: 'Go.' },
    ],
  ),
  closing: tell(begun('health', '7F Occupational Health review', { ...at('postImplementationReview') }), ago(50), [
    ...papers(ago(40)),
    submit(ago(35)),
    ...approvedBy(ago(30), 's1b1'),
  ]),
  completed: tell(begun('body-worn', 'Body worn video', { ...at('postImplementationReview') }), ago(90), [
    ...papers(ago(80)),
    submit(ago(75)),
    ...approvedBy(ago(70), 's1b1'),
    { type: 'closureReported', atInstant: ago(60), report: 'Five forces, 3,500 cameras, all in use.' },
  ]),
  closedEarly: tell(begun('interview', 'Digital Interview Repository', { ...at('outlineBusinessCase') }), ago(90), [
    {
      type: 'closedEarly',
      atInstant: ago(60),
      reason: 'No option is good value.',
      report: 'Four of the five forces took part.',
    },
  ]),
  disputed: tell(begun('storage-2', '7F Detained property', { ...at('outlineBusinessCase') }), ago(50), [
    ...papers(ago(40)),
    submit(ago(9)),
    vote(ago(7), 'Kent', 'approve'),
    {
      type: 'decisionDisputed',
      atInstant: ago(6),
      reviewId: 's1b1',
      seatId: 'kent',
      decisionNumber: 1,
      statement: 'I was on leave that day.',
    },
    {
      type: 'effectExhausted',
      atInstant: ago(5),
      effect: 'remindBoard',
      reviewId: 's1b1',
      reason: 'the mail store did not answer for a day',
    },
  ]),
  rehearsal: tell(
    begun('vetting', '7F Vetting', { ...at('outlineBusinessCase', reported), plan: plan('rehearsal') }),
    ago(3),
    [...papers(ago(2)), submit(ago(1))],
  ),
  hostile: tell(
    begun('hostile', '<script>alert("x")</script> & <b>bold</b>', {
      ...at('outlineBusinessCase'),
      marking: 'OFFICIAL-SENSITIVE',
      reference: '"><img src=x onerror=alert(1)>',
      sro: { title: '</title><style>*{display:none}</style>' },
      changeTeam: { title: `Team ${'Donaudampfschifffahrtsgesellschaft'.repeat(4)}` },
      facts: [{ factId: 'f1', kind: 'note', text: '{{ 7 * 7 }} javascript:alert(1) \u202Eevil', provenance: reported }],
    }),
    ago(2),
    [{ type: 'held', atInstant: ago(1), reason: '</textarea><form action=//evil.example>' }],
  ),
} satisfies Record<string, Told>

export const everyStory: Told[] = Object.values(stories)
