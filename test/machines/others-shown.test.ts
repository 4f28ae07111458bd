import { describe, expect, it } from 'vitest'
import { maySeeOthers } from '../../machines/others-shown.ts'
import type { OthersShown } from '../../machines/vocabulary/board.ts'
import { theChiefs } from '../support/case.ts'
import { play, submitted, votes } from '../support/play.ts'

const review = (othersShown: OthersShown | undefined, ...decided: string[]) => {
  const { caseFile, refusals } = play([
    submitted({}, [theChiefs({ rule: { kind: 'unanimous' }, ...(othersShown ? { othersShown } : {}) })]),
    ...decided.map((seatId) => votes(seatId)),
  ])
  expect(refusals).toEqual([])
  return caseFile.reviews['s1b1']!.context
}

describe('whether a member is told how the others decided', () => {
  it.each<[OthersShown | undefined, string[], boolean]>([
    [undefined, [], true],
    [undefined, ['essex'], true],
    ['always', [], true],
    ['always', ['essex', 'norfolk'], true],
    ['afterOwn', [], false],
    ['afterOwn', ['essex'], false],
    ['afterOwn', ['essex', 'norfolk'], false],
    ['afterOwn', ['kent'], true],
    ['afterOwn', ['essex', 'kent'], true],
  ])('with terms that say %s, once %j have decided: Kent is told is %s', (othersShown, decided, isTold) => {
    expect(maySeeOthers(review(othersShown, ...decided), 'kent')).toBe(isTold)
  })
})
