import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commandNames } from '../../workflows/messages.ts'
import { anInitiative, aProposal, theChiefs } from '../support/case.ts'
import { freshId, startApi, type StartedApi } from './started-api.ts'
import {
  aFiledPlan,
  ask,
  command,
  fieldsIn,
  initiativeAt,
  once,
  problemIn,
  putTheChiefs,
  recordedIn,
} from './asking.ts'

let gatehouse: StartedApi
const app = () => gatehouse.app

beforeAll(async () => {
  gatehouse = await startApi()
  await putTheChiefs(gatehouse)
})
afterAll(() => gatehouse.stop())

const begin = async (overrides: Parameters<typeof anInitiative>[0] = {}) => {
  const initiativeId = freshId()
  recordedIn(
    await ask(app(), 'POST', '/api/initiatives', anInitiative({ initiativeId, plan: aFiledPlan(), ...overrides })),
  )
  return initiativeId
}

const needsACase = aFiledPlan('with-evidence', {
  evidence: [
    { id: 'case', title: 'The business case' },
    { id: 'costs', title: 'The costs by force' },
  ],
})

describe('an initiative’s record', () => {
  it('can be read as soon as its beginning is answered, and waits for its change team', async () => {
    const initiativeId = await begin()
    const { state, version, waitingFor } = await initiativeAt(app(), initiativeId)
    expect(state.initiative.context.title).toBe('7F Vetting')
    expect(version).toBe(1)
    expect(waitingFor).toMatchObject([{ whom: { kind: 'changeTeam' }, overdue: false }])
  })

  it('begins once, however often the same beginning is sent', async () => {
    const creation = anInitiative({ initiativeId: freshId(), plan: aFiledPlan() })
    const first = recordedIn(await ask(app(), 'POST', '/api/initiatives', creation, once('begin-1')))
    const again = recordedIn(await ask(app(), 'POST', '/api/initiatives', creation, once('begin-1')))
    expect(again).toMatchObject({ sequence: first.sequence, atInstant: first.atInstant })
    expect(await gatehouse.store.initiatives.entries(creation.initiativeId)).toHaveLength(1)
  })

  it('begins once when twenty begin it at the same time', async () => {
    const creation = anInitiative({ initiativeId: freshId(), plan: aFiledPlan() })
    const racing = Array.from({ length: 20 }, () => ask(app(), 'POST', '/api/initiatives', creation))
    const statuses = (await Promise.all(racing)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 201)).toHaveLength(1)
    expect(statuses.filter((status) => status === 409)).toHaveLength(19)
    expect(await gatehouse.store.initiatives.entries(creation.initiativeId)).toHaveLength(1)
  })

  it('is not begun again under an id that has begun', async () => {
    const initiativeId = await begin()
    const answer = await ask(app(), 'POST', '/api/initiatives', anInitiative({ initiativeId, plan: aFiledPlan() }))
    expect(answer.status).toBe(409)
    expect(problemIn(answer)).toMatchObject({ type: 'urn:gatehouse:problem:already-begun' })
  })

  it('is not begun again once it has ended, and says how it ended', async () => {
    const initiativeId = await begin()
    recordedIn(await command(app(), initiativeId, 'withdraw', { reason: 'The forces left.' }))
    const answer = await ask(app(), 'POST', '/api/initiatives', anInitiative({ initiativeId, plan: aFiledPlan() }))
    expect(answer.status).toBe(409)
    expect(problemIn(answer).detail).toContain('was withdrawn')
  })

  it('takes a plan by its name and version on file, and refuses one that is not', async () => {
    expect((await ask(app(), 'POST', '/api/plans', aFiledPlan('named-plan'))).status).toBe(201)
    const initiativeId = freshId()
    const creation = { ...anInitiative({ initiativeId }), plan: { id: 'named-plan', version: 1 } }
    recordedIn(await ask(app(), 'POST', '/api/initiatives', creation))
    expect((await initiativeAt(app(), initiativeId)).state.initiative.context.plan.title).toBe(
      'Plan of the three chiefs',
    )

    const unknown = await ask(app(), 'POST', '/api/initiatives', { ...creation, plan: { id: 'nowhere', version: 3 } })
    expect(unknown.status).toBe(422)
    expect(fieldsIn(unknown)).toEqual(['plan'])
  })

  it('is shown entry by entry, each bound to the one before', async () => {
    const initiativeId = await begin()
    recordedIn(await command(app(), initiativeId, 'hold', { reason: 'Waits for the election.' }))
    const { json } = await ask(app(), 'GET', `/api/initiatives/${initiativeId}/history`)
    const stored = await gatehouse.store.initiatives.entries(initiativeId)
    expect(json).toEqual({ initiativeId, entries: JSON.parse(JSON.stringify(stored)) })
  })
})

describe('a command', () => {
  it('exists as an operation for everything that can be asked, except what is done by a link in an email alone', () => {
    const { paths = {} } = app().swagger()
    const offered = commandNames.filter((name) => `/api/initiatives/{initiativeId}/commands/${name}` in paths)
    expect(commandNames.filter((name) => !offered.includes(name))).toEqual([
      'create',
      'castVote',
      'confirmRoom',
      'refuseRoom',
      'comment',
      'noComment',
    ])
  })

  it('without an idempotency key is refused, naming the header', async () => {
    const initiativeId = await begin()
    const url = `/api/initiatives/${initiativeId}/commands/hold`
    const answer = await ask(app(), 'POST', url, { reason: 'r' }, { 'x-acting-as': 'change team' })
    expect(answer.status).toBe(400)
    expect(problemIn(answer).errors).toMatchObject([{ in: 'header', field: 'Idempotency-Key' }])
  })

  it('without a role is refused, naming the header', async () => {
    const answer = await ask(
      app(),
      'POST',
      '/api/initiatives/any/commands/hold',
      { reason: 'r' },
      { 'idempotency-key': 'k' },
    )
    expect(answer.status).toBe(400)
    expect(problemIn(answer).errors).toMatchObject([{ in: 'header', field: 'X-Acting-As' }])
  })

  it('is recorded with the role that asked for it', async () => {
    const initiativeId = await begin()
    recordedIn(await command(app(), initiativeId, 'hold', { reason: 'Waits for the election.' }))
    const entries = await gatehouse.store.initiatives.entries(initiativeId)
    expect(entries.at(-1)?.by).toEqual({ kind: 'person', role: 'change team', channel: 'api' })
  })

  it('sent twice with one key is recorded once; sent with another content the key is refused', async () => {
    const initiativeId = await begin()
    const first = recordedIn(await command(app(), initiativeId, 'hold', { reason: 'Election.' }, 'one-key'))
    const again = recordedIn(await command(app(), initiativeId, 'hold', { reason: 'Election.' }, 'one-key'))
    expect(again.sequence).toBe(first.sequence)
    const other = await command(app(), initiativeId, 'hold', { reason: 'Another reason.' }, 'one-key')
    expect(other.status).toBe(422)
    expect(fieldsIn(other)).toEqual(['Idempotency-Key'])
    expect(await gatehouse.store.initiatives.entries(initiativeId)).toHaveLength(2)
  })

  it('sent with the key of another command is refused, although both say the same', async () => {
    const initiativeId = await begin()
    recordedIn(await command(app(), initiativeId, 'hold', { reason: 'The forces left.' }, 'used'))
    expect((await command(app(), initiativeId, 'withdraw', { reason: 'The forces left.' }, 'used')).status).toBe(422)
    expect((await initiativeAt(app(), initiativeId)).state.initiative.status).toBe('active')
  })

  it('to an initiative nobody knows is answered 404', async () => {
    const answer = await command(app(), 'nobody-knows', 'hold', { reason: 'r' })
    expect(answer.status).toBe(404)
    expect(fieldsIn(answer)).toEqual(['initiativeId'])
  })

  it('that cannot happen now is refused in words', async () => {
    const answer = await command(app(), await begin(), 'resume')
    expect(answer.status).toBe(409)
    expect(problemIn(answer).detail).toBe('This is not possible because it is preparing the outline business case.')
  })

  it('to a closed initiative is refused in words, except one recorded before the end', async () => {
    const initiativeId = await begin()
    recordedIn(await command(app(), initiativeId, 'hold', { reason: 'Election.' }, 'before-the-end'))
    recordedIn(await command(app(), initiativeId, 'withdraw', { reason: 'The forces left.' }, 'the-end'))
    const late = await command(app(), initiativeId, 'resume')
    expect(late.status).toBe(409)
    expect(problemIn(late).detail).toContain('withdrawn')
    for (const [name, body, key] of [
      ['hold', { reason: 'Election.' }, 'before-the-end'],
      ['withdraw', { reason: 'The forces left.' }, 'the-end'],
    ] as const)
      expect((await command(app(), initiativeId, name, body, key)).status).toBe(200)
    expect((await command(app(), initiativeId, 'hold', { reason: 'Other.' }, 'before-the-end')).status).toBe(422)
  })
})

describe('what is sent', () => {
  it.each([
    ['a field that is missing', 'hold', {}, 'reason', 'is required: text'],
    ['a field nobody knows', 'hold', { reason: 'r', until: 'x' }, 'until', 'is not a known field here'],
    [
      'a day that is none',
      'hold',
      { reason: 'r', reviewOn: '31 March' },
      'reviewOn',
      'must be a day such as 2027-06-14',
    ],
    ['a text of 4,001 characters', 'hold', { reason: 'x'.repeat(4001) }, 'reason', 'must be at most 4,000 characters'],
    ['an unpaired surrogate', 'hold', { reason: 'a\uD800' }, 'reason', 'must not hold control or broken characters'],
    ['a NUL', 'hold', { reason: 'a\u0000' }, 'reason', 'must not hold control or broken characters'],
    [
      'a stage there is not',
      'skipStage',
      { stage: 'tender', reason: 'r' },
      'stage',
      expect.stringMatching(/^must be one of outlineBusinessCase, /),
    ],
    [
      'a nested field',
      'rate',
      { kind: 'team', rag: 'blue', date: { precision: 'notReported' }, provenance: { certainty: 'recorded' } },
      'rag',
      'must be one of red, amber, green',
    ],
  ])('with %s is refused, naming field and expectation', async (_what, name, body, field, expected) => {
    const answer = await command(app(), 'any', name, body)
    expect(answer.status).toBe(400)
    const errors = problemIn(answer).errors.map((error) => ({ field: error.field, expected: error.expected }))
    expect(errors).toEqual([{ field, expected }])
  })

  it('as anything but JSON is refused in words', async () => {
    const url = '/api/initiatives/any/commands/hold'
    expect(
      (await ask(app(), 'POST', url, '{"reason":', { ...once(), 'content-type': 'application/json' })).status,
    ).toBe(400)
    expect((await ask(app(), 'POST', url, 'reason=r', { ...once(), 'content-type': 'text/plain' })).status).toBe(415)
  })

  it('of 3 MB is refused as too large, and the initiative is unharmed', async () => {
    const initiativeId = await begin()
    const huge = await command(app(), initiativeId, 'hold', { reason: 'x'.repeat(3 * 1024 * 1024) })
    expect(huge.status).toBe(413)
    expect(recordedIn(await command(app(), initiativeId, 'hold', { reason: 'Election.' })).sequence).toBe(2)
  })

  it('compressed is refused without being unpacked', async () => {
    const headers = { ...once(), 'content-encoding': 'gzip', 'content-type': 'application/json' }
    expect((await ask(app(), 'POST', '/api/initiatives/any/commands/hold', 'x', headers)).status).toBe(413)
  })

  it('answered with fields nobody declared leaves them inside', async () => {
    const initiativeId = await begin()
    const found = await gatehouse.store.initiatives.find(initiativeId)
    if (!found) throw new Error('It was recorded')
    const { context } = found.state.initiative
    const planted = {
      ...found,
      secret: 'planted',
      state: { ...found.state, initiative: { ...found.state.initiative, context: { ...context, secret: 'planted' } } },
    }
    const other = await startApi({
      parts: {
        initiatives: { ...gatehouse.store.initiatives, find: async () => planted, list: async () => [planted] },
      },
    })
    for (const url of [`/api/initiatives/${initiativeId}`, '/api/portfolio']) {
      const answer = await ask(other.app, 'GET', url)
      expect(answer.status).toBe(200)
      expect(answer.text).not.toContain('planted')
    }
    await other.stop()
  })
})

describe('papers', () => {
  const submission = { proposal: aProposal() }

  it('without the evidence the gate asks for are refused, listing what is missing', async () => {
    const answer = await command(app(), await begin({ plan: needsACase }), 'submit', submission)
    expect(answer.status).toBe(409)
    expect(problemIn(answer).detail).toBe('Still missing for this gate: The business case; The costs by force.')
  })

  it('go to the board with its seats, holders and due date as they stand today', async () => {
    const initiativeId = await begin()
    const before = Date.now()
    recordedIn(await command(app(), initiativeId, 'submit', submission))
    const { state, waitingFor } = await initiativeAt(app(), initiativeId)
    const terms = state.reviews['s1b1']?.context.terms
    expect(terms?.seats.map(({ holderId }) => holderId)).toEqual([
      'chief-constable-kent',
      'chief-constable-essex',
      'chief-constable-norfolk',
    ])
    expect(terms?.decideByInstant).toBe(gatehouse.parts.calendar.after(before, 'P10D', 'working'))
    expect(waitingFor.map(({ whom }) => whom.title)).toEqual([
      'Chief Constable, Kent',
      'Chief Constable, Essex',
      'Chief Constable, Norfolk',
    ])
  })

  it('cannot go to a board one of whose seats nobody holds yet, and say which', async () => {
    const { name, rule, seats } = theChiefs()
    const provenance = { certainty: 'assumed' }
    const terms = { name, rule, ruleProvenance: provenance, membersProvenance: provenance, fromDay: '2020-01-01' }
    const holdings = (personId: string, fromDay: string) => [{ personId, fromDay }]
    const later = seats.map(({ holderId, ...seat }, index) => ({
      ...seat,
      holdings: holdings(holderId, index === 2 ? '2999-01-01' : '2020-01-01'),
    }))
    expect((await ask(app(), 'PUT', '/api/boards/not-yet', { ...terms, seats: later })).status).toBe(201)
    const { gates } = aFiledPlan()
    const boards = [{ board: 'not-yet', decideWithin: 'P10D' }]
    const plan = { ...aFiledPlan('vacant'), gates: { ...gates, outlineBusinessCase: { boards } } }
    const answer = await command(app(), await begin({ plan }), 'submit', submission)
    expect(answer.status).toBe(409)
    expect(problemIn(answer).detail).toBe(
      'Chief Constables cannot open a review yet: nobody holds the seat Chief Constable, Norfolk.',
    )
  })

  it('sent twice with one key go out once, although the due date would by now be another', async () => {
    const initiativeId = await begin({ plan: aFiledPlan('by-the-second', { decideWithin: 'PT9H' }) })
    const first = recordedIn(await command(app(), initiativeId, 'submit', submission, 'papers-1'))
    const again = recordedIn(await command(app(), initiativeId, 'submit', submission, 'papers-1'))
    expect(again).toMatchObject({ outcome: 'alreadyRecorded', sequence: first.sequence })
    const other = { proposal: aProposal({ asks: 'something else' }) }
    expect((await command(app(), initiativeId, 'submit', other, 'papers-1')).status).toBe(422)
  })

  it('that name a paper nobody sent are refused, naming the field', async () => {
    const paper = {
      sha256: 'a'.repeat(64),
      title: 'Case',
      version: '1',
      marking: 'OFFICIAL',
      mediaType: 'application/pdf',
      sizeBytes: 3,
    }
    const answer = await command(app(), await begin({ plan: needsACase }), 'provideEvidence', {
      evidenceId: 'case',
      paper,
    })
    expect(answer.status).toBe(422)
    expect(fieldsIn(answer)).toEqual(['paper.sha256'])
  })
})

describe('a consultation', () => {
  it('runs for the plan’s minimum period from the day it is opened', async () => {
    const initiativeId = await begin({
      entry: { stage: 'consultation', provenance: { certainty: 'recorded' } },
    })
    const before = Date.now()
    recordedIn(
      await command(app(), initiativeId, 'openConsultation', { cohortId: 'clerks', title: 'Clerks' }, 'open-1'),
    )
    const { state } = await initiativeAt(app(), initiativeId)
    const { calendar } = gatehouse.parts
    expect(state.consultations['clerks']?.context).toMatchObject({
      openedOn: calendar.dayOf(before),
      minimumEndsInstant: calendar.after(before, 'P45D', 'calendar'),
    })
    const again = await command(
      app(),
      initiativeId,
      'openConsultation',
      { cohortId: 'clerks', title: 'Clerks' },
      'open-1',
    )
    expect(again.status).toBe(200)
  })
})
