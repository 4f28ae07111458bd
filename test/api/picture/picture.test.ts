import { describe, expect, it } from 'vitest'
import { quoted } from '../../../api/picture/dot.ts'
import { pictureInWords, pictureOf } from '../../../api/picture.ts'
import { stories } from '../pages/stories.ts'

const svgOf = (name: keyof typeof stories, isWhole = false) => pictureOf(stories[name].recorded.state, { isWhole })
const textsOf = (svg: string) =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text?.trim().replaceAll('&#45;', '-'))
/** The words in the place drawn as "here": white on ink. */
const highlighted = (svg: string) =>
  [...svg.matchAll(/<text[^>]*fill="#ffffff"[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text?.trim()).join(' ')

describe('the picture of the machine', () => {
  it.each([
    ['notReported', 'Stage not reported'],
    ['assumed', 'Preparing papers'],
    ['openReview', 'With the board'],
    ['deferred', 'Deferred to a date'],
    ['rollingOut', 'Approved, being carried out'],
    ['closing', 'Closure report'],
    ['completed', 'Closed'],
    ['onHold', 'On hold'],
  ] as const)('of an initiative that is %s says you are here: %s', async (name, here) => {
    expect(highlighted(await svgOf(name))).toBe(here)
    expect(pictureInWords(stories[name].recorded.state).here.toLowerCase()).toContain(here.toLowerCase())
  })

  it('opens the stage it is at, and on request every stage', async () => {
    const times = (svg: string) => textsOf(svg).filter((text) => text === 'With the board').length
    expect(times(await svgOf('openReview'))).toBe(1)
    expect(times(await svgOf('openReview', true))).toBe(5)
  })

  it.each([
    ['overdue', 'The board’s decision', 'Open, overdue'],
    ['consulting', 'Consultations', 'May be closed: 1'],
    ['rollingOut', 'Roll-out tranches', 'Ready: 1'],
  ] as const)('shows beside %s what is open: %s', async (name, title, state) => {
    expect(textsOf(await svgOf(name))).toEqual(expect.arrayContaining([title, state]))
  })

  it('speaks people’s words, never the names of the code', async () => {
    for (const name of ['openReview', 'notReported', 'consulting', 'rollingOut'] as const)
      expect(textsOf(await svgOf(name, true)).filter((text) => text && /[a-z][A-Z]|xstate|_/.test(text))).toEqual([])
  })

  it('may stand in a page under a strict content security policy', async () => {
    const svg = await svgOf('openReview')
    expect(svg).toMatch(/^<svg role="img" aria-label="[^"]+"/)
    expect(svg).not.toMatch(/<style|style=|<script|<title|href|xlink| on\w+=| id=|<!|<\?/)
  })

  it('says from the same machine what may happen next and where that leads', () => {
    expect(pictureInWords(stories.openReview.recorded.state).moves).toEqual([
      { what: 'agreed, next board', to: 'With the board' },
      { what: 'approved', to: 'Approved, being carried out' },
      { what: 'deferred', to: 'Deferred to a date' },
      { what: 'closed early', to: 'Closure report' },
      { what: 'sent back, or a next step only', to: 'Preparing papers' },
      { what: 'withdrawn or closed early (at any time)', to: 'Closed' },
      { what: 'put on hold (at any time)', to: 'On hold' },
    ])
    expect(pictureInWords(stories.completed.recorded.state).moves).toEqual([])
  })

  it('is laid out once for each state', async () => {
    const first = await svgOf('deferred')
    expect(await svgOf('deferred')).toBe(first)
  })

  it.each([
    ['quotes', 'a "b" c', '"a \\"b\\" c"'],
    ['backslashes', 'end\\', '"end\\\\"'],
    ['lines', 'a\nb', '"a\\nb"'],
  ])('cannot be broken out of by %s', (_what, text, expected) => {
    expect(quoted(text)).toBe(expected)
  })
})
