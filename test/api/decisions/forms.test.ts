import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../../../activities/store/store.ts'
import { startJourneys, type Case, type Journeys } from './journey.ts'
import { actionOf, fieldsOf, filledIn, press } from './member.ts'

let journeys: Journeys

beforeAll(async () => {
  journeys = await startJourneys({ linkLimits: { postsPerMinute: 1_000 } })
})
afterAll(() => journeys?.stop())

describe('a form that is not complete', () => {
  it('comes back with everything typed, what is wrong, and a fresh form that works', async () => {
    const { initiative, chief, page } = await journeys.atThePage()
    const back = await press(chief, page, {
      choice: 'sendBack',
      reason: '',
      points: ['', '', '', '', ''],
      'typed-number': '0000',
    })
    expect(back.status).toBe(422)
    expect(back.html.querySelector('title')?.text).toMatch(/^Error: /)
    expect(back.html.querySelectorAll('.govuk-error-summary__list a').map((link) => link.getAttribute('href'))).toEqual(
      ['#points-0', '#typedAnswer'],
    )
    for (const link of back.html.querySelectorAll('.govuk-error-summary__list a'))
      expect(back.html.querySelector(link.getAttribute('href') ?? '')).not.toBeNull()
    expect(fieldsOf(back)['choice']).toEqual(['sendBack'])
    expect(fieldsOf(back)['form']).not.toEqual(fieldsOf(page)['form'])
    const typed = Array.from({ length: 7 }, (_, index) => `Point ${index + 1}: "<b>£</b>"`)
    const again = await press(chief, back, { choice: '', points: typed, reason: 'Line one\r\nline two' })
    expect(again.status).toBe(422)
    expect(fieldsOf(again)['points']).toEqual([...typed, ''])
    expect(fieldsOf(again)['reason']).toEqual(['Line one\nline two'])
    expect(await initiative.votesRecorded()).toBe(0)
    const receipt = await press(chief, again, { ...fieldsOf(again), choice: 'sendBack' })
    expect(receipt.text).toContain('Point 7: "<b>£</b>"')
    expect((await initiative.ballots('kent'))[0]?.points).toEqual(typed)
  })

  it.each<[string, Record<string, string | string[]>, number, string]>([
    ['no choice', { choice: '' }, 422, 'Choose your decision'],
    ['a choice nobody offered', { choice: 'veto' }, 422, 'Choose your decision'],
    ['no typed answer', { 'typed-number': '' }, 422, 'Type the four-digit number shown'],
    ['a reason of 4,001 characters', { reason: 'x'.repeat(4001) }, 400, 'The reason must be at most 4,000 characters'],
    ['a NUL in the reason', { reason: 'a\u0000b' }, 422, 'must not hold control or broken characters'],
    [
      'points of 33 KB together',
      { choice: 'sendBack', points: Array.from({ length: 12 }, () => 'y'.repeat(2800)) },
      400,
      'at most 30 KB',
    ],
    [
      '21 points',
      { choice: 'sendBack', points: Array.from({ length: 21 }, (_, i) => `${i}`) },
      400,
      'Write at most 20 points',
    ],
    [
      'a condition without the choice for it',
      { condition: 'Only with a plan' },
      422,
      'choose the decision with conditions, or clear it',
    ],
    ['conditions that are not there', { choice: 'approveWithConditions' }, 422, 'Write at least one condition'],
    ['a deferral without a date', { choice: 'defer', reason: 'r' }, 422, 'Give the date to defer to'],
    [
      'a deferral to 31 February',
      { choice: 'defer', reason: 'r', 'defer-until-day': '31', 'defer-until-month': '2', 'defer-until-year': '2031' },
      422,
      'must be a real day',
    ],
    [
      'a deferral to last year',
      { choice: 'defer', reason: 'r', 'defer-until-day': '1', 'defer-until-month': '2', 'defer-until-year': '2020' },
      422,
      'must be after today',
    ],
    ['closing early without a reason', { choice: 'stop' }, 422, 'Say why'],
  ])('records nothing for %s, and says so', async (_fact, fields, status, words) => {
    const { initiative, chief, page } = await journeys.atThePage(await theOpenCase())
    const back = await press(chief, page, fields)
    expect(back.status).toBe(status)
    expect(back.text).toContain(words)
    expect(await initiative.votesRecorded()).toBe(0)
    expect(fieldsOf(back)['reason']).toEqual([
      String(fields['reason'] ?? '').replace('\u0000', fieldsOf(back)['reason']?.[0]?.[1] ?? ''),
    ])
    expect((await initiative.accesses()).at(-1)).toMatchObject({ kind: 'postRefused', seatId: 'kent' })
  })

  let shared: Case | undefined
  const theOpenCase = async () => (shared ??= await journeys.submitted())
})

describe('pressing more than once', () => {
  it('counts once when the same form arrives fifty times at once, and answers each the same', async () => {
    const { initiative, chief, page } = await journeys.atThePage()
    const fields = filledIn(page, { choice: 'abstain' })
    const answers = await Promise.all(Array.from({ length: 50 }, () => chief.send(actionOf(page), fields)))
    expect(new Set(answers.map(({ status, path, text }) => `${status} ${path} ${text}`)).size).toBe(1)
    expect(answers[0]?.text).toContain('Your decision: Abstain')
    expect(await initiative.votesRecorded()).toBe(1)
  })

  it('counts nothing from an old form after a change, and shows the decision that stands', async () => {
    const { initiative, chief, page } = await journeys.atThePage()
    await press(chief, page, { choice: 'abstain' })
    const old = await press(chief, page, { choice: 'approve' })
    expect(old.status).toBe(409)
    expect(old.text).toContain('The decision recorded for you is another one, and it stands.')
    expect(old.text).toContain('What you just sent was not counted.')
    expect(old.text).toContain('Your decision: Abstain')
    const twoTabs = journeys.member()
    const otherTab = await twoTabs.open(await initiative.linkOf('kent'))
    expect(otherTab.text).toContain('Your decision: Abstain')
    expect(await initiative.votesRecorded()).toBe(1)
  })

  it('changes a decision only as a separate act, with every version kept', async () => {
    const { initiative, chief, page } = await journeys.atThePage()
    await press(chief, page, { choice: 'abstain' })
    const shown = await chief.open(page.path)
    expect(shown.html.querySelector('form')).toBeNull()
    const change = await chief.open(`${page.path}?change=1`)
    expect(change.text).toContain('You have recorded a decision already: Abstain')
    expect(fieldsOf(change)['choice']).toBeUndefined()
    const receipt = await press(chief, change, { choice: 'approve' })
    expect(receipt.text).toContain('Your decision: Approve')
    expect(receipt.text).toContain('decision 2')
    expect(await initiative.ballots('kent')).toMatchObject([
      { number: 1, choice: 'abstain' },
      { number: 2, choice: 'approve' },
    ])
    const older = await press(chief, change, { choice: 'sendBack', points: ['No'] })
    expect(older.status).toBe(409)
    const first = await press(chief, page, { choice: 'abstain' })
    expect(first.status).toBe(409)
    expect(first.text).toContain('Your decision: Approve')
    expect(await initiative.ballots('kent')).toHaveLength(2)
  })

  it('says "not confirmed" while nothing can record it, and the same press later counts once', async () => {
    const { initiative, chief, page } = await journeys.atThePage()
    const { app: impatient } = await journeys.makeApp({ cases: journeys.casesWithin(1_000) })
    await journeys.initiatives.stopWorker()
    const cookie = await chief.jar.getCookieString('https://localhost/')
    const unsure = await press(journeys.member(impatient), page, { reason: 'Word for\r\nword' }, { cookie })
    expect(unsure.status).toBe(503)
    expect(unsure.text).toContain('Not confirmed yet')
    expect(fieldsOf(unsure)['form']).toEqual(fieldsOf(page)['form'])
    await journeys.initiatives.restartWorker()
    const receipt = await chief.send(actionOf(unsure), fieldsOf(unsure))
    expect(receipt).toMatchObject({ status: 200, path: `${page.path}/recorded` })
    expect(await initiative.ballots('kent')).toMatchObject([{ number: 1, choice: 'approve', reason: 'Word for\nword' }])
    expect(await initiative.votesRecorded()).toBe(1)
    await impatient.close()
  })

  it('says "not confirmed" while the record cannot be read, and loses nothing that was typed', async () => {
    const { initiative, chief, page } = await journeys.atThePage()
    const away = openStore('postgresql://nobody:none@127.0.0.1:1/none', { dataFolder: '/nowhere' })
    const { app } = await journeys.makeApp(away)
    const cookie = await chief.jar.getCookieString('https://localhost/')
    const unsure = await press(journeys.member(app), page, { reason: 'Kept' }, { cookie })
    expect(unsure.status).toBe(503)
    expect(unsure.text).toContain('Not confirmed yet')
    const receipt = await chief.send(actionOf(unsure), fieldsOf(unsure))
    expect(receipt.text).toContain('Kept')
    expect(await initiative.votesRecorded()).toBe(1)
    await Promise.all([app.close(), away.close()])
  })

  it('is recognised by another process with the same key, and by none with another', async () => {
    const { initiative, chief, page } = await journeys.atThePage()
    const { app: other } = await journeys.makeApp()
    const { app: stranger } = await journeys.makeApp({ formKey: new Uint8Array(32).fill(9) })
    const cookie = await chief.jar.getCookieString('https://localhost/')
    const send = (app: typeof other) => {
      const elsewhere = journeys.member(app)
      return elsewhere.send(actionOf(page), filledIn(page), { cookie })
    }
    expect((await send(stranger)).status).toBe(403)
    expect(await initiative.votesRecorded()).toBe(0)
    await send(other)
    expect(await initiative.ballots('kent')).toMatchObject([{ choice: 'approve' }])
    await Promise.all([other.close(), stranger.close()])
  })
})
