import { parse } from 'node-html-parser'
import { afterEach, describe, expect, it } from 'vitest'
import type { FastifyInstance } from 'fastify'
import { createApp } from '../../../api/app.ts'
import type { CaseEvent } from '../../../machines/case-events.ts'
import { anInitiative } from '../../support/case.ts'
import {
  answered,
  circulated,
  circulationClosed,
  commented,
  fiveCases,
  hasNoComment,
  paperAdded,
  planWithFiveCases,
} from '../../support/circulation.ts'
import type { Moment } from '../../support/play.ts'
import { partsOf } from './page-parts.ts'
import { textOf } from './text-of.ts'
import { day, now, tell } from './told.ts'

let app: FastifyInstance
afterEach(() => app.close())

const home = '/initiatives/procurement'

/** The story of an initiative whose papers are before stakeholders; its events are an hour apart from ten days ago. */
const open = async (moments: readonly Moment[], mails: Parameters<typeof tell>[3] = []) => {
  const events = [...fiveCases.map(({ id }) => paperAdded(id)), ...moments].map((moment, index): CaseEvent => ({
    ...moment,
    atInstant: moment.atInstant ?? now - 10 * day + index * 3_600_000,
  }))
  const creation = anInitiative({
    initiativeId: 'procurement',
    title: '7F Single Procurement Function',
    reference: '7F-PROC',
    plan: planWithFiveCases,
    entry: { stage: 'fullBusinessCase', provenance: { certainty: 'recorded' } },
  })
  const parts = partsOf([tell(creation, now - 20 * day, events, mails)])
  app = await createApp(parts)
  return parts
}
const read = async (url = home) => textOf((await app.inject(url)).body)

const dated = (overrides: Parameters<typeof circulated>[0] = {}) =>
  circulated({ commentByInstant: now + 3 * day, answerByInstant: now + 8 * day, ...overrides })
const late: Moment[] = [
  dated({ commentByInstant: now - 4 * day, answerByInstant: now - 2 * day }),
  { type: 'deadlinePassed', of: { machine: 'circulation', id: 'first' }, name: 'comments', atInstant: now - 4 * day },
  { ...commented('finance'), atInstant: now - 3 * day },
  { type: 'deadlinePassed', of: { machine: 'circulation', id: 'first' }, name: 'answers', atInstant: now - 2 * day },
]

const press = async (url: string, typed: Record<string, string>) => {
  const form = parse((await app.inject(url)).body).querySelector('form[method=post]')
  const hidden =
    form
      ?.querySelectorAll('input[type=hidden]')
      .map((each): [string, string] => [each.getAttribute('name') ?? '', each.getAttribute('value') ?? '']) ?? []
  return app.inject({
    method: 'POST',
    url: form?.getAttribute('action') ?? url,
    payload: new URLSearchParams({ ...Object.fromEntries(hidden), role: 'Change team', ...typed }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://127.0.0.1:3000' },
  })
}

describe('the page of an initiative with papers before stakeholders', () => {
  it('says where it is, whom it waits for, until when, and what happens next by itself', async () => {
    await open([
      dated(),
      hasNoComment('legal'),
      commented('finance'),
      dated({ circulationId: 'second', title: 'Economic case', to: ['unison'] }),
    ])
    const text = await read()
    for (const words of [
      'Full business case: with stakeholders for comment.',
      'Waiting for the change team to answer comment 1 on batch 1 (Strategic case)',
      'Waiting for Branch Secretary (UNISON) to comment on batch 2 (Economic case), since 4 June 2027, due Thursday 17 June 2027 at 10am.',
      'Next, on Thursday 17 June 2027 at 10am, the date for comments on batch 1 (Strategic case) comes; everybody has answered.',
      'no comment on batch 1 (Strategic case) by a link in an email',
      'Answer a comment: comment 1 on batch 1, Strategic case',
      'Send the papers to the board , not yet: These papers are still before stakeholders: close batch 1 (Strategic case); batch 2 (Economic case) first.',
    ])
      expect(text).toContain(words)
  })

  it('lists the batches with who has answered, the comments with their versions, and the answers', async () => {
    await open([
      dated(),
      commented('finance', { where: 'page 12' }),
      paperAdded('strategic', '0.2'),
      answered(1, { outcome: 'notChanged', answer: 'Annex B has them.' }),
      hasNoComment('legal'),
    ])
    const text = await read()
    for (const words of [
      'Batch 1: Strategic case open',
      'Full business case, priority 1; sent 4 June 2027; comments due Thursday 17 June 2027 at 10am',
      '2 stakeholders asked; 1 comment, 0 changes to the papers; 1 had none.',
      'Strategic case , version 0.2, circulated first as version 0.1',
      '1 comment Chief Finance Officer (Kent Police)',
      'no comment Head of Legal Services (Essex Police)',
      'The papers stay as they are: Annex B has them.',
      'Comment 1 of Chief Finance Officer (Kent Police) on Strategic case, version 0.1; page 12',
      'Close a circulation: batch 1, Strategic case',
      'Papers circulated for comment by 17 June 2027 at 10am: batch 1 (Strategic case), to Chief Finance Officer (Kent Police) and Head of Legal Services (Essex Police)',
      'Comment 1 on batch 1 (Strategic case) was answered: the papers stay as they are',
      'Head of Legal Services (Essex Police): no comment on batch 1 (Strategic case)',
    ])
      expect(text).toContain(words)
    expect(text).not.toContain('Answer a comment')
  })

  it('lists first what takes comments and is to be read first, then what is done with, the newest first', async () => {
    const batch = (circulationId: string, priority: number) => dated({ circulationId, priority, title: circulationId })
    await open([
      batch('Early', 1),
      circulationClosed('Early', 'The Summit.'),
      batch('Economic', 3),
      batch('Strategic', 1),
      batch('Financial', 2),
      batch('Newer', 1),
      circulationClosed('Newer', 'The Summit.'),
    ])
    expect([...(await read()).matchAll(/Batch (\d: \w+) (?:open|closed)/g)].map(([, heading]) => heading)).toEqual([
      '3: Strategic',
      '4: Financial',
      '2: Economic',
      '5: Newer',
      '1: Early',
    ])
  })

  it('and the portfolio put what is late where it needs action, with the email that did not arrive', async () => {
    await open(late, [
      { kind: 'circulation', circulationId: 'first', personId: 'legal', state: 'undeliverable', lastError: '550 no' },
    ])
    const text = await read('/')
    for (const words of [
      'email could not be delivered',
      'comments or their answers overdue',
      'Waiting for Head of Legal Services (Essex Police) to comment on batch 1 (Strategic case), since 4 June 2027, was due Thursday 10 June 2027 at 10am (2 working days late).',
      'Waiting for the change team to answer comment 1 on batch 1 (Strategic case), since 11 June 2027, was due Saturday 12 June 2027 at 10am',
    ])
      expect(text).toContain(words)
    expect(await read()).toContain('comments overdue')
  })

  it('draws where the batches are', async () => {
    await open([dated(), dated({ circulationId: 'second', evidenceIds: ['economic'] })])
    const { body } = await app.inject(`${home}/picture.svg`)
    for (const words of ['Papers before stakeholders', 'Open, in time: 2', 'answers owed'])
      expect(body).toContain(words)
  })
})

describe('the acts of the change team', () => {
  it('circulate papers to people on file, by address, each batch with its own date', async () => {
    const parts = await open([])
    const typed = {
      title: 'Economic and financial case',
      priority: '2',
      'papers-economic': 'yes',
      'papers-financial': 'yes',
      stakeholders:
        'Chief.Constable@kent.example; Chief Constable; Kent Police\nchief-constable-essex; Chief Constable; Essex Police',
      asks: 'Are the costs complete for your force?',
      'comment-by-day': '21',
      'comment-by-month': '6',
      'comment-by-year': '2027',
    }
    const response = await press(`${home}/acts/circulate`, typed)
    expect([response.statusCode, textOf(response.body).slice(0, 300)]).toEqual([303, ''])
    const context = Object.values((await parts.initiatives.find('procurement'))?.state.circulations ?? {})[0]?.context
    expect(context).toMatchObject({
      number: 1,
      priority: 2,
      papers: [{ evidenceId: 'economic' }, { evidenceId: 'financial' }],
      stakeholders: [
        { personId: 'chief-constable-kent', title: 'Chief Constable', organisation: 'Kent Police' },
        { personId: 'chief-constable-essex' },
      ],
      commentByInstant: Date.UTC(2027, 5, 21, 16),
      reminderInstants: [Date.UTC(2027, 5, 19, 16)],
    })
    expect(await read(response.headers.location)).toContain('Recorded. Papers circulated for comment by 21 June 2027')
  })

  it.each<[string, Record<string, string>, string]>([
    ['no paper is chosen', { 'papers-economic': '' }, 'Choose: Papers'],
    ['a stakeholder is not on file', { stakeholders: 'x@y.example; A; B' }, 'no address is for: x@y.example'],
    ['a line is no stakeholder', { stakeholders: 'Chief Constable, Kent' }, 'one a line'],
    ['comments are due in the past', { 'comment-by-year': '2026' }, 'must be a day that has not ended yet'],
  ])('keep what was typed where %s', async (_fact, wrong, words) => {
    await open([])
    const typed = {
      title: 'Economic case',
      priority: '1',
      'papers-economic': 'yes',
      stakeholders: 'chief.constable@kent.example; Chief Constable; Kent Police',
      asks: 'Are the costs complete?',
      'comment-by-day': '21',
      'comment-by-month': '6',
      'comment-by-year': '2027',
      ...wrong,
    }
    const response = await press(`${home}/acts/circulate`, typed)
    expect(response.statusCode).toBe(422)
    expect(textOf(response.body)).toContain(words)
    expect(response.body).toContain('Are the costs complete?')
  })

  it('answer a comment with its words in sight, and close a batch', async () => {
    const parts = await open([dated(), commented('finance')])
    const url = `${home}/acts/answerComment?circulationId=first&commentNumber=1`
    expect(await read(url)).toContain('Chief Finance Officer (Kent Police): The savings are not shown by force.')
    const pressed = await press(url, { outcome: 'changed', answer: 'Table 3 shows them now.' })
    expect(await read(pressed.headers.location)).toContain('The papers are changed: Table 3 shows them now.')
    const closing = `${home}/acts/closeCirculation?circulationId=first`
    const refused = await press(closing, {})
    expect([refused.statusCode, textOf(refused.body)]).toEqual([
      409,
      expect.stringContaining('these have not answered: Head of Legal Services (Essex Police)'),
    ])
    await press(closing, { reason: 'The Summit was brought forward.' })
    expect((await parts.initiatives.find('procurement'))?.state.circulations?.['first']?.value).toBe('closed')
    expect(await read()).toContain('Closed because: The Summit was brought forward.')
  })
})
