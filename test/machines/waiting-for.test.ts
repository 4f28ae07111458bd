import { describe, expect, it } from 'vitest'
import type { Delivery } from '../../machines/delivery.ts'
import { waitingFor } from '../../machines/waiting-for.ts'
import { deadlinesOf } from '../../machines/case-file.ts'
import { dayLong, passes, play, playOn, start, submitted, votes } from '../support/play.ts'
import { stageId } from '../../machines/vocabulary/facts.ts'
import { aPlan, theChiefs } from '../support/case.ts'

/** Whom a played case waits for and for what, one sentence each. */
const waits = (
  events: Parameters<typeof play>[0],
  overrides: Parameters<typeof play>[1] = {},
  deliveries: Delivery[] = [],
) =>
  waitingFor(play(events, overrides).caseFile, deliveries).map(
    ({ whom, what, overdue, problem }) =>
      `${whom.title} to ${what}${overdue ? ', overdue' : ''}${problem ? `: ${problem}` : ''}`,
  )

describe('an initiative waits for', () => {
  it.each<[string, string[], string[]]>([
    ['the change team while it prepares', waits([]), ['Change team to prepare the outline business case']],
    [
      'each member who has not decided',
      waits([submitted(), votes('kent')]),
      [
        'Chief Constable, Essex to decide at Chief Constables',
        'Chief Constable, Norfolk to decide at Chief Constables',
      ],
    ],
    [
      'members who are late',
      waits([submitted(), votes('kent'), votes('essex', 'abstain'), passes('review', 's1b1', 'decision')]),
      ['Chief Constable, Norfolk to decide at Chief Constables, overdue'],
    ],
    [
      'the change team to answer what the board raised',
      waits([submitted(), votes('kent', 'sendBack', { points: ['Show the savings.', 'Say who runs it.'] })]),
      ['Change team to answer 2 points the board raised'],
    ],
    [
      'a member whose email cannot be delivered',
      waits([submitted(), votes('kent'), votes('essex', 'abstain')], {}, [
        {
          reviewId: 's1b1',
          seatId: 'norfolk',
          personId: 'p',
          state: 'undeliverable',
          email: 'chief-constable@norfolk.example',
        },
      ]),
      [
        'Chief Constable, Norfolk to decide at Chief Constables: email to chief-constable@norfolk.example could not be delivered',
      ],
    ],
    [
      'the PMO when the stage is not reported',
      waits([], { entry: { provenance: { certainty: 'reported' } } }),
      ['PMO to say which stage it is at'],
    ],
    [
      'the sponsor during a hold',
      waits([submitted(), { type: 'held', reason: 'the inspection' }]),
      ['Senior responsible owner to resume it: on hold because the inspection'],
    ],
    [
      'the sponsor, late, once the day has come to look at the hold again',
      waits([
        { type: 'held', reason: 'the inspection', reviewOnInstant: start + dayLong },
        passes('initiative', 'vetting', 'holdReview'),
      ]),
      ['Senior responsible owner to resume it: on hold because the inspection, overdue'],
    ],
    [
      'an outside body, beside the change team',
      waits([], {
        waitsFor: { whom: 'The national team', what: 're-planning', provenance: { certainty: 'reported' } },
      }),
      ['The national team to re-planning', 'Change team to prepare the outline business case'],
    ],
    [
      'the PMO when an effect failed',
      waits([
        submitted(),
        { type: 'effectExhausted', effect: 'remindBoard', reviewId: 's1b1', reason: 'the store did not answer' },
      ]).slice(0, 1),
      ['PMO to put right: reminding the board by email could not be carried out, overdue: the store did not answer'],
    ],
    ['nobody once it is closed', waits([{ type: 'withdrawn', reason: 'x' }]), []],
  ])('%s', (_fact, said, expected) => {
    expect(said).toEqual(expected)
  })

  it('says since when a hold has lasted and when it was to be looked at again, and forgets both with the hold', () => {
    const held = { type: 'held' as const, reason: 'inspection', reviewOnInstant: start + dayLong, atInstant: start }
    const onHold = play([held])
    expect(deadlinesOf(onHold.caseFile)).toMatchObject([{ name: 'holdReview', atInstant: start + dayLong }])
    expect(waitingFor(onHold.caseFile, [])).toMatchObject([
      { sinceInstant: start, dueInstant: start + dayLong, overdue: false },
    ])
    const late = playOn(onHold.caseFile, [passes('initiative', 'vetting', 'holdReview')], start + dayLong)
    expect(waitingFor(late.caseFile, [])).toMatchObject([
      { sinceInstant: start, dueInstant: start + dayLong, overdue: true },
    ])
    expect(deadlinesOf(playOn(onHold.caseFile, [{ type: 'resumed' }]).caseFile)).toEqual([])
  })

  it('says since when and until when, and moves the due date with a hold', () => {
    const board = theChiefs({ decideByInstant: start + 10 * dayLong })
    const held = { type: 'held' as const, reason: 'inspection', atInstant: start + dayLong }
    const resumed = { type: 'resumed' as const, atInstant: start + 3 * dayLong }
    const [member] = waitingFor(play([submitted({}, [board]), held, resumed]).caseFile, [])
    expect(member).toMatchObject({ sinceInstant: start + 1000, dueInstant: start + 12 * dayLong })
  })
})

describe('an initiative that nobody can move on waits for somebody all the same', () => {
  const at = (stage: string) => ({ entry: { stage, provenance: { certainty: 'recorded' } } })
  const opened = (cohortId: string) => ({
    type: 'consultationOpened' as const,
    cohortId,
    title: cohortId,
    openedOn: '2027-03-01',
    minimumEndsInstant: start + 45 * dayLong,
  })
  const failed = {
    type: 'effectExhausted' as const,
    effect: 'remindBoard',
    reviewId: 's1b1',
    reason: 'the store did not answer',
  }
  const evidence = [{ id: 'case', title: 'Business case' }]
  const planWithEvidence = aPlan({
    gates: Object.fromEntries(
      stageId.options.map((stage) => [stage, { boards: [{ board: 'chiefs', decideWithin: 'P10D' }], evidence }]),
    ),
  })
  const paper = {
    type: 'evidenceProvided' as const,
    evidenceId: 'case',
    paper: {
      sha256: 'a'.repeat(64),
      title: 'Business case',
      version: '1',
      marking: 'OFFICIAL' as const,
      mediaType: 'application/pdf',
      sizeBytes: 1,
    },
  }

  it.each<[string, string[], string[]]>([
    [
      'the PMO when every member has decided and nothing is settled',
      waits([submitted(), votes('kent', 'abstain'), votes('essex', 'abstain'), votes('norfolk', 'abstain')]),
      [
        'PMO to settle the decision at Chief Constables: nobody is left to decide, and nothing is settled: ' +
          '2 of 3 must agree; 0 did, nobody refused, and nobody is left to decide.',
      ],
    ],
    [
      'never a member who may not decide this case',
      waits([submitted(), votes('essex', 'abstain'), votes('norfolk', 'abstain')], {
        sro: { title: 'Chief Constable, Kent', personId: 'chief-constable-kent' },
      }),
      [
        'PMO to settle the decision at Chief Constables: nobody is left to decide, and nothing is settled: ' +
          '2 of 2 must agree; 0 did, nobody refused, and nobody is left to decide. ' +
          'Standing aside from a case of their own: Chief Constable, Kent.',
      ],
    ],
    [
      'the change team to close a consultation that has run long enough',
      waits([opened('officers'), passes('consultation', 'officers', 'minimumPeriod')], at('consultation')),
      ['Change team to close the consultation of officers with what was heard'],
    ],
    [
      'the change team to send papers that are ready',
      waits([paper], { plan: planWithEvidence }),
      ['Change team to send the papers of the outline business case to the board'],
    ],
    [
      'the change team to have a condition met that holds up the next papers',
      waits([
        submitted(),
        votes('kent', 'approveWithConditions', {
          conditions: [{ text: 'Agree the Section 22A terms.', blocksStage: 'fullBusinessCase' }],
        }),
        votes('essex'),
      ]),
      ['Change team to have 1 condition met before the full business case goes to the board'],
    ],
    [
      'the PMO no longer once what failed was carried out after all',
      waits([
        submitted(),
        votes('kent'),
        votes('essex', 'abstain'),
        failed,
        { type: 'effectCarriedOut', effect: 'remindBoard', reviewId: 's1b1' },
      ]),
      ['Chief Constable, Norfolk to decide at Chief Constables'],
    ],
    [
      'the PMO no longer once the board decision it was for is over',
      waits([submitted(), failed, votes('kent'), votes('essex')]),
      ['Change team to prepare the full business case'],
    ],
  ])('%s', (_fact, said, expected) => {
    expect(said).toEqual(expected)
  })
})
