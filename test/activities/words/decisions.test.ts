import { describe, expect, it } from 'vitest'
import { choicesFor } from '../../../machines/rules/choices.ts'
import { askOf, choiceInWords, decidedInWords, stageInWords } from '../../../activities/words/decisions.ts'
import { ask } from '../../../machines/vocabulary/board.ts'
import { choice } from '../../../machines/vocabulary/submission.ts'
import { aProposal, theChiefs } from '../../support/case.ts'

describe('the words of a decision', () => {
  it.each(ask.options)('never call it an approval when the board is asked to %s, unless it decides', (asked) => {
    for (const chosen of choice.options)
      expect(/approv/i.test(`${choiceInWords(chosen, asked)} ${decidedInWords(chosen, asked)}`)).toBe(
        asked === 'decide' && chosen.startsWith('approve'),
      )
  })

  it.each(ask.options)('offer a different word for each choice when asked to %s', (asked) => {
    const words = choicesFor(asked, { kind: 'perPair', others: 'allMust' }).map((chosen) =>
      choiceInWords(chosen, asked),
    )
    expect(new Set(words).size).toBe(words.length)
  })

  it('offer conditions only where an approval carries them', () => {
    expect(
      ask.options.filter((asked) => choicesFor(asked, { kind: 'unanimous' }).includes('approveWithConditions')),
    ).toEqual(['decide'])
  })

  it('take papers that ask for less than a decision at their word', () => {
    const terms = theChiefs({ ask: 'endorse' })
    expect(askOf({ terms, proposal: aProposal() })).toBe('endorse')
    expect(askOf({ terms, proposal: aProposal({ ask: 'agreeNextStep' }) })).toBe('agreeNextStep')
  })

  it('name a stage that no source names', () => {
    expect(stageInWords(undefined)).toBe('stage not reported')
    expect(stageInWords('goLive')).toBe('Go-live')
  })
})
