import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../../machines/vocabulary/people.ts'
import { anInitiative, aProposal, aVote } from '../support/case.ts'
import { aFiledPlan, ask, command, initiativeAt, putTheChiefs, recordedIn } from './asking.ts'
import { freshId, startApi, type StartedApi } from './started-api.ts'

let started: StartedApi

beforeAll(async () => {
  started = await startApi()
  await putTheChiefs(started)
})
afterAll(() => started.stop())

const member: Actor = {
  kind: 'member',
  role: 'Chief Constable, Kent',
  personId: 'chief-constable-kent',
  channel: 'emailLink',
  assurance: 'A',
}

const withTheBoard = async () => {
  const initiativeId = freshId()
  recordedIn(await ask(started.app, 'POST', '/api/initiatives', anInitiative({ initiativeId, plan: aFiledPlan() })))
  recordedIn(await command(started.app, initiativeId, 'submit', { proposal: aProposal() }))
  return initiativeId
}

describe('a member’s decision', () => {
  it('posted fifty times at once counts once, and every press is answered with it', async () => {
    const initiativeId = await withTheBoard()
    const presses = await Promise.all(
      Array.from({ length: 50 }, () => started.parts.cases.castVote(initiativeId, aVote('kent'), member, 'one-form')),
    )
    expect(new Set(presses.map((press) => JSON.stringify({ ...press, kind: 'recorded' }))).size).toBe(1)
    expect(presses[0]).toMatchObject({ kind: 'recorded', ballot: { choice: 'approve', number: 1 } })
    const { state } = await initiativeAt(started.app, initiativeId)
    expect(state.reviews['s1b1']?.context.ballots['kent']).toHaveLength(1)
  })

  it('posted again from the same form with another choice shows the recorded one', async () => {
    const { cases } = started.parts
    const initiativeId = await withTheBoard()
    await cases.castVote(initiativeId, aVote('kent'), member, 'form-1')
    const again = await cases.castVote(initiativeId, aVote('kent', 'stop'), member, 'form-1')
    expect(again).toMatchObject({ kind: 'alreadyRecorded', ballot: { choice: 'approve' } })
  })

  it('is still shown to its member after the initiative has ended, and no new one is taken', async () => {
    const { cases } = started.parts
    const initiativeId = await withTheBoard()
    const first = await cases.castVote(initiativeId, aVote('kent'), member, 'form-1')
    recordedIn(await command(started.app, initiativeId, 'withdraw', { reason: 'The forces left.' }))
    expect(await cases.castVote(initiativeId, aVote('kent'), member, 'form-1')).toMatchObject({
      ...first,
      kind: expect.stringMatching(/ecorded$/),
    })
    const late = await cases.castVote(initiativeId, aVote('essex'), member, 'form-2')
    expect(late).toMatchObject({ kind: 'refused', type: 'Closed' })
  })

  it('is refused in words for a seat its holder does not hold', async () => {
    const { cases } = started.parts
    const initiativeId = await withTheBoard()
    const vote = aVote('kent', 'approve', { holderId: 'chief-constable-essex' })
    expect(await cases.castVote(initiativeId, vote, member, 'form-1')).toMatchObject({
      kind: 'refused',
      type: 'NotTheHolder',
    })
  })

  it('leaves the API without what its form carried', async () => {
    const initiativeId = await withTheBoard()
    await started.parts.cases.castVote(initiativeId, aVote('kent'), member, 'form-1')
    const { text } = await ask(started.app, 'GET', `/api/initiatives/${initiativeId}`)
    expect(text).not.toContain('form-1')
  })
})
