import { randomUUID } from 'node:crypto'
import { defineUpdate } from '@temporalio/workflow'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { initiativeWorkflowId } from '../../workflows/ids.ts'
import { addressOf, atTheirPage, circulating, putStakeholders, say } from '../api/comments/circulating.ts'
import { startJourneys, type Case, type Journeys } from '../api/decisions/journey.ts'
import { fieldsOf, numberOn, press } from '../api/decisions/member.ts'
import { aVote, changeTeam, memberHolding } from '../support/case.ts'
import { anAnswer } from '../support/circulation.ts'
import { refusalOf } from '../support/initiatives.ts'
import { mischief, obeyed, onOneLine, unseen } from './mischief.ts'

let journeys: Journeys
let open: Case

beforeAll(async () => {
  journeys = await startJourneys({ linkLimits: { postsPerMinute: 10_000, getsPerMinute: 10_000 } })
  await putStakeholders(journeys)
  open = await journeys.submitted({
    papers: [{ title: 'Risk register', text: 'Secret enough.', marking: 'OFFICIAL-SENSITIVE' }],
  })
})
afterAll(() => journeys?.stop())

const nothingDecided = async () => expect(await open.votesRecorded()).toBe(0)

describe('a form that some other page sent', () => {
  const foreign = [
    'https://evil.example',
    'null',
    '',
    'http://localhost:1',
    'https://localhost',
    'http://localhost.evil.example',
    'file://',
  ]
  const routes: { name: string; method: 'POST' | 'PUT'; path: () => Promise<string>; isAct?: boolean }[] = [
    { name: 'the decision', method: 'POST', path: async () => `/decide/${open.initiativeId}/s1b1/kent` },
    {
      name: 'a question to the secretary',
      method: 'POST',
      path: async () => `/decide/${open.initiativeId}/s1b1/kent/question`,
    },
    {
      name: 'what was decided in the room',
      method: 'POST',
      path: async () => `/decide/${open.initiativeId}/s1b1/kent/room`,
    },
    { name: 'a one-time code', method: 'POST', path: async () => `/decide/${open.initiativeId}/s1b1/kent/code` },
    {
      name: 'the typing of a one-time code',
      method: 'POST',
      path: async () => `/decide/${open.initiativeId}/s1b1/kent/code/entered`,
    },
    {
      name: 'the passing of a decision to a deputy',
      method: 'POST',
      path: async () => `/decide/${open.initiativeId}/s1b1/kent/deputy`,
    },
    {
      name: 'the answer to what was recorded of the room',
      method: 'POST',
      path: async () => `/decide/${open.initiativeId}/s1b1/kent/room`,
    },
    {
      name: 'the mailing of a new link',
      method: 'POST',
      path: async () => `/decide/${open.initiativeId}/s1b1/kent/position`,
    },
    {
      name: 'an act of the change team',
      method: 'POST',
      path: async () => `/initiatives/${open.initiativeId}/acts/hold`,
      isAct: true,
    },
    ...['hold', 'moveSeat', 'addBoard', 'mergeBoard', 'moveMeeting', 'setHardDate', 'recordRoom'].map((name) => ({
      name: `the command ${name}`,
      method: 'POST' as const,
      path: async () => `/api/initiatives/${open.initiativeId}/commands/${name}`,
      isAct: true,
    })),
    { name: 'a person’s address', method: 'PUT', path: async () => '/api/people/chief-constable-kent', isAct: true },
    { name: 'a plan', method: 'POST', path: async () => '/api/plans', isAct: true },
  ]

  it.each(routes)('does nothing to $name, wherever it came from', async ({ method, path, isAct = false }) => {
    const { chief } = await journeys.atThePage(open)
    const url = await path()
    const isJson = url.startsWith('/api/')
    for (const origin of foreign) {
      const before = (await open.accesses()).length
      const { statusCode } = await chief.request({
        method,
        url,
        headers: {
          origin,
          'idempotency-key': randomUUID(),
          'x-acting-as': 'PMO',
          'content-type': isJson ? 'application/json' : 'application/x-www-form-urlencoded',
        },
        payload: isJson
          ? '{"reason":"Mallory","name":"Mallory","email":"m@evil.example"}'
          : 'reason=Mallory&choice=stop',
      })
      expect({ origin, statusCode }).toEqual({ origin, statusCode: 403 })
      const noted = (await open.accesses()).slice(before)
      expect(noted.map(({ kind, reason }) => [kind, reason])).toEqual(
        isAct ? [] : [['postRefused', 'not sent from a page of ours']],
      )
    }
    await nothingDecided()
    expect((await open.state()).initiative.value).toMatchObject({ active: expect.anything() })
    expect((await journeys.store.directory.person('chief-constable-kent'))?.email).toBe('chief.constable@kent.example')
  })
})

describe('an address to be sent on to', () => {
  const elsewhere = [
    '//evil.example',
    'https://evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '%2F%2Fevil.example',
  ]
  const parameters = ['next', 'redirect', 'redirect_uri', 'return', 'returnTo', 'url', 'continue', 'to', 'path']
  const query = elsewhere
    .flatMap((address) => parameters.map((parameter) => `${parameter}=${encodeURIComponent(address)}`))
    .join('&')

  it('is ignored by the link, by the page, and after a decision', async () => {
    const initiative = await journeys.submitted()
    const link = await initiative.linkOf('kent')
    const chief = journeys.member()
    const opened = await chief.request({ method: 'GET', url: `${link}?${query}` })
    const place = `/decide/${initiative.initiativeId}/s1b1/kent`
    expect([opened.statusCode, opened.headers.location]).toEqual([303, place])
    const page = await chief.open(`${place}?${query}`)
    expect(page.html.toString()).not.toContain('evil.example')
    const pressed = await chief.request({
      method: 'POST',
      url: `${place}?${query}`,
      headers: { origin: journeys.publicUrl, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({
        form: [fieldsOf(page)['form'] ?? ''].flat()[0] ?? '',
        choice: 'approve',
        'typed-number': numberOn(page),
        next: '//evil.example',
      }).toString(),
    })
    expect([pressed.statusCode, pressed.headers.location]).toEqual([303, `${place}/recorded`])
    const dispute = await initiative.mailTo('chief.constable@kent.example', /is recorded/)
    const notMe = new URL(dispute.links.find((each) => each.includes('/not-me/')) ?? '').pathname
    const { headers } = await journeys.member().request({ method: 'GET', url: `${notMe}?${query}` })
    expect(headers.location).toBe(`${place}/not-me`)
  })

  it.each([
    ['host', 'evil.example'],
    ['x-forwarded-host', 'evil.example'],
    ['x-forwarded-proto', 'ftp'],
    ['forwarded', 'host=evil.example'],
    ['x-original-url', '//evil.example'],
  ])('is not taken from the header %s either', async (header, value) => {
    const link = await open.linkOf('kent')
    const { headers, body } = await journeys.app.inject({ method: 'GET', url: link, headers: { [header]: value } })
    expect(headers.location).toBe(`/decide/${open.initiativeId}/s1b1/kent`)
    expect(body).not.toContain('evil.example')
  })

  it.each([
    '/d/..%2f..%2fkeys.json',
    '/d/%2e%2e/%2e%2e/keys.json',
    '/d/%00',
    '/d/%',
    '//evil.example/d/x',
    '/decide/..%2f/s1b1/kent',
    '/decide/x/y/z/papers/..%2f..%2f..%2fkeys.json',
    '/assets/..%2f..%2fkeys.json',
    '/assets/%2e%2e/%2e%2e/package.json',
  ])('and no file lies at %s', async (url) => {
    const { statusCode, headers, body } = await journeys.app.inject({ method: 'GET', url })
    expect([400, 403, 404]).toContain(statusCode)
    expect(headers.location).toBeUndefined()
    expect(body).not.toMatch(/"payload"|"dependencies"/)
  })
})

describe('what a member types', () => {
  it.each(mischief)('is kept as text and shown as text, be it %s', async (_what, typed) => {
    const initiative = await journeys.submitted()
    const { chief, page } = await journeys.atThePage(initiative)
    const receipt = await press(chief, page, { reason: typed })
    expect(receipt.status).toBe(200)
    const kept = typed.replaceAll('\r\n', '\n').trim()
    expect((await initiative.ballots('kent'))[0]?.reason).toBe(kept)
    const shown = await journeys.app.inject(`/initiatives/${initiative.initiativeId}`)
    const mail = await initiative.mailTo('chief.constable@kent.example', /is recorded/)
    for (const html of [receipt.html.toString(), shown.body, mail.html]) {
      expect(html.match(obeyed)).toBeNull()
      expect(html.match(unseen)).toBeNull()
    }
    expect(Object.keys(mail.headers)).not.toContain('bcc')
    expect(mail.to).toEqual(['chief.constable@kent.example'])
    expect(`${mail.subject}${mail.text}`.match(unseen)).toBeNull()
  })

  it.each(mischief)('reaches the secretary as text when it is asked, be it %s', async (_what, typed) => {
    const initiative = await journeys.submitted()
    const { chief, page } = await journeys.atThePage(initiative)
    const box = await chief.open(`${page.path}/question`)
    await chief.send(box.path, { ...fieldsOf(box), question: typed, 'typed-number': numberOn(box) })
    const mail = await initiative.mailTo('programme.office@seven-force.example', /has a question/)
    expect(mail.html.match(obeyed)).toBeNull()
    expect(`${mail.subject}${mail.html}${mail.text}`.match(unseen)).toBeNull()
    expect(Object.keys(mail.headers)).not.toContain('bcc')
    expect(mail.to).toEqual(['programme.office@seven-force.example'])
  })

  it('and every program reads it in the record exactly as it was typed', async () => {
    const reason = mischief
      .map(([, typed]) => typed)
      .join('\n')
      .replaceAll('\r\n', '\n')
    expect(await open.ask('rate', aRating())).toMatchObject({ kind: 'recorded' })
    const held = await journeys.submitted()
    await held.ask('hold', { reason })
    const { body } = await journeys.app.inject(`/api/initiatives/${held.initiativeId}`)
    expect(body).toContain(JSON.stringify(reason))
    const page = await journeys.app.inject(`/initiatives/${held.initiativeId}`)
    expect(page.body.match(obeyed)).toBeNull()
    expect(page.body.match(unseen)).toBeNull()
  })
})

describe('what a stakeholder types, and what the change team asks and answers', () => {
  it.each(mischief)('is kept as text and shown as text, be it %s', async (_what, typed) => {
    const where = onOneLine(typed)
    const asks = { title: where, asks: typed }
    const { initiative, reader, page, link } = await atTheirPage(journeys, await circulating(journeys, { batch: asks }))
    expect(page.html.toString().match(unseen)).toBeNull()
    const recorded = await say(reader, page, { text: typed, where })
    expect([recorded.status, recorded.text]).toEqual([200, expect.stringContaining('Recorded')])
    const kept = typed.replaceAll('\r\n', '\n').trim()
    expect(await initiative.comments()).toMatchObject([{ text: kept, where }])
    await initiative.ask('answerComment', { ...anAnswer(1), answer: kept })
    const mail = await initiative.mailTo('finance', /has been answered/)
    await initiative.ask('closeCirculation', { circulationId: 'first', reason: kept })
    const shown = await journeys.app.inject(`/initiatives/${initiative.initiativeId}`)
    const answered = await reader.open(link)
    for (const html of [recorded.html.toString(), answered.html.toString(), shown.body, mail.html]) {
      expect(html.match(obeyed)).toBeNull()
      expect(html.match(unseen)).toBeNull()
    }
    expect(Object.keys(mail.headers)).not.toContain('bcc')
    expect(mail.to).toEqual([addressOf('finance')])
    expect(`${mail.subject}${mail.text}`.match(unseen)).toBeNull()
  })
})

const aRating = () => ({
  kind: 'team' as const,
  rag: 'green' as const,
  date: { precision: 'notReported' as const },
  provenance: { certainty: 'recorded' as const },
})

describe('a client of Temporal that goes past every door', () => {
  const handle = () => journeys.initiatives.client.workflow.getHandle(initiativeWorkflowId(open.initiativeId))
  const send = (name: string, sent: unknown, updateId: string = randomUUID()) =>
    refusalOf(handle().executeUpdate(defineUpdate<unknown, [unknown]>(name), { updateId, args: [sent] }))

  it.each([
    'voteCast',
    'deadlinePassed',
    'reviewEnded',
    'effectCarriedOut',
    'xstate.done.actor.review',
    'xstate.after.1000.initiative',
    'xstate.init',
    '__proto__',
    'constructor',
    'toString',
  ])('finds no door called "%s", and the initiative lives', async (name) => {
    expect(await send(name, { payload: {}, by: changeTeam, updateId: 'x' })).not.toBe('nothing was refused')
    await nothingDecided()
    expect((await handle().describe()).status.name).toBe('RUNNING')
  })

  const asked = (payload: unknown, by: unknown = memberHolding('chief-constable-kent')) => {
    const updateId = randomUUID()
    return send('castVote', { payload, by, updateId }, updateId)
  }

  it.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /^InvalidInput/],
    ['a list', [], /^InvalidInput/],
    ['a text', 'approve', /^InvalidInput/],
    ['a field nobody knows', { ...aVote('kent'), weight: 9 }, /^InvalidInput/],
    ['a second type', { ...aVote('kent'), type: 'closed' }, /^InvalidInput/],
    ['a moment of its own', { ...aVote('kent'), atInstant: 0 }, /^InvalidInput/],
    ['a review called constructor', aVote('kent', 'approve', { reviewId: 'constructor' }), /^InvalidInput/],
    ['a review that is none', aVote('kent', 'approve', { reviewId: 's9b9' }), /^\w+: /],
    ['a seat called constructor', { ...aVote('kent'), seatId: 'constructor' }, /^InvalidInput/],
    ['a choice nobody offers', { ...aVote('kent'), choice: 'veto' }, /^InvalidInput/],
    ['a decision it was never served', aVote('kent', 'approve', { decisionNumber: 7 }), /^OtherDecision/],
    ['a NUL', aVote('kent', 'sendBack', { reason: 'a\u0000b' }), /^InvalidInput/],
    ['half a character', aVote('kent', 'sendBack', { reason: 'a\uD800b' }), /^InvalidInput/],
    ['a number that is none', { ...aVote('kent'), decisionNumber: Infinity }, /^InvalidInput/],
    ['forty points', aVote('kent', 'sendBack', { points: Array.from({ length: 40 }, () => 'x') }), /^InvalidInput/],
    ['40 KB', aVote('kent', 'sendBack', { points: Array.from({ length: 20 }, () => 'x'.repeat(2_000)) }), /^TooLarge/],
  ])('cannot vote with %s, and the initiative lives', async (_what, payload, refusal) => {
    expect(await asked(payload)).toMatch(refusal)
    await nothingDecided()
  })

  it.each<[string, unknown]>([
    ['nobody', null],
    ['the clock', { kind: 'clock', role: 'the clock', channel: 'clock', personId: 'chief-constable-kent' }],
    ['a kind nobody knows', { ...memberHolding('chief-constable-kent'), kind: 'superuser' }],
    ['a higher assurance than was had', { ...memberHolding('chief-constable-kent'), assurance: 'C' }],
    ['a member without a name', { ...memberHolding('chief-constable-kent'), personId: undefined }],
  ])('cannot vote as %s, and the initiative lives', async (_who, by) => {
    expect(await asked(aVote('kent'), by)).toMatch(/^(InvalidInput|NotTheHolder)/)
    await nothingDecided()
  })

  it('cannot vote by the link alone at a board that wants a code', async () => {
    const wantsCode = await journeys.submitted({ board: { assurance: 'B' } })
    const past = journeys.initiatives.client.workflow.getHandle(initiativeWorkflowId(wantsCode.initiativeId))
    for (const known of [{}, { assurance: 'A' }]) {
      const updateId = randomUUID()
      const { assurance: _a, ...by } = memberHolding('chief-constable-kent')
      const sent = { payload: aVote('kent'), by: { ...by, ...known }, updateId }
      const update = defineUpdate<unknown, [unknown]>('castVote')
      expect(await refusalOf(past.executeUpdate(update, { updateId, args: [sent] }))).toMatch(/^CodeNeeded/)
    }
    expect(await wantsCode.votesRecorded()).toBe(0)
  })

  it('cannot signal it, and leaves it able to take a decision', async () => {
    await handle().signal('castVote', { payload: aVote('kent'), by: changeTeam })
    await handle().signal('xstate.stop', {})
    await nothingDecided()
    const { chief, page } = await journeys.atThePage(open)
    expect((await press(chief, page)).text).toContain('Your decision: Approve')
  })
})
