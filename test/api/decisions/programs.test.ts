import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { startJourneys, type Case, type Journeys } from './journey.ts'

let journeys: Journeys

beforeAll(async () => {
  journeys = await startJourneys({ linkLimits: { postsPerMinute: 1_000 } })
})
afterAll(() => journeys?.stop())

const answer = z.looseObject({
  status: z.union([z.number(), z.string()]).optional(),
  standing: z.string().optional(),
  form: z.string().optional(),
  typedNumber: z.string().optional(),
})

/** A program that holds the token of a link. */
const aProgram = async (initiative: Case, seatId = 'kent') => {
  const token = (await initiative.linkOf(seatId)).slice('/d/'.length)
  const call = async (method: 'GET' | 'POST', url: string, payload?: object, bearer = token) => {
    const response = await journeys.app.inject({
      method,
      url,
      headers: bearer ? { authorization: `Bearer ${bearer}` } : {},
      ...(payload ? { payload } : {}),
    })
    return { status: response.statusCode, type: response.headers['content-type'], body: answer.parse(response.json()) }
  }
  const read = (url = '/api/decision') => call('GET', url)
  return {
    call,
    read,
    decide: async (sent: object) => {
      const { body } = await read()
      return call('POST', '/api/decision', { form: body.form, typedAnswer: body.typedNumber, ...sent })
    },
  }
}

describe('a program with the token of a link', () => {
  it('reads the ask, the choices and a form, and records a decision that can be read at once', async () => {
    const initiative = await journeys.submitted()
    const program = await aProgram(initiative)
    const { status, body } = await program.read()
    expect(status).toBe(200)
    expect(body).toMatchObject({
      standing: 'open',
      seat: { seatId: 'kent', title: 'Chief Constable, Kent' },
      ask: 'decide',
      asks: 'approve the business case for a single vetting unit',
      rule: '2 of 3 members must agree; one refusal ends it.',
    })
    expect(body).not.toHaveProperty('recorded')
    const recorded = await program.call('POST', '/api/decision', {
      form: body.form,
      typedAnswer: body.typedNumber,
      choice: 'approveWithConditions',
      reason: 'Good value.',
      conditions: [{ text: 'A data plan', dueOn: '2031-03-31' }],
    })
    expect(recorded).toMatchObject({
      status: 200,
      body: {
        outcome: 'recorded',
        recorded: { number: 1, choice: 'approveWithConditions', settled: false, conditions: [{ dueOn: '2031-03-31' }] },
      },
    })
    expect((await program.read()).body).toMatchObject({ recorded: { number: 1, reason: 'Good value.' } })
    expect(await initiative.ballots('kent')).toHaveLength(1)
  })

  it('counts the same form once, shows what stands to an old one, and changes with a new one', async () => {
    const initiative = await journeys.submitted()
    const program = await aProgram(initiative)
    const { body } = await program.read()
    const send = (choice: string) =>
      program.call('POST', '/api/decision', {
        form: body.form,
        typedAnswer: body.typedNumber,
        choice,
        reason: 'My force has no part in this.',
      })
    const answers = await Promise.all(Array.from({ length: 10 }, () => send('abstain')))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(await send('approve')).toMatchObject({
      status: 409,
      type: 'application/problem+json',
      body: { type: 'urn:gatehouse:problem:another-decision-stands' },
    })
    expect(await program.decide({ choice: 'approve' })).toMatchObject({
      status: 200,
      body: { recorded: { number: 2 } },
    })
    expect(await initiative.votesRecorded()).toBe(2)
  })

  it.each<[string, object, number, object]>([
    ['no form', { form: undefined, choice: 'approve' }, 403, { type: 'urn:gatehouse:problem:not-recorded' }],
    [
      'no choice and no typed answer',
      { typedAnswer: '' },
      422,
      { errors: [{ field: 'choice' }, { field: 'typedAnswer' }] },
    ],
    [
      'a reason of 4,001 characters',
      { choice: 'approve', reason: 'x'.repeat(4001) },
      400,
      { errors: [{ field: 'reason', expected: 'The reason must be at most 4,000 characters' }] },
    ],
    [
      'a condition without words',
      { choice: 'approveWithConditions', conditions: [{ text: ' ', ownerTitle: 'Head of ICT' }] },
      422,
      { errors: [{ field: 'conditions.0.text' }] },
    ],
    ['a field nobody knows', { choice: 'approve', weight: 2 }, 400, { errors: [{ field: 'weight' }] }],
    [
      'a day that is none',
      { choice: 'defer', reason: 'r', deferUntilDay: 'soon' },
      422,
      { errors: [{ field: 'deferUntilDay' }] },
    ],
  ])('records nothing for %s, and is told by field', async (_fact, sent, status, problem) => {
    const initiative = await journeys.submitted()
    const program = await aProgram(initiative)
    const refused = await program.decide(sent)
    expect(refused).toMatchObject({ status, type: 'application/problem+json', body: problem })
    expect(await initiative.votesRecorded()).toBe(0)
  })

  it('is refused without a token, with one nobody gave out, and with one whose papers are withdrawn', async () => {
    const initiative = await journeys.submitted()
    const program = await aProgram(initiative)
    expect((await program.call('GET', '/api/decision', undefined, '')).status).toBe(401)
    expect((await program.call('GET', '/api/decision', undefined, 'x'.repeat(43))).status).toBe(401)
    const { body } = await program.read()
    await initiative.ask('withdrawSubmission', { reason: 'Wrong version' })
    const sent = { form: body.form, typedAnswer: body.typedNumber, choice: 'approve' }
    for (const refused of [await program.read(), await program.call('POST', '/api/decision', sent)])
      expect(refused).toMatchObject({ status: 410, body: { type: 'urn:gatehouse:problem:papers-withdrawn' } })
    expect(await initiative.votesRecorded()).toBe(0)
  })

  it('says that a decision was not made by the member', async () => {
    const initiative = await journeys.submitted()
    const program = await aProgram(initiative)
    expect((await program.read('/api/decision/dispute')).status).toBe(404)
    await program.decide({ choice: 'approve' })
    const { body } = await program.read('/api/decision/dispute')
    expect(body).toMatchObject({ disputed: { number: 1, choice: 'approve' } })
    const sent = { form: body.form, typedAnswer: body.typedNumber, statement: 'I was on leave.' }
    expect(await program.call('POST', '/api/decision/dispute', { ...sent, statement: '' })).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'statement' }] },
    })
    expect(
      await program.call('POST', '/api/decision', { ...sent, statement: undefined, choice: 'stop' }),
    ).toMatchObject({
      status: 403,
    })
    const disputed = await program.call('POST', '/api/decision/dispute', sent)
    expect(disputed).toMatchObject({ status: 200, body: { outcome: 'recorded', byMail: false } })
    expect((await initiative.state()).initiative.context.disputes).toMatchObject([{ statement: 'I was on leave.' }])
  })

  it('finds these operations in the API document', async () => {
    const document = z
      .looseObject({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
      .parse((await journeys.app.inject('/api/openapi.json')).json())
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    )
    expect(operations).toEqual(
      expect.arrayContaining([
        'get /api/decision',
        'post /api/decision',
        'get /api/decision/dispute',
        'post /api/decision/dispute',
      ]),
    )
    expect(operations.filter((operation) => / \/(d|decide|not-me)\//.test(operation))).toEqual([])
  })
})
