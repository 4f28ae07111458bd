import { readFile } from 'node:fs/promises'
import { seatIds, type SeatId } from '../lifecycle.ts'
import type { Http } from './http.ts'

export const boardId = 'bench-board'
export const addressOf = (seatId: SeatId) => `chief-constable@${seatId}.example`

const titleOf = (seatId: SeatId) => `Chief Constable, ${seatId.charAt(0).toUpperCase()}${seatId.slice(1)}`
const holderOf = (seatId: SeatId) => `chief-constable-${seatId}`
const assumed = { certainty: 'assumed' }
const longAgo = '2020-01-01'

/**
 * Puts on file what every benchmarked initiative needs: three bodies, their chiefs, the board they form, and the plan. The board's
 * secretary has no address, so that what is mailed is an invitation for every seat and a receipt for every decision.
 */
export const putOnFile = async (http: Http): Promise<void> => {
  for (const seatId of seatIds) {
    await http.json('PUT', `/api/organisations/${seatId}`, { name: `${titleOf(seatId)} force`, kind: 'force' })
    await http.json('PUT', `/api/people/${holderOf(seatId)}`, { name: titleOf(seatId), email: addressOf(seatId) })
  }
  await http.json('PUT', `/api/boards/${boardId}`, {
    name: 'Board of the three chiefs',
    fromDay: longAgo,
    rule: { kind: 'nOfM', approvals: 2, refusal: 'ends' },
    ruleProvenance: assumed,
    membersProvenance: assumed,
    seats: seatIds.map((seatId) => ({
      seatId,
      title: titleOf(seatId),
      organisationIds: [seatId],
      chair: seatId === 'kent',
      holdings: [{ personId: holderOf(seatId), fromDay: longAgo }],
    })),
    secretary: { title: 'Secretary of the board', phone: '01632 960000' },
  })
  const plan = await readFile(new URL('plan.yaml', import.meta.url), 'utf8')
  const headers = { 'content-type': 'application/yaml' }
  const { status, text } = await http.send('POST', '/api/plans', { headers, body: plan })
  if (status !== 201) throw new Error(`The benchmark's plan was answered with ${status}: ${text}`)
}
