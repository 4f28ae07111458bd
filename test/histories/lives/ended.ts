import { theChiefs } from '../../support/case.ts'
import { consult, gate, papers, rollOut, submit, vote, type Life } from './life.ts'

const counted = theChiefs({ rule: { kind: 'nOfM', approvals: 2, refusal: 'counted' } })

const wholeLife: Life['live'] = async (begun) => {
  await gate(begun, 1)
  await gate(begun, 2)
  await consult(begun)
  await gate(begun, 3)
  await gate(begun, 4)
  await rollOut(begun)
  await gate(begun, 5)
  await begun.ask('close', { report: 'Delivered.' })
}

/** Every way an initiative ends. */
export const endedLives: Life[] = [
  { name: 'completed', creation: { tranches: [{ trancheId: 'norfolk', title: 'Norfolk' }] }, live: wholeLife },
  {
    name: 'completed-in-several-runs',
    creation: { tranches: [{ trancheId: 'norfolk', title: 'Norfolk' }] },
    args: { limits: { updates: 6, events: 2000, days: 180 } },
    live: wholeLife,
  },
  {
    name: 'completed-after-its-board-stopped-it',
    live: async (begun) => {
      await begun.ask('submit', { ...papers, boards: [counted] }, 'submit-1')
      for (const seatId of ['kent', 'essex']) await vote(begun, seatId, 'stop')
      await begun.ask('close', { report: 'Stopped by the chiefs.' })
    },
  },
  {
    name: 'closed-early-while-with-its-board',
    live: async (begun) => {
      await submit(begun)
      await begun.ask('closeEarly', { reason: 'No option is good value.', report: 'The evidence is kept.' })
    },
  },
  {
    name: 'closed-early-while-on-hold',
    live: async (begun) => {
      await submit(begun)
      await begun.ask('hold', { reason: 'The inspectorate reports next week.' })
      await begun.ask('closeEarly', { reason: 'The inspectorate advised against it.', report: 'Its advice is kept.' })
    },
  },
  {
    name: 'withdrawn',
    live: async ({ ask }) => void (await ask('withdraw', { reason: 'Merged into another.' })),
  },
]
