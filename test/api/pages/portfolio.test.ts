import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../../api/app.ts'
import { DatabaseUnreachable } from '../../../activities/store/database-error.ts'
import { partsOf } from './page-parts.ts'
import { everyStory, stories } from './stories.ts'
import { textOf } from './text-of.ts'
import { now } from './told.ts'

let app: FastifyInstance
const shown = async (url: string) => textOf((await app.inject(url)).body)

beforeAll(async () => {
  app = await createApp(partsOf(everyStory))
})
afterAll(() => app.close())

describe('the portfolio', () => {
  it.each([
    ['says as at when it is', 'As at 14 June 2027 at 10am. Newest change recorded 13 June 2027 at 10am.'],
    ['counts the initiatives that need action', 'Needs action: 5 initiatives'],
    [
      'names an address that could not be reached',
      'Email to chief.constable@cambridgeshire.example could not be delivered; due Thursday 17 June 2027 at 5pm.',
    ],
    [
      'says how many working days a decision is late, and that silence decides nothing',
      '4 working days late Outline business case Waiting for Chief Constable, Kent; Chief Constable, Essex and 4 others to decide at 7F Chief Constables, since 20 May 2027, was due Tuesday 8 June 2027 at 10am (4 working days late). Nothing more happens by itself.',
    ],
    [
      'says who was written to last, and whom to ring',
      'Chief Constable, Kent: reminder sent 4 June 2027 at 10am, phone 01234 567890',
    ],
    ['names a hold whose review date has passed', 'on hold past its review date 1 working day late'],
    ['says where all of them are', 'All that need action (5)'],
    [
      'lists the decisions due',
      'Thu 17 Jun, 5pm Policing Education Qualifications Framework 7F Chief Constables Chief Constable, Suffolk; Chief Constable, Bedfordshire and 2 others (3 of 7 have decided)',
    ],
    ['keeps the closed out of the counts', '5 ratings are more than three months old. 2 initiatives are closed'],
    ['marks the highest marking of anything shown', 'Marking: OFFICIAL-SENSITIVE'],
    [
      'shows a rating with its word, whose it is, its date and its source',
      'Amber Overall, September 2019 (more than three months ago); Essex Police reported',
    ],
    ['keeps assumed stages apart', 'Outline business case, preparing assumed'],
    ['tags a rehearsal', 'Outline business case, with the board reported rehearsal'],
    ['shows what nobody can hurry', 'The minimum period : run the consultation of Police staff in procurement'],
    [
      'names what could not be carried out, and why',
      '7F Detained property something could not be carried out Outline business case Since 9 June 2027 at 10am: the mail store did not answer for a day.',
    ],
  ])('%s', async (_fact, expected) => {
    expect(await shown('/')).toContain(expected)
  })

  it.each([
    [
      'asks the PMO where no source names a stage',
      'stage not reported No source says which of the five stages it is at. Waiting for the PMO to say so.',
    ],
    [
      'shows a date that had passed when it was imported',
      'a reported date has passed Stage not reported not reported Was due by 30 September 2019: Second iteration of the strategic threat',
    ],
  ])('%s', async (_fact, expected) => {
    const small = await createApp(partsOf([stories.notReported]))
    expect(textOf((await small.inject('/')).body)).toContain(expected)
    await small.close()
  })

  it('is content once a later mail has arrived where an earlier one could not', async () => {
    const { mails } = stories.openReview
    const arrived = mails.map((mail) => ({
      ...mail,
      mailId: `${mail.mailId}-again`,
      kind: 'reminder' as const,
      state: 'sent' as const,
    }))
    const healed = await createApp(partsOf([{ ...stories.openReview, mails: [...arrived, ...mails] }]))
    const page = textOf((await healed.inject('/')).body)
    expect(page).toContain('Nothing needs action.')
    expect(page).not.toContain('could not be delivered')
    await healed.close()
  })

  it('puts what needs action first and the closed last', async () => {
    const html = (await app.inject('/')).body
    const order = [...html.matchAll(/gh-list__link" href="\/initiatives\/([\w-]+)"/g)].map(([, id]) => id)
    expect(order.slice(0, 4)).toEqual(['peqf', 'storage-2', 'forensics', 'ict'])
    expect(order.slice(-2)).toEqual(['body-worn', 'interview'])
  })

  it.each([
    ['?stage=goLive', '1 of 15 initiatives', '7F Armed Policing'],
    ['?rag=red', '1 of 15 initiatives', '7F Forensics'],
    ['?programme=digital-policing', '1 of 15 initiatives', 'National Law Enforcement Data Programme'],
    ['?needs=overdue', '1 of 15 initiatives', 'Needs action: decision overdue'],
    ['?q=vetting+norfolk', '0 of 15 initiatives', 'No initiative is like this.'],
    ['?q=procurement', '1 of 15 initiatives', '“procurement”'],
    ['?needs=disputed', '1 of 15 initiatives', '7F Detained property'],
    ['?stage=closed', '2 of 15 initiatives', 'Closed early'],
    ['?stage=nonsense&rag=&q=', '15 initiatives', 'Needs action'],
  ])('is narrowed by its address: %s', async (query, count, expected) => {
    const page = await shown(`/${query}`)
    expect(page).toContain(count)
    expect(page).toContain(expected)
  })

  it('escapes what a portfolio file or a person wrote', async () => {
    const narrowed = await app.inject('/?q=%22%3E%3Cscript%3E')
    const html = narrowed.body + (await app.inject('/')).body
    expect(html).not.toContain('<script')
    expect(html).not.toContain('<img')
    expect(html).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &lt;b&gt;bold&lt;/b&gt;')
  })

  it('says what to do when the record is empty', async () => {
    const empty = await createApp(partsOf([]))
    expect(textOf((await empty.inject('/')).body)).toContain('No initiative is in the record yet.')
    await empty.close()
  })

  it('shows what it saw last, and how old that is, while the record cannot be read', async () => {
    let time = now
    let isAway = true
    const parts = partsOf([stories.deferred], { clock: () => time })
    parts.initiatives.list = async () => {
      if (isAway) throw new DatabaseUnreachable('away', undefined)
      return [stories.deferred.recorded]
    }
    const behind = await createApp(parts)
    expect((await behind.inject('/')).statusCode).toBe(503)
    isAway = false
    expect((await behind.inject('/')).statusCode).toBe(200)
    isAway = true
    time = now + 1_000
    expect(textOf((await behind.inject('/')).body)).toContain('This page is less than a minute old.')
    time = now + 5 * 60_000
    const page = textOf((await behind.inject('/')).body)
    expect(page).toContain('This page is 5 minutes old.')
    expect(page).toContain('7F Criminal Justice')
    await behind.close()
  })
})
