import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../api/app.ts'
import { aFiledPlan, ask, fieldsIn, problemIn, putTheChiefs } from './asking.ts'
import { startApi, type StartedApi } from './started-api.ts'

let started: StartedApi
const put = (url: string, body: object) => ask(started.app, 'PUT', url, body)
const yaml = { 'content-type': 'application/yaml' }

beforeAll(async () => {
  started = await startApi()
  await putTheChiefs(started)
})
afterAll(() => started.stop())

const terms = {
  name: 'Oversight Group',
  fromDay: '2020-01-01',
  rule: { kind: 'unanimous' },
  ruleProvenance: { certainty: 'assumed' },
  membersProvenance: { certainty: 'assumed' },
  seats: [
    {
      seatId: 'kent',
      title: 'Chief Constable, Kent',
      organisationIds: ['kent'],
      holdings: [{ personId: 'chief-constable-kent', fromDay: '2020-01-01' }],
    },
  ],
}

describe('a person', () => {
  it('is put on file once, and read back without anything else', async () => {
    const person = { name: 'Programme Office, 7F', email: 'office@seven-force.example' }
    expect(await put('/api/people/office', person)).toMatchObject({ status: 201, json: { outcome: 'added' } })
    expect(await put('/api/people/office', person)).toMatchObject({ status: 200, json: { outcome: 'unchanged' } })
    const { json } = await ask(started.app, 'GET', '/api/people')
    expect(json).toMatchObject({ people: expect.arrayContaining([{ personId: 'office', ...person }]) })
  })

  it.each([
    ['two addresses', 'a@x.example, b@y.example'],
    ['a group', 'Board: a@x.example;'],
    ['a second recipient behind a line break', 'a@x.example>\r\nRCPT TO:<b@y.example'],
    ['a quoted part', '"a b"@x.example'],
    ['a look-alike letter', 'chief@kеnt.example'],
    ['no address', 'nobody'],
  ])('with %s instead of one address is refused, naming the field', async (_what, email) => {
    const answer = await put('/api/people/mallory', { name: 'Mallory', email })
    expect(answer.status).toBe(422)
    expect(problemIn(answer).errors).toMatchObject([
      { in: 'body', field: 'email', expected: expect.stringMatching(/^must/) },
    ])
  })

  it('whose name would break a line of a mail is refused', async () => {
    const answer = await put('/api/people/mallory', { name: 'A\r\nBcc: b@y.example', email: 'a@x.example' })
    expect(answer.status).toBe(422)
    expect(fieldsIn(answer)).toEqual(['name'])
  })
})

describe('where an organisation names the domains of its mail', () => {
  let app: FastifyInstance
  beforeAll(async () => {
    app = await createApp({ ...started.parts, mailDomains: ['kent.police.example', 'fire.example'] })
  })
  afterAll(() => app.close())
  const putAt = (email: string) => ask(app, 'PUT', '/api/people/chief', { name: 'Chief Constable, Kent', email })

  it.each(['chief@kent.police.example', 'chief@vetting.KENT.police.example', 'chief@fire.example'])(
    'a person at %s is put on file',
    async (email) => {
      expect((await putAt(email)).status).toBeLessThan(300)
    },
  )

  it.each([
    ['another body’s domain', 'chief@essex.police.example'],
    ['a private mailbox', 'chief.constable.kent@mail.example'],
    ['a domain that only ends alike', 'chief@notkent.police.example'],
    ['a domain that only begins alike', 'chief@kent.police.example.evil.example'],
    ['a hyphen for a dot', 'chief@kent-police.example'],
    ['the domain above it', 'chief@police.example'],
    ['a figure for a letter', 'chief@kent.p0lice.example'],
    ['a letter too many', 'chief@kent.poliice.example'],
    ['a Cyrillic letter', 'chief@k\u0435nt.police.example'],
    ['a Greek letter', 'chief@kent.p\u03BFlice.example'],
    ['a full-width letter', 'chief@\uFF4Bent.police.example'],
    ['a letter with a mark under it', 'chief@ke\u1E47t.police.example'],
    ['a dotless i', 'chief@kent.pol\u0131ce.example'],
    ['an ideographic full stop', 'chief@kent\u3002police.example'],
    ['an invisible joiner', 'chief@kent\u200D.police.example'],
    ['an encoded look-alike', 'chief@xn--knt-qdd.police.example'],
    ['a look-alike before the at sign', 'chi\u0435f@kent.police.example'],
    ['an address inside an address', 'chief@evil.example@kent.police.example'],
  ])('a person at %s is refused, naming the field and what was expected', async (_what, email) => {
    const answer = await putAt(email)
    expect(answer.status).toBe(422)
    expect(problemIn(answer).errors).toMatchObject([
      {
        in: 'body',
        field: 'email',
        expected: expect.stringMatching(
          /^must be (one plain email|at one of: kent\.police\.example, fire\.example)|^must not have an encoded/,
        ),
      },
    ])
  })
})

describe('a board', () => {
  it('is put on file with its terms, and changed terms are a new version', async () => {
    expect(await put('/api/boards/oversight', terms)).toMatchObject({ status: 201 })
    expect(await put('/api/boards/oversight', { ...terms, rule: { kind: 'chairDecides' } })).toMatchObject({
      json: { outcome: 'changed' },
    })
    const { json } = await ask(started.app, 'GET', '/api/boards/oversight')
    expect(json).toMatchObject({ version: 2, rule: { kind: 'chairDecides' }, meetings: [] })
  })

  it('says when its members see how the others decided, at once or after their own decision and no other way', async () => {
    expect(await put('/api/boards/discreet', { ...terms, othersShown: 'afterOwn' })).toMatchObject({ status: 201 })
    const { json } = await ask(started.app, 'GET', '/api/boards/discreet')
    expect(json).toMatchObject({ othersShown: 'afterOwn' })
    const answer = await put('/api/boards/discreet', { ...terms, othersShown: 'never' })
    expect([answer.status, fieldsIn(answer)]).toEqual([400, ['othersShown']])
  })

  it('that names people or bodies nobody knows, or a seat twice, is refused, naming each', async () => {
    const [seat] = terms.seats
    const answer = await put('/api/boards/strange', {
      ...terms,
      secretary: { title: 'Secretary', personId: 'nobody' },
      seats: [
        seat,
        { ...seat, organisationIds: ['atlantis'], holdings: [{ personId: 'someone', fromDay: '2020-01-01' }] },
      ],
    })
    expect(answer.status).toBe(422)
    expect(fieldsIn(answer)).toEqual([
      'seats.1.seatId',
      'seats.1.organisationIds',
      'seats.1.holdings.0.personId',
      'secretary.personId',
    ])
  })

  it('nobody knows is answered 404', async () => {
    const answer = await ask(started.app, 'GET', '/api/boards/nowhere')
    expect(answer.status).toBe(404)
    expect(fieldsIn(answer)).toEqual(['boardId'])
  })
})

describe('a governance plan', () => {
  const post = (body: object | string, headers = {}) => ask(started.app, 'POST', '/api/plans', body, headers)

  it('is put on file once; another content needs another version', async () => {
    const plan = aFiledPlan('filed')
    expect(await post(plan)).toMatchObject({ status: 201, json: { planId: 'filed', version: 1, outcome: 'added' } })
    expect(await post(plan)).toMatchObject({ status: 200, json: { outcome: 'unchanged' } })
    const changed = await post({ ...plan, title: 'Another title' })
    expect(changed.status).toBe(409)
    expect(fieldsIn(changed)).toEqual(['version'])
    expect(await post({ ...plan, title: 'Another title', version: 2 })).toMatchObject({ status: 201 })
  })

  it('that names a board nobody knows, or one without seats, is refused, naming the key', async () => {
    await put('/api/boards/empty', { ...terms, seats: [] })
    const { gates } = aFiledPlan()
    const naming = (board: string) => ({ ...gates.goLive, boards: [{ ...gates.goLive.boards[0], board }] })
    const plan = {
      ...aFiledPlan('strange'),
      gates: { ...gates, goLive: naming('nowhere'), fullBusinessCase: naming('empty') },
    }
    const answer = await post(plan)
    expect(answer.status).toBe(422)
    expect(problemIn(answer).errors).toMatchObject([
      { field: 'gates.fullBusinessCase.boards.0.board', expected: expect.stringContaining('no seats') },
      { field: 'gates.goLive.boards.0.board', expected: expect.stringContaining('not on file') },
    ])
  })

  it('whose rule asks for more members than the board has is refused', async () => {
    const { gates } = aFiledPlan()
    const boards = [{ ...gates.goLive.boards[0], rule: { kind: 'nOfM', approvals: 4 } }]
    const answer = await post({ ...aFiledPlan('too-many'), gates: { ...gates, goLive: { ...gates.goLive, boards } } })
    expect(answer.status).toBe(422)
    expect(problemIn(answer).detail).toContain('4 members must agree and it has 3 seats')
  })

  it('as a file names the line, the key and what was expected', async () => {
    const gate = (stage: string, lines: string[] = []) => [`  ${stage}:`, ...lines]
    const file = [
      'id: from-a-file',
      'version: 1',
      'title: From a file',
      'kind: rehearsal',
      'gates:',
      ...gate('outlineBusinessCase', ['    boards:', '      - { board: chiefs, decideWithin: 10 days }']),
      ...gate('fullBusinessCase', ['    boards:', '      - { board: chiefs, ask: support, decideWithin: PT8S }']),
      ...gate('consultation', ['    evidence: []']),
      ...gate('goLive', ['    bords: []']),
      ...gate('postImplementationReview', ['    boards: []']),
    ].join('\n')
    const form = await post(file, yaml)
    expect(form.status).toBe(400)
    expect(problemIn(form).errors).toEqual([
      {
        in: 'body',
        field: 'gates.outlineBusinessCase.boards.0.decideWithin',
        line: 8,
        expected: 'must be an ISO 8601 duration such as P45D or PT8S',
      },
      { in: 'body', field: 'gates.goLive.bords', line: 15, expected: 'is not a known field here' },
    ])
    const meaning = await post(file.replace('10 days', 'PT8S').replace('bords', 'boards'), yaml)
    expect(problemIn(meaning).errors).toMatchObject([
      { field: 'gates.fullBusinessCase.boards.0.ask', line: 11 },
      { field: 'gates.consultation.consultation', line: 12 },
    ])
  })

  it('as a file with a key twice names its line', async () => {
    const answer = await post('id: a\nversion: 1\nid: b\n', yaml)
    expect(answer.status).toBe(400)
    expect(problemIn(answer).errors).toMatchObject([{ line: 3, expected: expect.stringContaining('unique') }])
  })

  it('as a good file is put on file like any other', async () => {
    expect(await post(JSON.stringify(aFiledPlan('as-yaml')), yaml)).toMatchObject({ status: 201 })
    const { json } = await ask(started.app, 'GET', '/api/plans')
    expect(json).toMatchObject({ plans: expect.arrayContaining([aFiledPlan('as-yaml')]) })
  })
})
