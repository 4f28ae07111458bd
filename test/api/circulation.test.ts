import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anInitiative } from '../support/case.ts'
import { aPaper, fiveCases } from '../support/circulation.ts'
import { aFiledPlan, ask, command, fieldsIn, initiativeAt, problemIn, putTheChiefs, recordedIn } from './asking.ts'
import { freshId, startApi, type StartedApi } from './started-api.ts'

/** Monday 7 June 2027, midday in London. */
const now = Date.UTC(2027, 5, 7, 11)
let gatehouse: StartedApi
let nowInstant = now

beforeAll(async () => {
  gatehouse = await startApi({ parts: { clock: () => nowInstant } })
  await putTheChiefs(gatehouse)
})
afterAll(() => gatehouse.stop())

const begin = async () => {
  const initiativeId = freshId()
  const plan = aFiledPlan('plan', { evidence: fiveCases })
  recordedIn(await ask(gatehouse.app, 'POST', '/api/initiatives', anInitiative({ initiativeId, plan })))
  const { title, version, marking, mediaType } = aPaper('strategic')
  const paper = await gatehouse.store.papers.keep({ bytes: Buffer.from('x'), title, version, marking, mediaType })
  recordedIn(await command(gatehouse.app, initiativeId, 'provideEvidence', { evidenceId: 'strategic', paper }))
  return initiativeId
}

const batch = {
  circulationId: 'first',
  priority: 1,
  title: 'Strategic case',
  evidenceIds: ['strategic'],
  stakeholders: [{ personId: 'chief-constable-kent', title: 'Chief Constable', organisation: 'Kent Police' }],
  asks: 'Is the case for change made for your force?',
  commentBy: '2027-06-21',
}

describe('papers circulated through the API', () => {
  it('have their dates worked out: comments at the end of a day, answers five and a reminder two working days about it', async () => {
    const initiativeId = await begin()
    recordedIn(await command(gatehouse.app, initiativeId, 'circulate', batch))
    const { state, waitingFor } = await initiativeAt(gatehouse.app, initiativeId)
    expect(state.circulations?.['first']?.context).toMatchObject({
      number: 1,
      commentByInstant: Date.UTC(2027, 5, 21, 16),
      answerByInstant: Date.UTC(2027, 5, 28, 16),
      papers: [{ evidenceId: 'strategic', paper: { version: '0.1' } }],
      deadlines: [
        { name: 'reminder-1', atInstant: Date.UTC(2027, 5, 17, 16) },
        { name: 'comments' },
        { name: 'answers' },
      ],
    })
    expect(waitingFor).toMatchObject([
      { whom: { kind: 'stakeholder', title: 'Chief Constable (Kent Police)' }, circulationId: 'first', overdue: false },
      { what: expect.stringContaining('still missing') },
    ])
    const mails = await gatehouse.store.outbox.ofInitiative(initiativeId)
    expect(mails).toMatchObject([{ kind: 'circulation', circulationId: 'first', personId: 'chief-constable-kent' }])
  })

  it('sent again under the same key are recorded once, also when a reminder’s time has gone by meanwhile', async () => {
    const initiativeId = await begin()
    const first = recordedIn(await command(gatehouse.app, initiativeId, 'circulate', batch, 'circulate-1'))
    nowInstant = Date.UTC(2027, 5, 18, 11)
    const again = recordedIn(await command(gatehouse.app, initiativeId, 'circulate', batch, 'circulate-1'))
    nowInstant = now
    expect(again).toMatchObject({ outcome: 'alreadyRecorded', sequence: first.sequence })
    const other = await command(gatehouse.app, initiativeId, 'circulate', { ...batch, title: 'Another' }, 'circulate-1')
    expect(other.status).toBe(422)
  })

  it.each<[string, object, string[]]>([
    [
      'a stakeholder who is not on file',
      { stakeholders: [{ personId: 'nobody', title: 'Nobody', organisation: 'None' }] },
      ['stakeholders.0.personId'],
    ],
    ['comments due in the past', { commentBy: '2027-06-06' }, ['commentBy']],
    ['answers due before comments', { answerBy: '2027-06-20' }, ['answerBy']],
    ['somebody named twice', { stakeholders: [batch.stakeholders[0], batch.stakeholders[0]] }, ['stakeholders']],
    ['no paper', { evidenceIds: [] }, ['evidenceIds']],
  ])('are refused with %s, by name', async (_fact, wrong, fields) => {
    const answer = await command(gatehouse.app, await begin(), 'circulate', { ...batch, ...wrong })
    expect([400, 422]).toContain(answer.status)
    expect(fieldsIn(answer)).toEqual(fields)
  })

  it('are refused with a paper that nobody has added yet, in words', async () => {
    const answer = await command(gatehouse.app, await begin(), 'circulate', { ...batch, evidenceIds: ['economic'] })
    expect(answer.status).toBe(409)
    expect(problemIn(answer).detail).toBe('Add these papers first: Economic case.')
  })

  it('are closed, and their comments answered, by commands of their own', async () => {
    const initiativeId = await begin()
    recordedIn(await command(gatehouse.app, initiativeId, 'circulate', batch))
    expect((await initiativeAt(gatehouse.app, initiativeId)).readiness.stillCirculating).toBe(
      'These papers are still before stakeholders: close batch 1 (Strategic case) first.',
    )
    const answer = { circulationId: 'first', commentNumber: 1, outcome: 'changed', answer: 'Table 3.' }
    expect(problemIn(await command(gatehouse.app, initiativeId, 'answerComment', answer)).detail).toContain(
      'no comment 1',
    )
    const early = await command(gatehouse.app, initiativeId, 'closeCirculation', { circulationId: 'first' })
    expect(fieldsIn(early)).toEqual(['reason'])
    const closing = { circulationId: 'first', reason: 'The Summit was brought forward.' }
    recordedIn(await command(gatehouse.app, initiativeId, 'closeCirculation', closing))
    const { state, readiness } = await initiativeAt(gatehouse.app, initiativeId)
    expect(state.circulations?.['first']?.value).toBe('closed')
    expect(readiness.stillCirculating).toBeUndefined()
  })
})
