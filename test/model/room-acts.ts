import * as fc from 'fast-check'
import { choice } from '../../machines/vocabulary/submission.ts'

// What is tried of the room: what the secretary writes down of a meeting, and what the chair answers.

const mostly = <T>(usual: T, ...others: T[]) =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant(usual) },
    { weight: others.length, arbitrary: fc.constantFrom(...others) },
  )

const about = mostly<'an open one' | 'the first one' | 'none'>('an open one', 'the first one', 'none')
const boardIndex = fc.integer({ min: 0, max: 2 })

/** What is written of one seat. A position that is another than the one by link is said to be a change, or not. */
const ofASeat = fc.record({
  came: fc.oneof(
    { weight: 30, arbitrary: fc.constant('whoever sits' as const) },
    { weight: 3, arbitrary: fc.constant('apologies' as const) },
    { weight: 3, arbitrary: fc.constant('a deputy' as const) },
    { weight: 1, arbitrary: fc.constantFrom('the holder' as const, 'nobody' as const) },
  ),
  deputy: mostly<'unnamed' | 'theirs' | 'the first' | 'another'>('unnamed', 'theirs', 'the first', 'another'),
  spoke: fc.oneof(
    { weight: 24, arbitrary: fc.constant('where there' as const) },
    { weight: 6, arbitrary: fc.constant('no' as const) },
    { weight: 1, arbitrary: fc.constant('in any case' as const) },
  ),
  choice: fc.oneof(
    { weight: 12, arbitrary: fc.constant('approve' as const) },
    { weight: 8, arbitrary: fc.constantFrom(...choice.options) },
  ),
  isChange: fc.constantFrom(...(['where it is', 'where it is', 'where it is', 'no', 'yes'] as const)),
  hasReason: mostly(true, false),
})
export type OfASeat = typeof ofASeat extends fc.Arbitrary<infer Each> ? Each : never

export const recordRoom = {
  act: fc.constant('recordRoom' as const),
  seats: fc.array(ofASeat, { minLength: 4, maxLength: 4 }),
  written: mostly<'all' | 'not the last' | 'the first twice' | 'a stranger'>(
    'all',
    'not the last',
    'the first twice',
    'a stranger',
  ),
  day: fc.constantFrom(...(['today', 'today', 'a while ago', 'a while ago', 'before the papers'] as const)),
  wording: fc.option(fc.constantFrom('For two years.', 'For one year.'), { freq: 2, nil: undefined }),
  tabled: mostly<'none' | 'one' | 'one twice'>('none', 'one', 'one', 'one twice'),
  by: mostly<'the secretary' | 'the chair' | 'a deputy'>('the secretary', 'the chair', 'a deputy'),
  deferDays: fc.integer({ min: 0, max: 6 }),
  about,
  boardIndex,
}

export const answerRoom = {
  act: fc.constant('answerRoom' as const),
  answer: mostly<'confirm' | 'refuse'>('confirm', 'refuse', 'refuse'),
  version: mostly<'newest' | 'older' | 'newer'>('newest', 'older', 'newer'),
  by: mostly<'whoever sits' | 'the holder at first' | 'another member'>(
    'whoever sits',
    'the holder at first',
    'another member',
  ),
  about,
  boardIndex,
}

const recording = fc.record(recordRoom)
export type Recording = typeof recording extends fc.Arbitrary<infer Each> ? Each : never
const answering = fc.record(answerRoom)
export type Answering = typeof answering extends fc.Arbitrary<infer Each> ? Each : never
