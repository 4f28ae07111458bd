import { setTimeout as wait } from 'node:timers/promises'
import type { StageId } from '../../../machines/vocabulary/facts.ts'
import type { Choice } from '../../../machines/vocabulary/submission.ts'
import { aProposal, aVote, theChiefs } from '../../support/case.ts'
import type { startInitiatives } from '../../support/initiatives.ts'

type Initiatives = Awaited<ReturnType<typeof startInitiatives>>
export type Begun = Awaited<ReturnType<Initiatives['start']>> & {
  /** From now on its boards cannot be reminded by email, until `remindAgain`. */
  failToRemind(): void
  remindAgain(): void
}

/** A life whose history is kept. `isHeld`: put on hold at its end, to be resumed by whatever release reads it. */
export type Life = {
  name: string
  creation?: Parameters<Initiatives['start']>[1]
  args?: Parameters<Initiatives['start']>[0]
  isHeld?: boolean
  live: (begun: Begun) => Promise<void>
}

/** A member's choice on a first form. */
export const press = (reviewId: string, seatId: string, form = 1) => `d:${reviewId}:${seatId}:${form}`

export const papers = { proposal: aProposal(), boards: [theChiefs()] }

/** A record that begins at a stage, with a tranche to roll out where that stage needs one. */
export const at = (stage: StageId): NonNullable<Life['creation']> => ({
  entry: { stage, provenance: { certainty: 'recorded' } },
  ...(stage === 'goLive' ? { tranches: [{ trancheId: 'norfolk', title: 'Norfolk' }] } : {}),
})

/** Begins without a stage, because the source names none. */
export const unreported: NonNullable<Life['creation']> = { entry: { provenance: { certainty: 'reported' } } }

export const submit = ({ ask }: Begun, submission = 1) => ask('submit', papers, `submit-${submission}`)

export const vote = (
  { ask }: Begun,
  seatId: string,
  choice: Choice,
  overrides: Parameters<typeof aVote>[2] = {},
  form = 1,
) => ask('castVote', aVote(seatId, choice, overrides), press(overrides.reviewId ?? 's1b1', seatId, form))

/** Two of three agree. */
export const approve = async (begun: Begun, reviewId: string) => {
  for (const seatId of ['kent', 'essex']) await vote(begun, seatId, 'approve', { reviewId })
}

/** One gate, passed at the first round. */
export const gate = async (begun: Begun, submission: number) => {
  await submit(begun, submission)
  await approve(begun, `s${submission}b1`)
}

export const openConsultation = ({ ask }: Begun, minimumEndsInstant: number) =>
  ask('openConsultation', { cohortId: 'staff', title: 'Vetting staff', openedOn: '2027-03-01', minimumEndsInstant })

/** Waits until the case says so: a deadline of long ago passes by itself. */
export const until = async ({ now }: Begun, isSo: (state: Awaited<ReturnType<Begun['now']>>['state']) => boolean) => {
  while (!isSo((await now()).state)) await wait(50)
}

export const serveMinimumPeriod = async (begun: Begun) => {
  await openConsultation(begun, 1_000)
  await until(begun, ({ consultations }) => consultations['staff']?.value === 'minimumPeriodServed')
}

export const consult = async (begun: Begun) => {
  await serveMinimumPeriod(begun)
  await begun.ask('closeConsultation', { cohortId: 'staff', summary: 'Forty responses.' })
}

export const rollOut = async ({ ask }: Begun) => {
  await ask('confirmReadiness', { trancheId: 'norfolk', statement: 'Go.' })
  await ask('goLive', { trancheId: 'norfolk', kind: 'interim' })
  await ask('goLive', { trancheId: 'norfolk', kind: 'full' })
}

/** Everything its stage wants before papers may go out. */
export const prepare = async (begun: Begun, stage: StageId) => {
  if (stage === 'consultation') await consult(begun)
}

export const never = 4_000_000_000_000
