import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createApp } from '../../../api/app.ts'
import { needKinds, type NeedKind } from '../../../api/present/needs-action.ts'
import type { CaseEvent } from '../../../machines/case-events.ts'
import { partsOf } from './page-parts.ts'
import { ago, approvedBy, at, begun, papers, sevenChiefs, submit, vote } from './stories.ts'
import { textOf } from './text-of.ts'
import { day, hour, now, tell, type Told } from './told.ts'

const clock = (of: 'initiative' | 'review', id: string, name: string, atInstant: number): CaseEvent => ({
  type: 'deadlinePassed',
  of: { machine: of, id },
  name,
  atInstant,
})

const hardDate = (days: { set: number; warns: number; comes: number }): CaseEvent => ({
  type: 'hardDateSet',
  atInstant: now + days.set * day,
  dateId: 'contract',
  title: 'The IT contract ends',
  basis: 'contract',
  onDay: '2027-07-01',
  dayInstant: now + days.comes * day,
  warnBefore: 'P30D',
  warnInstant: now + days.warns * day,
})

const meeting = (onDay: string, startsInstant: number) => ({
  day: onDay,
  startsInstant,
  papersDueInstant: startsInstant - 5 * day,
  endsInstant: startsInstant + 7 * hour,
})

const told = (id: string, stage: string, events: CaseEvent[], more: object = {}): Told =>
  tell(begun(id, `7F ${id}`, { ...at(stage), ...more }), ago(60), events)

const conditioned = (events: CaseEvent[]): CaseEvent[] => [
  ...papers(ago(50)),
  submit(ago(40)),
  ...approvedBy(ago(30), 's1b1').slice(0, 3),
  vote(ago(30), 'Suffolk', 'approveWithConditions', {
    conditions: [
      {
        text: 'A data plan by force.',
        ownerTitle: 'Head of ICT, Kent',
        dueOn: '2027-06-08',
        dueInstant: ago(6),
        blocksStage: 'consultation',
      },
    ],
  }),
  ...events,
]

/** What needs action, in the words of the portfolio page, from what happened. */
const table: [NeedKind, Told, number, string][] = [
  [
    'conditionOverdue',
    told(
      'conditions',
      'fullBusinessCase',
      conditioned([clock('initiative', 'conditions', 'condition:s1b1c1', ago(6))]),
    ),
    4,
    'Waiting for Head of ICT, Kent to meet the condition “A data plan by force.”, since 8 June 2027, was due Tuesday 8 June 2027 at 10am (4 working days late). The papers of the consultation wait for it.',
  ],
  [
    'hardDateNear',
    told('near', 'outlineBusinessCase', [
      hardDate({ set: -30, warns: -13, comes: 17 }),
      clock('initiative', 'near', 'hardDateWarning:contract', ago(13)),
    ]),
    0,
    'Waiting for the change team to keep the hard date “The IT contract ends”, since 1 June 2027, due Thursday 1 July 2027 at 10am. It still waits for the change team to prepare the outline business case: Business case, Equality impact assessment still missing.',
  ],
  [
    // Its warning had come before anybody set it.
    'hardDateNear',
    told('late-set', 'outlineBusinessCase', [
      hardDate({ set: -3, warns: -90, comes: 17 }),
      clock('initiative', 'late-set', 'hardDateWarning:contract', ago(3)),
    ]),
    0,
    'to keep the hard date “The IT contract ends”, since 11 June 2027, due Thursday 1 July 2027 at 10am.',
  ],
  [
    'hardDatePassed',
    told('passed', 'outlineBusinessCase', [
      hardDate({ set: -50, warns: -30, comes: -4 }),
      clock('initiative', 'passed', 'hardDateWarning:contract', ago(30)),
      clock('initiative', 'passed', 'hardDate:contract', ago(4)),
    ]),
    2,
    'to keep the hard date “The IT contract ends”, since 15 May 2027, was due Thursday 10 June 2027 at 10am (2 working days late).',
  ],
  [
    'missedMeeting',
    told('missed', 'outlineBusinessCase', [
      ...papers(ago(20)),
      submit(ago(5), [
        sevenChiefs({
          decideByInstant: now + 31 * day + 7 * hour,
          meeting: meeting('2027-07-15', now + 31 * day),
          missedMeeting: { day: '2027-06-15', papersDueInstant: ago(6) },
          reminderInstants: [],
        }),
      ]),
    ]),
    0,
    'Missed the 7F Chief Constables meeting of 15 June 2027, whose papers were due by 8 June 2027 at 10am; the next is 15 July 2027. Waiting for Chief Constable, Kent; Chief Constable, Essex and 5 others to decide at 7F Chief Constables, since 9 June 2027, due Thursday 15 July 2027 at 5pm.',
  ],
  [
    'missedMeeting',
    told('too-late', 'outlineBusinessCase', [
      ...papers(ago(50)),
      submit(ago(40), [
        sevenChiefs({
          rule: { kind: 'chairDecides' },
          decideByInstant: ago(20),
          reminderInstants: [],
          nextMeetings: [meeting('2027-06-15', now + day)],
        }),
      ]),
      vote(ago(30), 'Kent', 'defer', {
        deferUntilInstant: now + day + 7 * hour,
        deferUntilDay: '2027-06-15',
        toMeeting: true,
      }),
    ]),
    2,
    'These papers miss the 7F Chief Constables meeting of 15 June 2027 at 10am.',
  ],
  [
    'moreTimeOver',
    told('more-time', 'outlineBusinessCase', [
      ...papers(ago(50)),
      submit(ago(40), [sevenChiefs({ rule: { kind: 'perOrganisation', others: 'proceedWithThoseWhoAgree' } })]),
      vote(ago(30), 'Kent', 'moreTime', { deferUntilInstant: ago(5), deferUntilDay: '2027-06-09' }),
      ...['Essex', 'Norfolk', 'Suffolk', 'Bedfordshire', 'Hertfordshire', 'Cambridgeshire'].map((force) =>
        vote(ago(29), force, 'approve'),
      ),
      clock('initiative', 'more-time', 'extension:s1b1:kent', ago(5)),
    ]),
    3,
    'Waiting for the change team to ask Kent again: the time 7F Chief Constables gave it is over, since 9 June 2027, was due Wednesday 9 June 2027 at 10am (3 working days late).',
  ],
  [
    'nobodyTold',
    told(
      'untold',
      'outlineBusinessCase',
      [
        ...papers(ago(50)),
        submit(ago(40), [sevenChiefs({ rule: { kind: 'chairDecides' } })]),
        vote(ago(30), 'Kent', 'sendBack', { points: ['Show the cost of each site.'] }),
      ],
      {
        sro: { title: 'Deputy Chief Constable, Norfolk' },
        changeTeam: { title: 'Change team', personId: 'left-long-ago' },
      },
    ),
    0,
    '7F Chief Constables decided on 15 May 2027 at 10am: sent back. Nobody could be told by email: neither the change team nor the senior responsible owner is on file with an address. Waiting for the PMO to tell them.',
  ],
  [
    'deadlock',
    told('deadlocked', 'outlineBusinessCase', [
      ...papers(ago(20)),
      submit(ago(9), [sevenChiefs({ rule: { kind: 'majority', quorum: 7, chairHasCastingVote: false } })]),
      vote(ago(8), 'Kent', 'declareInterest'),
    ]),
    0,
    'Waiting for the PMO to settle the decision at 7F Chief Constables: nothing its members could still say would settle it, since 6 June 2027',
  ],
]

const jsonNeeds = z.object({
  initiatives: z.array(
    z.object({ needsAction: z.array(z.object({ kind: z.enum(needKinds), sentence: z.string(), daysLate: z.int() })) }),
  ),
})

describe('needs action', () => {
  it.each(table)(
    '%s: says what is wrong, whom it waits for and since when',
    async (kind, story, daysLate, sentence) => {
      const app = await createApp(partsOf([story]))
      expect(textOf((await app.inject('/')).body)).toContain(sentence)
      expect(textOf((await app.inject(`/?needs=${kind}`)).body)).not.toContain('No initiative is like this.')
      const { initiatives } = jsonNeeds.parse((await app.inject('/api/portfolio')).json())
      expect(initiatives[0]?.needsAction).toContainEqual({
        kind,
        sentence: expect.stringContaining(sentence),
        daysLate,
      })
      await app.close()
    },
  )

  it('no longer names a decision nobody could be told of once somebody is on file, or the case has gone on', async () => {
    const decided = [
      ...papers(ago(50)),
      submit(ago(40), [sevenChiefs({ rule: { kind: 'chairDecides' } })]),
      vote(ago(30), 'Kent', 'sendBack', { points: ['Show the cost of each site.'] }),
    ]
    const again: CaseEvent[] = [
      { type: 'pointAnswered', atInstant: ago(20), pointId: 's1b1p1', answer: 'In section 4.' },
      submit(ago(2)),
    ]
    for (const story of [
      told('on-file', 'outlineBusinessCase', decided, { changeTeam: { title: 'Team', personId: 'programme-office' } }),
      told('gone-on', 'outlineBusinessCase', [...decided, ...again], { sro: { title: 'Nobody yet' } }),
    ]) {
      const app = await createApp(partsOf([story]))
      expect(textOf((await app.inject('/')).body)).toContain('Nothing needs action.')
      await app.close()
    }
  })

  it('no longer names a condition once it is met, nor a hard date once it is taken away', async () => {
    const met = told('met', 'fullBusinessCase', [
      ...conditioned([clock('initiative', 'met', 'condition:s1b1c1', ago(6))]),
      {
        type: 'conditionDischarged',
        atInstant: ago(2),
        conditionId: 's1b1c1',
        evidence: 'The plan.',
        acceptedBy: '7F Chief Constables',
      },
      hardDate({ set: -30, warns: -13, comes: 17 }),
      clock('initiative', 'met', 'hardDateWarning:contract', ago(13)),
      { type: 'hardDateDropped', atInstant: ago(1), dateId: 'contract', reason: 'The contract was renewed.' },
    ])
    const app = await createApp(partsOf([met]))
    expect(textOf((await app.inject('/')).body)).toContain('Nothing needs action.')
    await app.close()
  })
})
