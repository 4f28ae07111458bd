import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CommandPayload } from '../../../machines/commands.ts'
import type { Actor } from '../../../machines/vocabulary/people.ts'
import { initiativeWorkflowId } from '../../../workflows/ids.ts'
import { commandUpdate } from '../../../workflows/messages.ts'
import { aVote, changeTeam, memberHolding } from '../../support/case.ts'
import { aComment, anAnswer, stakeholderNamed } from '../../support/circulation.ts'
import { refusalOf } from '../../support/initiatives.ts'
import { startJourneys, type Journeys } from '../decisions/journey.ts'
import { actionOf, fieldsOf, filledIn, numberOn } from '../decisions/member.ts'
import { atTheirPage, circulating, putStakeholders, say, type Circulating } from './circulating.ts'

let journeys: Journeys

beforeAll(async () => {
  journeys = await startJourneys({ linkLimits: { postsPerMinute: 1_000, getsPerMinute: 10_000 } })
  await putStakeholders(journeys)
})
afterAll(() => journeys?.stop())

const tokenIn = (link: string) => link.split('/').at(-1) ?? ''

describe('a link to comment by and a link to decide by', () => {
  it('are never taken for each other: no page, no cookie, no form and no program of one serves the other', async () => {
    const before = await circulating(journeys)
    const decided = await journeys.submitted()
    const comment = await atTheirPage(journeys, before)
    const decision = await journeys.atThePage(decided)
    const [toComment, toDecide] = [tokenIn(comment.link), tokenIn(decision.link)]
    expect(toComment).not.toBe('')

    const stranger = journeys.member()
    for (const path of [`/d/${toComment}`, `/not-me/${toComment}`, `/c/${toDecide}`])
      expect((await stranger.open(path)).status).toBe(404)

    // With the right token under the other’s cookie, and each form pressed at the other’s page.
    const decisionCookie = `__Host-gatehouse-${decided.initiativeId}.s1b1.kent`
    const commentCookie = `__Host-gatehouse-comment-${before.initiativeId}.first.finance`
    const crossed = (name: string, token: string, url: string, fields: Record<string, string | string[]>) =>
      journeys.app.inject({
        method: 'POST',
        url,
        headers: {
          origin: journeys.publicUrl,
          cookie: `${name}=${token}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        payload: new URLSearchParams(
          Object.entries(fields).map(([field, value]): [string, string] => [field, [value].flat()[0] ?? '']),
        ).toString(),
      })
    const vote = filledIn(decision.page)
    const words = { ...fieldsOf(comment.page), says: 'comment', text: 'x', 'typed-number': numberOn(comment.page) }
    for (const { statusCode } of [
      await crossed(decisionCookie, toComment, actionOf(decision.page), vote),
      await crossed(commentCookie, toDecide, actionOf(comment.page), words),
      await crossed(decisionCookie, toDecide, actionOf(decision.page), {
        ...vote,
        form: fieldsOf(comment.page)['form'] ?? '',
      }),
      await crossed(commentCookie, toComment, actionOf(comment.page), {
        ...words,
        form: fieldsOf(decision.page)['form'] ?? '',
      }),
    ])
      expect(statusCode).toBe(403)

    const program = (url: string, token: string) =>
      journeys.app.inject({ url, headers: { authorization: `Bearer ${token}` } })
    for (const answer of [await program('/api/decision', toComment), await program('/api/comment', toDecide)])
      expect(answer.statusCode).toBe(401)
    expect(await decided.votesRecorded()).toBe(0)
    expect(await before.comments()).toEqual([])
  })
})

/** Straight to the workflow by a client of Temporal: what it was refused with, by type. */
const byRawUpdate = async <Name extends 'comment' | 'castVote'>(
  initiativeId: string,
  name: Name,
  payload: CommandPayload<Name>,
  by: Actor,
): Promise<string> => {
  const updateId = randomUUID()
  const refused = await refusalOf(
    journeys.initiatives.client.workflow
      .getHandle(initiativeWorkflowId(initiativeId))
      .executeUpdate(commandUpdate(name), { updateId, args: [{ payload, by, updateId }] }),
  )
  return refused.replace(/:.*/s, '')
}

describe('nobody comments but a stakeholder who was asked, and in nobody else’s name', () => {
  it('also past every page and route', async () => {
    const initiative = await circulating(journeys)
    const came: Record<string, string> = {}
    const tries: [string, string, Actor][] = [
      ['the change team in a stakeholder’s name', 'finance', changeTeam],
      ['another stakeholder in their name', 'finance', stakeholderNamed('legal')],
      ['a member of a board', 'finance', memberHolding('finance')],
      ['somebody who was not asked', 'unison', stakeholderNamed('unison')],
      ['somebody who says to be Gatehouse itself', 'finance', { kind: 'system', role: 'x', channel: 'system' }],
    ]
    for (const [who, stakeholderId, by] of tries)
      came[who] = await byRawUpdate(initiative.initiativeId, 'comment', aComment(stakeholderId), by)
    came['a stakeholder who decides'] = await byRawUpdate(
      (await journeys.submitted()).initiativeId,
      'castVote',
      aVote('kent'),
      stakeholderNamed('chief-constable-kent'),
    )
    expect(came).toEqual({
      'the change team in a stakeholder’s name': 'NotTheStakeholder',
      'another stakeholder in their name': 'NotTheStakeholder',
      'a member of a board': 'NotByLink',
      'somebody who was not asked': 'NotAStakeholder',
      'somebody who says to be Gatehouse itself': 'InvalidInput',
      'a stakeholder who decides': 'NotByLink',
    })
    expect(await initiative.comments()).toEqual([])
    for (const name of ['comment', 'noComment']) {
      const { statusCode } = await journeys.app.inject({
        method: 'POST',
        url: `/api/initiatives/${initiative.initiativeId}/commands/${name}`,
        headers: { 'idempotency-key': randomUUID(), 'x-acting-as': 'PMO' },
        payload: aComment('finance'),
      })
      expect(statusCode).toBe(404)
    }
  })

  it('by a form from elsewhere neither', async () => {
    const { initiative, reader, page } = await atTheirPage(journeys)
    for (const origin of ['https://evil.example', 'null', '', 'http://localhost:1', 'http://localhost.evil.example'])
      expect((await say(reader, page, {}, { origin })).status).toBe(403)
    expect(await initiative.comments()).toEqual([])
  })
})

describe('a program that opens mail', () => {
  const opensEverything = async (initiative: Circulating, link: string) => {
    const scanner = journeys.member()
    const seen = new Set<string>()
    const waiting = [link]
    for (let path = waiting.pop(); path; path = waiting.pop()) {
      if (seen.has(path)) continue
      seen.add(path)
      const page = await scanner.open(path)
      for (const form of page.html.querySelectorAll('form'))
        for (const says of ['', 'comment', 'noComment'])
          await scanner.send(form.getAttribute('action') ?? page.path, { ...fieldsOf(page), says, text: says })
      for (const anchor of page.html.querySelectorAll('a[href^="/"]'))
        waiting.push((anchor.getAttribute('href') ?? '').split('#')[0] ?? '')
    }
    expect([...seen].join(' ')).toMatch(/\/papers\//)
    return (await initiative.circulation())?.noComments
  }

  it('says nothing, however often it comes and whatever it presses, and the link is good for its person', async () => {
    const initiative = await circulating(journeys)
    const link = await initiative.linkOf('finance')
    const scanner = journeys.member()
    for (let time = 0; time < 20; time += 1)
      expect((await scanner.request({ method: 'GET', url: link })).statusCode).toBe(303)
    expect((await scanner.request({ method: 'HEAD', url: link })).statusCode).toBe(303)
    expect((await scanner.request({ method: 'OPTIONS', url: link })).statusCode).toBe(200)
    expect(await opensEverything(initiative, link)).toEqual({})
    expect(await initiative.comments()).toEqual([])
    const { reader, page } = await atTheirPage(journeys, initiative)
    await say(reader, page)
    await opensEverything(initiative, link)
    expect(await initiative.comments()).toHaveLength(1)
  })

  it('says nothing faster than a person reads', async () => {
    const { app } = await journeys.makeApp({ dwellMilliseconds: 2_000 })
    const initiative = await circulating(journeys)
    const reader = journeys.member(app)
    const page = await reader.open(await initiative.linkOf('finance'))
    const back = await say(reader, page, { text: 'Typed in a flash' })
    expect([back.status, back.html.querySelector('textarea')?.text]).toEqual([422, 'Typed in a flash'])
    expect(await initiative.comments()).toEqual([])
    await app.close()
  })
})

describe('a program with the token of a link to comment by', () => {
  it('reads, comments once a form, and reads the answer', async () => {
    const initiative = await circulating(journeys)
    const token = tokenIn(await initiative.linkOf('finance'))
    const call = async (method: 'GET' | 'POST', payload?: object) => {
      const response = await journeys.app.inject({
        method,
        url: '/api/comment',
        headers: { authorization: `Bearer ${token}` },
        ...(payload ? { payload } : {}),
      })
      return { status: response.statusCode, body: response.json<Record<string, unknown>>() }
    }
    const { body } = await call('GET')
    expect(body).toMatchObject({
      standing: 'open',
      stakeholder: { title: 'Chief Finance Officer', organisation: 'Kent Police' },
      papers: [{ evidenceId: 'strategic', version: '0.1' }],
      comments: [],
    })
    const form = { form: body['form'], typedAnswer: body['typedNumber'] }
    expect(await call('POST', { ...form, says: 'comment' })).toMatchObject({ status: 422, body: { status: 422 } })
    const said = { ...form, says: 'comment', text: 'Show the savings by force.' }
    expect(await call('POST', said)).toEqual({ status: 200, body: { outcome: 'recorded', says: 'comment' } })
    expect(await call('POST', said)).toMatchObject({ status: 200 })
    expect(await call('POST', { ...said, text: 'Another.' })).toMatchObject({ status: 409 })
    await initiative.ask('answerComment', anAnswer(1))
    await initiative.ask('closeCirculation', { circulationId: 'first', reason: 'The Summit.' })
    const after = await call('GET')
    expect(after.body).toMatchObject({
      standing: 'receipt',
      papers: [],
      comments: [{ number: 1, text: 'Show the savings by force.', answered: { outcome: 'changed' } }],
    })
    expect(after.body).not.toHaveProperty('form')
    expect(await call('POST', said)).toMatchObject({ status: 410 })
  })
})
