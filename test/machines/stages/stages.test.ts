import { describe, expect, it } from 'vitest'
import { deadlinesOf } from '../../../machines/case-file.ts'
import { stageAfter, stages } from '../../../machines/stages/index.ts'
import { stageId } from '../../../machines/vocabulary/facts.ts'
import { identifier } from '../../../machines/vocabulary/text.ts'
import { waitingFor } from '../../../machines/waiting-for.ts'
import { dayLong, passes, play, playOn, start, submitted, votes, whereabouts } from '../../support/play.ts'

const at = (stage: (typeof stageId.options)[number]) => ({ entry: { stage, provenance: { certainty: 'recorded' } } })
const opened = (cohortId: string) => ({
  type: 'consultationOpened' as const,
  cohortId,
  title: cohortId,
  openedOn: '2027-03-01',
  minimumEndsInstant: start + 45 * dayLong,
})
const closed = (cohortId: string) => ({ type: 'consultationClosed' as const, cohortId, summary: 'Heard.' })

describe('the stages', () => {
  it('are five, in the order of the field', () => {
    expect(stages.map(({ id }) => id)).toEqual(stageId.options)
    expect(stageAfter('postImplementationReview')).toBeUndefined()
  })
})

describe('consultation', () => {
  it.each<[string, Parameters<typeof play>[0], string[]]>([
    [
      'has nothing to put to the board before it was opened',
      [submitted()],
      ['NothingConsulted: No consultation has been opened yet, so there is no outcome to put to the board.'],
    ],
    [
      'cannot be closed before its minimum period has run',
      [opened('officers'), closed('officers')],
      ['MinimumPeriodRunning: The consultation of officers has not run for its minimum period yet.'],
    ],
    [
      'keeps the papers back while one of two cohorts is still consulted',
      [
        opened('officers'),
        opened('staff'),
        passes('consultation', 'officers', 'minimumPeriod'),
        closed('officers'),
        submitted(),
      ],
      ['ConsultationOpen: 1 consultation(s) must be closed before the outcome goes to the board.'],
    ],
    [
      'goes to the board once every cohort is closed',
      [opened('officers'), passes('consultation', 'officers', 'minimumPeriod'), closed('officers'), submitted()],
      [],
    ],
    [
      'consults a cohort once',
      [opened('officers'), opened('officers')],
      ['KnownCohort: cohortId: officers has been consulted already.'],
    ],
  ])('%s', (_fact, events, refusals) => {
    expect(play(events, at('consultation')).refusals).toEqual(refusals)
  })

  it('runs its minimum period on during a hold, because the law does not stop', () => {
    const { caseFile } = play([opened('officers'), { type: 'held', reason: 'inspection' }], at('consultation'))
    expect(deadlinesOf(caseFile)).toMatchObject([{ name: 'minimumPeriod', atInstant: start + 45 * dayLong }])
  })
})

describe('go-live', () => {
  const tranche = { type: 'tranchePlanned' as const, trancheId: 'norfolk', title: 'Norfolk' }
  const ready = { type: 'readinessConfirmed' as const, trancheId: 'norfolk', statement: 'Go.' }
  const live = (kind: 'interim' | 'full') => ({ type: 'trancheWentLive' as const, trancheId: 'norfolk', kind })
  const approved = [submitted(), votes('kent'), votes('essex')]

  it.each<[string, Parameters<typeof play>[0], string[]]>([
    [
      'needs a tranche before the board is asked',
      [submitted()],
      ['NothingToRollOut: Plan at least one roll-out tranche before asking to go live.'],
    ],
    [
      'waits for the board',
      [tranche, ready, live('full')],
      ['NotApproved: Norfolk cannot go live before the board has approved go-live.'],
    ],
    [
      'waits for readiness',
      [tranche, ...approved, live('full')],
      ['NotReady: Norfolk cannot go live before its readiness is confirmed.'],
    ],
    ['may be interim first', [tranche, ...approved, ready, live('interim'), live('full')], []],
  ])('%s', (_fact, events, refusals) => {
    expect(play(events, at('goLive')).refusals).toEqual(refusals)
  })

  it('keeps every earlier date of a tranche with the reason it moved, and asks for readiness again', () => {
    const { caseFile } = play(
      [
        tranche,
        ready,
        {
          type: 'tranchePostponed',
          trancheId: 'norfolk',
          plannedFor: { precision: 'said', said: 'January or February 2020' },
          reason: 'new delivery platform from a new partner',
        },
      ],
      at('goLive'),
    )
    expect(caseFile.rollOuts['norfolk']?.value).toBe('planned')
    expect(caseFile.rollOuts['norfolk']?.context.earlierDates).toMatchObject([
      { reason: 'new delivery platform from a new partner' },
    ])
  })

  it('cannot be marked not required once the board has approved it', () => {
    const skip = { type: 'stageNotRequired' as const, stage: 'goLive' as const, reason: 'Nothing is rolled out.' }
    expect(play([tranche, ...approved, skip], at('goLive')).refusals).toEqual([
      'AlreadyApproved: stage: go-live has been approved, so it cannot be marked not required.',
    ])
  })

  it('takes no further tranche once it is over, because no board has approved one', () => {
    const further = { ...tranche, trancheId: 'suffolk', title: 'Suffolk' }
    expect(play([tranche, ...approved, ready, live('full'), further], at('goLive')).refusals).toEqual([
      'GoLiveOver: Go-live is over: every tranche its board approved is live. Nothing more can be planned.',
    ])
    const skipped = { type: 'stageNotRequired' as const, stage: 'goLive' as const, reason: 'Nothing is rolled out.' }
    expect(play([skipped, tranche], at('goLive')).refusals).toEqual([
      'GoLiveNotRequired: Go-live is not required here, so no roll-out tranche can be planned.',
    ])
  })

  it('lets a tranche go live that was still to come when the record began after go-live', () => {
    const { caseFile, refusals } = play([ready, live('full')], {
      ...at('postImplementationReview'),
      tranches: [{ trancheId: 'norfolk', title: 'Norfolk' }],
    })
    expect(refusals).toEqual([])
    expect(caseFile.initiative.context.liveTrancheIds).toEqual(['norfolk'])
    expect(caseFile.initiative.value).toEqual({ active: { postImplementationReview: 'preparing' } })
  })

  it('is over once every tranche is fully live', () => {
    const played = play([tranche, ...approved, ready, live('full')], at('goLive'))
    expect(whereabouts(played)).toEqual({ active: { postImplementationReview: 'preparing' } })
  })
})

describe.each([
  ['outline business case', 'outlineBusinessCase', 'fullBusinessCase'],
  ['full business case', 'fullBusinessCase', 'consultation'],
] as const)('%s', (title, stage, next) => {
  const gate = [submitted(), votes('kent'), votes('essex')]

  it('is prepared by the change team, goes to the board, and leads on when it is approved', () => {
    expect(waitingFor(play([], at(stage)).caseFile, []).map(({ what }) => what)).toEqual([`prepare the ${title}`])
    expect(whereabouts(play(gate, at(stage)))).toEqual({ active: { [next]: 'preparing' } })
  })

  it('is prepared again, as round two, when it is sent back', () => {
    const { caseFile } = play([submitted(), votes('kent', 'sendBack')], at(stage))
    expect(caseFile.initiative.value).toEqual({ active: { [stage]: 'preparing' } })
    expect(caseFile.initiative.context.stages[stage].round).toBe(2)
  })

  it('may be not required, with the reason kept', () => {
    const { caseFile } = play([{ type: 'stageNotRequired', stage, reason: 'Approved in 2016.' }], at(stage))
    expect(caseFile.initiative.context.stages[stage]).toMatchObject({
      standing: 'notRequired',
      reason: 'Approved in 2016.',
    })
  })
})

describe('post-implementation review', () => {
  it('is followed by the closure report, and by nothing after that', () => {
    const accepted = play([submitted(), votes('kent'), votes('essex')], at('postImplementationReview'))
    expect(whereabouts(accepted)).toEqual({ active: 'closing' })
    expect(waitingFor(accepted.caseFile, []).map(({ what }) => what)).toEqual(['write the closure report'])
    const closed = playOn(accepted.caseFile, [{ type: 'closureReported', report: 'Delivered.' }, submitted()])
    expect(whereabouts(closed)).toBe('closed')
    expect(closed.refusals).toEqual(['Closed: This initiative is closed (completed).'])
  })
})

describe('on hold', () => {
  const held = { type: 'held' as const, reason: 'inspection' }
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

  it.each<[string, Parameters<typeof play>[0], Parameters<typeof play>[1], string]>([
    [
      'the papers a board is considering stay frozen',
      [submitted(), held, paper],
      at('outlineBusinessCase'),
      'PapersFrozen: The papers are with the board, on hold, and frozen until it resumes.',
    ],
    [
      'no consultation begins whose outcome is already with a board',
      [
        opened('officers'),
        passes('consultation', 'officers', 'minimumPeriod'),
        closed('officers'),
        submitted(),
        held,
        opened('staff'),
      ],
      at('consultation'),
      'PapersFrozen: The papers are with the board, on hold, and frozen until it resumes.',
    ],
    [
      'nothing goes live',
      [
        { type: 'tranchePlanned', trancheId: 'norfolk', title: 'Norfolk' },
        { type: 'readinessConfirmed', trancheId: 'norfolk', statement: 'Go.' },
        submitted(),
        votes('kent'),
        votes('essex'),
        held,
        { type: 'trancheWentLive', trancheId: 'norfolk', kind: 'full' },
      ],
      at('goLive'),
      'OnHold: Norfolk cannot go live while the initiative is on hold.',
    ],
  ])('%s', (_fact, events, initiative, refused) => {
    expect(play(events, initiative).refusals).toEqual([refused])
  })
})

it('a consultation that has begun is closed before its stage can be marked not required', () => {
  const skip = { type: 'stageNotRequired' as const, stage: 'consultation' as const, reason: 'No posts are affected.' }
  expect(play([opened('officers'), skip], at('consultation')).refusals).toEqual([
    'ConsultationOpen: 1 consultation(s) must be closed before this stage can be marked not required.',
  ])
})

it('nothing is named like what every object already has', () => {
  expect(identifier.safeParse('constructor').error?.issues[0]?.message).toBe('must not be the word constructor')
})
