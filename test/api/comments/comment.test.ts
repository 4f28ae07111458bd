import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { circulatedOf } from '../../../api/comments/circulated.ts'
import { withoutPast } from '../../../machines/past.ts'
import { anAnswer } from '../../support/circulation.ts'
import { startJourneys, type Journeys } from '../decisions/journey.ts'
import { fieldsOf } from '../decisions/member.ts'
import { addressOf, atTheirPage, circulating, putStakeholders, say, sayNothing } from './circulating.ts'

let journeys: Journeys

beforeAll(async () => {
  journeys = await startJourneys({ linkLimits: { postsPerMinute: 1_000 } })
  await putStakeholders(journeys)
})
afterAll(() => journeys?.stop())

const nothingPast = {
  fullReviews: 0,
  reviews: 0,
  decisions: 0,
  rounds: 0,
  closedConditions: 0,
  earlierDates: 0,
  fullCirculations: 0,
  circulations: 0,
}
const closing = { circulationId: 'first', reason: 'The Summit was brought forward.' }

describe('a stakeholder with the link from the email', () => {
  it('sees who they are, what is asked, until when, the papers, and no choice made for them', async () => {
    const { page, link } = await atTheirPage(journeys)
    expect(page.status).toBe(200)
    let from = -1
    for (const words of [
      'You are Chief Finance Officer, Kent Police',
      'You are asked to comment on Strategic case',
      'Comment by',
      'Say whether the case for change is made for your force.',
      'This page decides nothing.',
      'Strategic case',
      'version 0.1, OFFICIAL',
      'I have a comment',
      'I have no comment',
      'Page or paragraph',
      'Type this number',
      'Record what I say',
      'Change Manager, Change team',
    ]) {
      expect({ words, isAfter: page.text.indexOf(words, from) > from }).toEqual({ words, isAfter: true })
      from = page.text.indexOf(words, from)
    }
    expect(page.html.querySelectorAll('input[checked]')).toEqual([])
    expect(page.path).not.toContain(link.slice(3))
  })

  it('comments, and sees what is recorded: word for word, numbered, on that version of that paper', async () => {
    const { initiative, reader, page } = await atTheirPage(
      journeys,
      await circulating(journeys, { batch: { evidenceIds: ['strategic', 'economic'] } }),
    )
    const text = 'The savings are not shown by force.\nTable 3 has totals only.'
    const recorded = await say(reader, page, { text, where: 'page 12', paper: 'economic' })
    expect(recorded).toMatchObject({ status: 200, path: `${page.path}/recorded` })
    for (const words of ['Recorded', 'Comment 1', 'On Economic case, version 0.1; page 12', 'Not answered yet'])
      expect(recorded.text).toContain(words)
    expect(await initiative.comments()).toMatchObject([
      { number: 1, stakeholderId: 'finance', edition: 1, evidenceId: 'economic', where: 'page 12', text },
    ])
    const entries = await journeys.store.initiatives.entries(initiative.initiativeId)
    expect(entries.at(-1)).toMatchObject({
      by: {
        kind: 'stakeholder',
        role: 'Chief Finance Officer (Kent Police)',
        personId: 'finance',
        channel: 'emailLink',
        assurance: 'A',
      },
      paperSha256s: [initiative.papers['economic']?.sha256],
    })
  })

  it('makes several comments, and a page that is older than one of them counts nothing and loses nothing', async () => {
    const { initiative, reader, page, link } = await atTheirPage(journeys)
    const otherTab = await reader.open(link)
    await say(reader, page, { text: 'The first.' })
    const late = await say(reader, otherTab, { text: 'The second, from the other tab.' })
    expect(late.status).toBe(409)
    expect(late.text).toContain('Something else of yours was recorded since this page was opened')
    expect(late.html.querySelector('textarea')?.text).toBe('The second, from the other tab.')
    await say(reader, late, { text: 'The second, from the other tab.' })
    expect((await initiative.comments()).map(({ number, text }) => [number, text])).toEqual([
      [1, 'The first.'],
      [2, 'The second, from the other tab.'],
    ])
  })

  it('presses twice and is counted once', async () => {
    const { initiative, reader, page } = await atTheirPage(journeys)
    const pressed = await Promise.all([say(reader, page), say(reader, page)])
    expect(pressed.map(({ status, path }) => [status, path])).toEqual(
      Array.from({ length: 2 }, () => [200, `${page.path}/recorded`]),
    )
    expect(await initiative.comments()).toHaveLength(1)
  })

  it('says that they have no comment, and may think again', async () => {
    const { initiative, reader, page, link } = await atTheirPage(journeys)
    const recorded = await sayNothing(reader, page)
    expect(recorded.text).toContain('You said that you have no comment')
    expect((await initiative.circulation())?.noComments).toHaveProperty('finance')
    const again = await reader.open(link)
    await say(reader, again, { text: 'After all: the savings.' })
    const after = await reader.open(link)
    expect(after.text).not.toContain('I have no comment')
    expect(after.text).toContain('I have another comment')
    expect(await initiative.comments()).toHaveLength(1)
  })

  it.each<[string, Record<string, string>, number, string]>([
    ['nothing is chosen', { says: '' }, 422, 'Choose whether you have a comment'],
    ['no comment is written', { text: ' ' }, 422, 'Write your comment, or say that you have none'],
    ['a comment stands beside "no comment"', { says: 'noComment' }, 422, 'You wrote a comment: choose to comment'],
    ['the number is not typed', { 'typed-number': '' }, 422, 'Type the four-digit number shown'],
    ['another number is typed', { 'typed-number': '1' }, 422, 'Type the four-digit number shown'],
    ['the paper is none of these', { paper: 'poem' }, 422, 'Choose one of the papers, or all of them'],
    ['it is longer than a record takes', { text: 'x'.repeat(4_001) }, 400, 'must be at most 4,000 characters'],
    ['a field no person sees is filled in', { 'please-leave-this-empty': 'x' }, 422, 'as if a program had sent it'],
    ['the form is not the one that was shown', { form: 'x' }, 403, 'was not this one'],
  ])('is not recorded where %s, and keeps what was typed', async (_fact, fields, status, words) => {
    const { initiative, reader, page } = await atTheirPage(journeys)
    const back = await say(reader, page, { where: 'page 7', ...fields })
    expect(back).toMatchObject({ status })
    expect(back.text).toContain(words)
    expect(fieldsOf(back)['where']).toEqual(['page 7'])
    expect(await initiative.comments()).toEqual([])
    expect((await initiative.accesses()).at(-1)).toMatchObject({ kind: 'postRefused', personId: 'finance' })
  })

  it('is not recorded when a page of somebody else sends it, or one stakeholder’s page with another’s link', async () => {
    const { initiative, reader, page } = await atTheirPage(journeys)
    expect((await say(reader, page, {}, { origin: 'https://elsewhere.example' })).status).toBe(403)
    expect((await say(reader, page, {}, { origin: 'null' })).status).toBe(403)
    const other = await atTheirPage(journeys, initiative, 'legal')
    const stolen = await other.reader.send(other.page.path, { ...fieldsOf(page), says: 'comment', text: 'Not mine.' })
    expect(stolen.status).toBe(403)
    expect((await journeys.member().send(page.path, fieldsOf(page))).status).toBe(403)
    expect(await initiative.comments()).toEqual([])
  })
})

describe('papers before stakeholders', () => {
  it('can be read from the link, each opening noted, and no others, and none marked above what a link opens', async () => {
    const initiative = await circulating(journeys, {
      batch: { evidenceIds: ['strategic', 'financial'] },
      texts: { strategic: 'Why change.' },
      markings: { financial: 'OFFICIAL-SENSITIVE' },
    })
    const { reader, page } = await atTheirPage(journeys, initiative)
    const read = (paper: string) => reader.open(`${page.path}/papers/${initiative.papers[paper]?.sha256}`)
    const strategic = await read('strategic')
    expect(strategic.status).toBe(200)
    expect(strategic.text).toContain('Why change.')
    expect((await initiative.accesses()).at(-1)).toMatchObject({
      kind: 'paperOpened',
      circulationId: 'first',
      personId: 'finance',
      reason: initiative.papers['strategic']?.sha256,
    })
    expect((await read('economic')).status).toBe(404)
    const sensitive = await read('financial')
    expect([sensitive.status, sensitive.text]).toEqual([403, expect.stringContaining('OFFICIAL-SENSITIVE')])
    expect(page.html.querySelectorAll('.gh-papers a')).toHaveLength(1)
    expect((await journeys.member().open(`${page.path}/papers/${initiative.papers['strategic']?.sha256}`)).status).toBe(
      403,
    )
  })

  it('show the newest version, and a comment keeps the version its page was served with', async () => {
    const { initiative, reader, page, link } = await atTheirPage(journeys)
    const newer = await initiative.provide('strategic', '0.2')
    await say(reader, page, { text: 'On what I read before.' })
    const now = await reader.open(link)
    expect(now.text).toContain('version 0.2, in place of version 0.1')
    expect(now.text).toContain('On Strategic case, version 0.1.')
    expect((await reader.open(`${now.path}/papers/${newer.sha256}`)).text).toContain('strategic 0.2')
    const recorded = await say(reader, now, { text: 'On what I read now.' })
    expect(recorded.text).toContain('On Strategic case, version 0.2.')
    expect((await initiative.comments()).map(({ edition }) => edition)).toEqual([1, 2])
  })

  it('are answered comment by comment: a mail says what came of each, and the same link shows it', async () => {
    const { initiative, reader, page, link } = await atTheirPage(journeys)
    await say(reader, page, { text: 'Show the savings by force.', where: 'page 12' })
    await initiative.ask('answerComment', anAnswer(1))
    const mail = await initiative.mailTo('finance', /Your comment 1 has been answered/)
    for (const words of [
      'Show the savings by force.',
      'Strategic case, version 0.1; page 12',
      'The papers are changed',
      'Table 3 shows them by force now.',
    ])
      expect(mail.text).toContain(words)
    expect(mail.headers['reply-to']).toContain('change.team@seven-force.example')
    const shown = await reader.open(link)
    expect(shown.text).toContain('The papers are changed')
    expect(shown.text).toContain('Table 3 shows them by force now.')
    const again = await journeys.member().open(await initiative.linkOf('finance', /has been answered/))
    expect(again.text).toContain('Table 3 shows them by force now.')
  })

  it('end with their circulation: a link explains, and keeps what its reader said with the answers', async () => {
    const { initiative, reader, page, link } = await atTheirPage(journeys)
    await say(reader, page, { text: 'Show the savings by force.' })
    const before = await reader.open(link)
    const legal = await atTheirPage(journeys, initiative, 'legal')
    await initiative.ask('closeCirculation', closing)

    const silent = await legal.reader.open(legal.link)
    expect(silent.status).toBe(410)
    expect(silent.text).toContain('Comments on these papers are closed')
    expect(silent.text).not.toContain('Strategic')
    const tooLate = await say(legal.reader, legal.page, { text: 'Too late.' })
    expect([tooLate.status, tooLate.text]).toEqual([410, expect.stringContaining('Too late.')])

    const late = await say(reader, before, { text: 'One more.' })
    expect(late.status).toBe(410)
    for (const words of ['One more.', 'What is recorded', 'Show the savings by force.'])
      expect(late.text).toContain(words)
    await initiative.ask('answerComment', anAnswer(1, { outcome: 'notChanged', answer: 'Annex B has them.' }))
    const receipt = await reader.open(link)
    expect(receipt.status).toBe(200)
    for (const words of ['Comments on these papers are closed', 'The papers stay as they are', 'Annex B has them.'])
      expect(receipt.text).toContain(words)
    expect(receipt.html.querySelectorAll('form, .gh-papers')).toEqual([])
    const paper = await reader.open(`${page.path}/papers/${initiative.papers['strategic']?.sha256}`)
    expect(paper.status).toBe(410)
    expect(await initiative.comments()).toHaveLength(1)
  })

  it('end with their initiative, and say what was not answered', async () => {
    const { initiative, reader, link, page } = await atTheirPage(journeys)
    const legal = await atTheirPage(journeys, initiative, 'legal')
    await say(reader, page)
    await initiative.ask('withdraw', { reason: 'Merged into another.' })
    const receipt = await reader.open(link)
    expect(receipt.text).toContain('It was not answered: what these papers were about has been closed.')
    expect(receipt.text).not.toContain('Not answered yet')
    const over = await legal.reader.open(legal.link)
    expect([over.status, over.text]).toEqual([410, expect.stringContaining('nothing to comment on any more')])
  })

  it('keep what their reader said on the link, also once the words have left a large initiative’s state', async () => {
    const { initiative, reader, page } = await atTheirPage(journeys)
    await say(reader, page, { text: 'Show the savings by force.' })
    await initiative.ask('closeCirculation', closing)
    await initiative.ask('answerComment', anAnswer(1))
    const { store } = journeys
    const recorded = await store.initiatives.find(initiative.initiativeId)
    if (!recorded) throw new Error('It is not in the record')
    const large = { ...recorded, state: withoutPast(recorded.state, nothingPast) }
    expect(JSON.stringify(large.state.circulations)).not.toContain('savings')
    const initiatives = { find: async () => large, entries: async (id: string) => store.initiatives.entries(id) }
    const link = {
      tokenId: 'of-finance',
      purpose: 'comment' as const,
      initiativeId: initiative.initiativeId,
      circulationId: 'first',
      personId: 'finance',
      mintedInstant: 0,
    }
    expect(await circulatedOf({ initiatives }, link)).toMatchObject({
      standing: { kind: 'receipt' },
      own: [{ text: 'Show the savings by force.', answered: { answer: 'Table 3 shows them by force now.' } }],
    })
  })

  it('wait while the initiative is on hold, and the link works again after', async () => {
    const { initiative, reader, page, link } = await atTheirPage(journeys)
    await initiative.ask('hold', { reason: 'Counsel is asked.' })
    const held = await reader.open(link)
    expect(held.text).toContain('On hold: no comment is waited for now')
    expect(held.text).toContain('Counsel is asked.')
    const pressed = await say(reader, page, { text: 'During the hold.' })
    expect([pressed.status, pressed.text]).toEqual([409, expect.stringContaining('During the hold.')])
    expect(await initiative.comments()).toEqual([])
    await initiative.ask('resume', {})
    expect((await say(reader, await reader.open(link))).status).toBe(200)
    expect(await initiative.comments()).toHaveLength(1)
  })

  it('remind whoever has said nothing, and nobody else', async () => {
    const initiative = await circulating(journeys)
    const soon = Date.now() + 4_000
    await initiative.circulate({
      circulationId: 'second',
      title: 'Economic case',
      evidenceIds: ['economic'],
      reminderInstants: [soon],
    })
    const first = await journeys.smtp.waitForMail(
      (mail) =>
        mail.subject.includes(initiative.reference) &&
        mail.to.includes(addressOf('legal')) &&
        /Economic/.test(mail.text),
    )
    const reader = journeys.member()
    const path = new URL(first.links.find((each) => each.includes('/c/')) ?? '').pathname
    await sayNothing(reader, await reader.open(path))
    const reminder = await initiative.mailTo('finance', /Reminder 1: your comments by/)
    expect(reminder.text).toContain('nothing has been heard from you yet')
    expect(reminder.links.some((each) => each.startsWith(`${journeys.publicUrl}/c/`))).toBe(true)
    const mails = await journeys.store.outbox.ofInitiative(initiative.initiativeId)
    expect(mails.filter(({ kind }) => kind === 'commentReminder').map(({ personId }) => personId)).toEqual(['finance'])
  })

  it('go to the board once every comment is answered, and are then frozen', async () => {
    const { initiative, reader, page } = await atTheirPage(journeys)
    await say(reader, page)
    expect(await initiative.submit()).toMatchObject({ kind: 'refused', type: 'CirculationOpen' })
    await initiative.ask('closeCirculation', closing)
    expect(await initiative.submit()).toMatchObject({ kind: 'refused', type: 'CommentsUnanswered' })
    await initiative.ask('answerComment', anAnswer(1))
    expect(await initiative.submit()).toMatchObject({ kind: 'recorded' })
    expect((await initiative.provide('strategic', '9')).version).toBe('9')
    const { submission } = (await initiative.state()).initiative.context
    expect(submission?.papers.map(({ version }) => version)).toEqual(['0.1', '0.1', '0.1', '0.1', '0.1'])
  })
})
