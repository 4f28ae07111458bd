import { aPlan, aProposal, theChiefs } from '../../support/case.ts'
import {
  approve,
  at,
  consult,
  gate,
  never,
  openConsultation,
  papers,
  rollOut,
  serveMinimumPeriod,
  submit,
  unreported,
  until,
  vote,
  type Begun,
  type Life,
} from './life.ts'

const counted = theChiefs({ rule: { kind: 'nOfM', approvals: 2, refusal: 'counted' } })
const paper = (sha256: string, title: string) => ({
  sha256: sha256.repeat(64),
  title,
  version: '1',
  marking: 'OFFICIAL' as const,
  mediaType: 'application/pdf',
  sizeBytes: 1,
})

/** The first submission, to a board whose reminder is due before it has its papers. */
const remindedAtOnce = ({ ask }: Begun) =>
  ask('submit', { proposal: aProposal(), boards: [theChiefs({ reminderInstants: [1_000] })] }, 'submit-1')

/** Every other place an initiative can be left open in. */
export const openLives: Life[] = [
  { name: 'stage-not-reported', creation: unreported, live: async () => {} },
  {
    name: 'stage-stated',
    creation: unreported,
    live: async ({ ask }) => void (await ask('stateStage', { stage: 'goLive', provenance: { certainty: 'assumed' } })),
  },
  {
    name: 'stage-skipped',
    live: async ({ ask }) =>
      void (await ask('skipStage', { stage: 'outlineBusinessCase', reason: 'Approved by the former board.' })),
  },
  {
    name: 'reminded',
    creation: {
      reminders: [{ reminderId: 'r1', atInstant: 1_000, personId: 'pmo', about: 'The Summit meets today.' }],
    },
    live: (begun) => until(begun, ({ initiative }) => initiative.context.deadlines.length === 0),
  },
  {
    name: 'rated-and-replanned',
    live: async ({ ask }) => {
      await ask('rate', {
        kind: 'team',
        rag: 'amber',
        date: { precision: 'day', on: '2027-03-01' },
        provenance: { certainty: 'recorded' },
      })
      await ask('changePlan', {
        plan: aPlan({
          version: 2,
          gates: {
            ...aPlan().gates,
            outlineBusinessCase: {
              boards: [{ board: 'chiefs', decideWithin: 'P10D' }],
              evidence: [{ id: 'case', title: 'Outline business case' }],
            },
          },
        }),
        reason: 'The chiefs read the case themselves now.',
      })
      await ask('provideEvidence', { evidenceId: 'case', paper: paper('a', 'Outline business case') })
    },
  },
  {
    name: 'with-board-decided-twice',
    live: async (begun) => {
      await submit(begun)
      await vote(begun, 'kent', 'abstain')
      await vote(begun, 'kent', 'approve', { decisionNumber: 1 }, 2)
    },
  },
  {
    name: 'with-board-decision-disputed',
    live: async (begun) => {
      await submit(begun)
      await vote(begun, 'kent', 'approve')
      await begun.ask('disputeDecision', {
        reviewId: 's1b1',
        seatId: 'kent',
        decisionNumber: 1,
        statement: 'I was on leave.',
      })
    },
  },
  {
    name: 'with-board-overdue',
    live: async (begun) => {
      const boards = [theChiefs({ decideByInstant: 1_000, reminderInstants: [500] })]
      await begun.ask('submit', { proposal: aProposal(), boards }, 'submit-1')
      await until(begun, ({ reviews }) => JSON.stringify(reviews['s1b1']?.value) === '{"open":"overdue"}')
    },
  },
  {
    name: 'with-board-not-reminded-by-email',
    live: async (begun) => {
      begun.failToRemind()
      await remindedAtOnce(begun)
      await until(begun, ({ initiative }) => initiative.context.failedEffects.length > 0)
    },
  },
  {
    name: 'with-board-reminded-by-email-after-all',
    live: async (begun) => {
      begun.failToRemind()
      await remindedAtOnce(begun)
      await until(begun, ({ initiative }) => initiative.context.failedEffects.length > 0)
      begun.remindAgain()
      await until(begun, ({ initiative }) => initiative.context.failedEffects.length === 0)
    },
  },
  {
    name: 'with-second-board',
    creation: {
      plan: aPlan({
        gates: {
          ...aPlan().gates,
          outlineBusinessCase: {
            boards: [
              { board: 'chiefs', ask: 'endorse', decideWithin: 'P10D' },
              { board: 'summit', decideWithin: 'P10D' },
            ],
          },
        },
      }),
    },
    live: async (begun) => {
      const boards = [theChiefs({ ask: 'endorse' }), theChiefs({ boardId: 'summit', name: 'Summit' })]
      await begun.ask('submit', { proposal: aProposal(), boards }, 'submit-1')
      await approve(begun, 's1b1')
    },
  },
  {
    name: 'resumed',
    live: async (begun) => {
      await submit(begun)
      await begun.ask('hold', { reason: 'The inspectorate reports next week.' })
      await begun.ask('resume', {})
    },
  },
  {
    name: 'sent-back-and-resubmitted',
    live: async (begun) => {
      await submit(begun)
      await vote(begun, 'kent', 'sendBack', { points: ['Show the savings by force.'] })
      await begun.ask('answerPoint', { pointId: 's1b1p1', answer: 'Table 3.' })
      await submit(begun, 2)
    },
  },
  ...(['agreeNextStep', 'support', 'recommend', 'note'] as const).map((ask): Life => ({
    name: `asked-to-${ask}`,
    live: async (begun) => {
      await begun.ask('submit', { ...papers, proposal: aProposal({ ask }) }, 'submit-1')
      await approve(begun, 's1b1')
    },
  })),
  {
    name: 'withdrawn-papers',
    live: async (begun) => {
      await submit(begun)
      await begun.ask('withdrawSubmission', { reason: 'A figure was wrong.' })
    },
  },
  {
    name: 'approved-with-conditions',
    live: async (begun) => {
      await submit(begun)
      await vote(begun, 'kent', 'approveWithConditions', { conditions: [{ text: 'Agree the Section 22A terms.' }] })
      await vote(begun, 'essex', 'approve')
      await begun.ask('dischargeCondition', {
        conditionId: 's1b1c1',
        evidence: 'Signed.',
        acceptedBy: 'Chief Constable, Kent',
      })
    },
  },
  {
    name: 'consultation-running',
    creation: at('consultation'),
    live: async (begun) => void (await openConsultation(begun, never)),
  },
  { name: 'consultation-minimum-served', creation: at('consultation'), live: serveMinimumPeriod },
  { name: 'consultation-closed', creation: at('consultation'), live: consult },
  {
    name: 'tranche-planned',
    creation: at('goLive'),
    live: async (begun) => {
      await gate(begun, 1)
      await begun.ask('planTranche', { trancheId: 'suffolk', title: 'Suffolk' })
      await begun.ask('postponeTranche', {
        trancheId: 'norfolk',
        plannedFor: { precision: 'month', month: '2027-09' },
        reason: 'A new supplier.',
      })
    },
  },
  {
    name: 'tranche-ready',
    creation: at('goLive'),
    live: async (begun) => {
      await gate(begun, 1)
      await begun.ask('confirmReadiness', { trancheId: 'norfolk', statement: 'Go.' })
    },
  },
  {
    name: 'tranche-live-in-the-interim',
    creation: at('goLive'),
    live: async (begun) => {
      await gate(begun, 1)
      await begun.ask('confirmReadiness', { trancheId: 'norfolk', statement: 'Go.' })
      await begun.ask('goLive', { trancheId: 'norfolk', kind: 'interim' })
    },
  },
  {
    name: 'tranche-fully-live',
    creation: at('goLive'),
    live: async (begun) => {
      await gate(begun, 1)
      await rollOut(begun)
    },
  },
  { name: 'closing', creation: at('postImplementationReview'), live: (begun) => gate(begun, 1) },
  {
    name: 'closing-after-a-stop',
    live: async (begun) => {
      await begun.ask('submit', { ...papers, boards: [counted] }, 'submit-1')
      for (const seatId of ['kent', 'essex']) await vote(begun, seatId, 'stop')
    },
  },
  {
    name: 'handed-itself-on',
    args: { limits: { updates: 3, events: 2000, days: 180 } },
    live: async (begun) => {
      await gate(begun, 1)
      await gate(begun, 2)
    },
  },
  {
    name: 'handed-itself-on-without-overtaken-words',
    args: { limits: { updates: 4, events: 2000, days: 180 } },
    live: async (begun) => {
      await submit(begun)
      const points = ['The savings are not shown by force.']
      await vote(begun, 'kent', 'abstain', { points })
      await vote(begun, 'kent', 'abstain', { points, decisionNumber: 1 }, 2)
      await vote(begun, 'kent', 'abstain', { points, decisionNumber: 2 }, 3)
      await until(begun, ({ reviews }) => reviews['s1b1']?.context.ballots['kent']?.[0]?.points.length === 0)
    },
  },
]
