import { aProposal, aVote, theChiefs } from './case.ts'
import type { startInitiatives } from './initiatives.ts'

type Initiatives = Awaited<ReturnType<typeof startInitiatives>>
type Begun = Awaited<ReturnType<Initiatives['start']>>
type Life = {
  name: string
  creation?: Parameters<Initiatives['start']>[1]
  args?: Parameters<Initiatives['start']>[0]
  live: (begun: Begun) => Promise<void>
}

const papers = { proposal: aProposal(), boards: [theChiefs()] }
const press = (reviewId: string, seatId: string, form = 1) => `d:${reviewId}:${seatId}:${form}`
const at = (stage: string) => ({ entry: { stage, provenance: { certainty: 'recorded' } } })

const approve = async ({ ask }: Begun, submission: number) => {
  const reviewId = `s${submission}b1`
  for (const seatId of ['kent', 'essex'])
    await ask('castVote', aVote(seatId, 'approve', { reviewId }), press(reviewId, seatId))
}
const gate = async (begun: Begun, submission: number) => {
  await begun.ask('submit', papers, `submit-${submission}`)
  await approve(begun, submission)
}
const consult = async ({ ask, now }: Begun) => {
  await ask('openConsultation', {
    cohortId: 'staff',
    title: 'Vetting staff',
    openedOn: '2027-03-01',
    minimumEndsInstant: 1_000,
  })
  while ((await now()).state.consultations['staff']?.value !== 'minimumPeriodServed') await Promise.resolve()
  await ask('closeConsultation', { cohortId: 'staff', summary: 'Forty responses.' })
}
const rollOut = async ({ ask }: Begun) => {
  await ask('confirmReadiness', { trancheId: 'norfolk', statement: 'Go.' })
  await ask('goLive', { trancheId: 'norfolk', kind: 'interim' })
  await ask('goLive', { trancheId: 'norfolk', kind: 'full' })
}

/** Lives whose histories are kept: every kind of end, and every state an initiative can be left open in. */
export const lives: Life[] = [
  { name: 'open-preparing', live: async () => {} },
  {
    name: 'open-stage-not-reported',
    creation: { entry: { provenance: { certainty: 'reported' } } },
    live: async () => {},
  },
  {
    name: 'open-stage-stated',
    creation: { entry: { provenance: { certainty: 'reported' } } },
    live: async ({ ask }) => void (await ask('stateStage', { stage: 'goLive', provenance: { certainty: 'assumed' } })),
  },
  {
    name: 'open-reminded',
    creation: {
      reminders: [{ reminderId: 'r1', atInstant: 1_000, personId: 'pmo', about: 'The Summit meets today.' }],
    },
    live: async ({ now }) => {
      while ((await now()).state.initiative.context.deadlines.length > 0) await Promise.resolve()
    },
  },
  {
    name: 'open-with-board',
    live: async ({ ask }) => {
      await ask('submit', papers, 'submit-1')
      await ask('castVote', aVote('kent', 'abstain'), press('s1b1', 'kent'))
      await ask('castVote', aVote('kent', 'approve', { decisionNumber: 1 }), press('s1b1', 'kent', 2))
    },
  },
  {
    name: 'open-overdue',
    live: async ({ ask, now }) => {
      await ask(
        'submit',
        { proposal: aProposal(), boards: [theChiefs({ decideByInstant: 1_000, reminderInstants: [500] })] },
        'submit-1',
      )
      while (JSON.stringify((await now()).state.reviews['s1b1']?.value) !== '{"open":"overdue"}')
        await Promise.resolve()
    },
  },
  {
    name: 'open-on-hold',
    live: async ({ ask }) => {
      await ask('submit', papers, 'submit-1')
      await ask('hold', { reason: 'The inspectorate reports next week.' })
    },
  },
  {
    name: 'open-resumed',
    live: async ({ ask }) => {
      await ask('submit', papers, 'submit-1')
      await ask('hold', { reason: 'The inspectorate reports next week.' })
      await ask('resume', {})
    },
  },
  {
    name: 'open-sent-back-and-resubmitted',
    live: async ({ ask }) => {
      await ask('submit', papers, 'submit-1')
      await ask(
        'castVote',
        aVote('kent', 'sendBack', { points: ['Show the savings by force.'] }),
        press('s1b1', 'kent'),
      )
      await ask('answerPoint', { pointId: 's1b1p1', answer: 'Table 3.' })
      await ask('submit', papers, 'submit-2')
    },
  },
  {
    name: 'open-deferred',
    live: async ({ ask }) => {
      await ask('submit', papers, 'submit-1')
      await ask('castVote', aVote('kent', 'defer', { deferUntilInstant: 4_000_000_000_000 }), press('s1b1', 'kent'))
    },
  },
  {
    name: 'open-next-step-agreed',
    live: async (begun) => {
      await begun.ask('submit', { ...papers, proposal: aProposal({ ask: 'agreeNextStep' }) }, 'submit-1')
      await approve(begun, 1)
    },
  },
  {
    name: 'open-withdrawn-papers',
    live: async ({ ask }) => {
      await ask('submit', papers, 'submit-1')
      await ask('withdrawSubmission', { reason: 'A figure was wrong.' })
    },
  },
  {
    name: 'open-approved-with-conditions',
    live: async ({ ask }) => {
      await ask('submit', papers, 'submit-1')
      await ask(
        'castVote',
        aVote('kent', 'approveWithConditions', { conditions: [{ text: 'Agree the Section 22A terms.' }] }),
        press('s1b1', 'kent'),
      )
      await ask('castVote', aVote('essex'), press('s1b1', 'essex'))
      await ask('dischargeCondition', {
        conditionId: 's1b1c1',
        evidence: 'Signed.',
        acceptedBy: 'Chief Constable, Kent',
      })
    },
  },
  {
    name: 'open-consultation-running',
    creation: at('consultation'),
    live: async ({ ask }) =>
      void (await ask('openConsultation', {
        cohortId: 'staff',
        title: 'Staff',
        openedOn: '2027-03-01',
        minimumEndsInstant: 4_000_000_000_000,
      })),
  },
  { name: 'open-consultation-closed', creation: at('consultation'), live: consult },
  {
    name: 'open-rolling-out',
    creation: { ...at('goLive'), tranches: [{ trancheId: 'norfolk', title: 'Norfolk' }] },
    live: async (begun) => {
      await gate(begun, 1)
      await begun.ask('postponeTranche', {
        trancheId: 'norfolk',
        plannedFor: { precision: 'month', month: '2027-09' },
        reason: 'A new supplier.',
      })
      await begun.ask('confirmReadiness', { trancheId: 'norfolk', statement: 'Go.' })
    },
  },
  { name: 'open-closing', creation: at('postImplementationReview'), live: (begun) => gate(begun, 1) },
  {
    name: 'open-after-handing-itself-on',
    args: { limits: { updates: 3, events: 2000, days: 180 } },
    live: async (begun) => {
      await gate(begun, 1)
      await gate(begun, 2)
    },
  },
  {
    name: 'closed-completed',
    creation: { tranches: [{ trancheId: 'norfolk', title: 'Norfolk' }] },
    live: async (begun) => {
      await gate(begun, 1)
      await gate(begun, 2)
      await consult(begun)
      await gate(begun, 3)
      await gate(begun, 4)
      await rollOut(begun)
      await gate(begun, 5)
      await begun.ask('close', { report: 'Delivered.' })
    },
  },
  {
    name: 'closed-early',
    live: async ({ ask }) => {
      await ask('submit', papers, 'submit-1')
      await ask('closeEarly', { reason: 'No option is good value.', report: 'The evidence is kept.' })
    },
  },
  {
    name: 'closed-stopped-by-its-board',
    live: async ({ ask }) => {
      const counted = theChiefs({ rule: { kind: 'nOfM', approvals: 2, refusal: 'counted' } })
      await ask('submit', { ...papers, boards: [counted] }, 'submit-1')
      for (const seatId of ['kent', 'essex']) await ask('castVote', aVote(seatId, 'stop'), press('s1b1', seatId))
      await ask('close', { report: 'Stopped by the chiefs.' })
    },
  },
  {
    name: 'closed-withdrawn',
    live: async ({ ask }) => void (await ask('withdraw', { reason: 'Merged into another.' })),
  },
]
