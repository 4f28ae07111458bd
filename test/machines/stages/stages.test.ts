import { describe, expect, it } from 'vitest'
import { deadlinesOf } from '../../../machines/case-file.ts'
import { stageAfter, stages } from '../../../machines/stages/index.ts'
import { stageId } from '../../../machines/vocabulary/facts.ts'
import { dayLong, passes, play, start, submitted, votes, whereabouts } from '../../support/play.ts'

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

  it('is over once every tranche is fully live', () => {
    const played = play([tranche, ...approved, ready, live('full')], at('goLive'))
    expect(whereabouts(played)).toEqual({ active: { postImplementationReview: 'preparing' } })
  })
})
