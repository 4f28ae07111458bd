import { seatIds, type SeatId } from '../../../bench/lifecycle.ts'

export { seatIds, type SeatId }

/** Asks the API, which runs undisturbed while things are put on file. */
type Put = (method: 'PUT' | 'POST', path: string, body: object | string) => Promise<void>

export const chairSeatId: SeatId = 'kent'
export const changeTeamAddress = 'change.team@kent.example'
export const addressOf = (seatId: SeatId) => `chief-constable@${seatId}.example`

const titleOf = (seatId: SeatId) => `Chief Constable, ${seatId.charAt(0).toUpperCase()}${seatId.slice(1)}`
const gate = { boards: [{ board: 'fire-board', decideWithin: 'P10D', reminders: ['P2D'] }] }
const longAgo = '2020-01-01'

/** Every gate asks a board that must agree as one, so that three people decide at once; the consultation is over at once. */
const plan = {
  id: 'under-fire',
  version: 1,
  title: 'Under fire',
  kind: 'rehearsal',
  note: 'Played by the fault suite. No decision in it is real.',
  gates: {
    outlineBusinessCase: gate,
    fullBusinessCase: gate,
    consultation: { ...gate, consultation: { minimumPeriod: 'PT0S', basis: 'None. It is played in seconds.' } },
    goLive: gate,
    postImplementationReview: gate,
  },
}

/** Three bodies, their chiefs, the board they form, the change team, and the plan every initiative follows. */
export const putOnFile = async (put: Put): Promise<void> => {
  for (const seatId of seatIds) {
    await put('PUT', `/api/organisations/${seatId}`, { name: `${titleOf(seatId)} force`, kind: 'force' })
    await put('PUT', `/api/people/chief-constable-${seatId}`, { name: titleOf(seatId), email: addressOf(seatId) })
  }
  await put('PUT', '/api/people/change-team', { name: 'Change team', email: changeTeamAddress })
  await put('PUT', '/api/boards/fire-board', {
    name: 'Board of the three chiefs',
    fromDay: longAgo,
    rule: { kind: 'unanimous' },
    ruleProvenance: { certainty: 'assumed' },
    membersProvenance: { certainty: 'assumed' },
    seats: seatIds.map((seatId) => ({
      seatId,
      title: titleOf(seatId),
      organisationIds: [seatId],
      chair: seatId === chairSeatId,
      holdings: [{ personId: `chief-constable-${seatId}`, fromDay: longAgo }],
    })),
    secretary: { title: 'Secretary of the board', phone: '01632 960000' },
  })
  await put('POST', '/api/plans', plan)
}
