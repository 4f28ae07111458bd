import { describe, expect, it } from 'vitest'
import { changesInPapers, readersInWords } from '../../activities/words/papers.ts'
import { mayRead } from '../../machines/paper-readers.ts'
import { papersSince } from '../../machines/papers-since.ts'
import type { Seat } from '../../machines/vocabulary/board.ts'
import type { PaperReaders, PaperRef } from '../../machines/vocabulary/submission.ts'
import { aPlan, theChiefs } from '../support/case.ts'
import { circulated, fiveCases, planWithFiveCases } from '../support/circulation.ts'
import { play, playOn, start, submitted, votes } from '../support/play.ts'

const paper = (title: string, content: string, version = '1.0', readers?: PaperReaders): PaperRef => ({
  sha256: content.repeat(64).slice(0, 64),
  title,
  version,
  marking: 'OFFICIAL',
  mediaType: 'text/plain',
  sizeBytes: 1,
  ...(readers ? { readers } : {}),
})
const added = (evidenceId: string, each: PaperRef) => ({ type: 'evidenceProvided' as const, evidenceId, paper: each })
const planFor = (...evidenceIds: string[]) =>
  aPlan({
    gates: {
      ...aPlan().gates,
      outlineBusinessCase: {
        boards: [{ board: 'chiefs', decideWithin: 'P10D' }],
        evidence: evidenceIds.map((id) => ({ id, title: id })),
      },
    },
  })

describe('a paper for named readers', () => {
  const seat = (seatId: string, ...organisationIds: string[]): Pick<Seat, 'seatId' | 'organisationIds'> => ({
    seatId,
    organisationIds,
  })
  const kent = { seatIds: [], organisationIds: ['kent'] }

  it.each<[PaperReaders | undefined, ReturnType<typeof seat> | undefined, boolean]>([
    [undefined, seat('essex', 'essex'), true],
    [undefined, undefined, true],
    [{ seatIds: ['kent'], organisationIds: [] }, seat('kent', 'kent'), true],
    [{ seatIds: ['kent'], organisationIds: [] }, seat('kent-pcc', 'kent'), false],
    [kent, seat('kent-pcc', 'kent'), true],
    [kent, seat('both-forces', 'essex', 'kent'), true],
    [kent, seat('essex', 'essex'), false],
    [{ seatIds: ['essex'], organisationIds: ['kent'] }, seat('essex', 'essex'), true],
    [kent, undefined, false],
  ])('readers %j, member %j: may open it is %s', (readers, member, may) => {
    expect(mayRead(readers ? { readers } : {}, member)).toBe(may)
  })

  it('says so to those who are among them and to those who are not', () => {
    const [kentSeat, essexSeat] = theChiefs().seats
    const named = paper('Redundancies', 'a', '1.0', kent)
    expect(readersInWords(named, kentSeat)).toBe('for named readers, and you are one')
    expect(readersInWords(named, essexSeat)).toBe('for named readers, and you are not one of them')
    expect(readersInWords(paper('Summary', 'b'), essexSeat)).toBeUndefined()
  })

  it('names organisations of the initiative, and somebody on the boards asked', () => {
    const plan = { plan: planFor('case') }
    const refused = (readers: PaperReaders) =>
      play([added('case', paper('Redundancies', 'a', '1.0', readers)), submitted()], plan).refusals
    expect(refused(kent)).toEqual([])
    expect(refused({ seatIds: ['norfolk'], organisationIds: [] })).toEqual([])
    expect(refused({ seatIds: [], organisationIds: ['atlantis'] })[0]).toBe(
      'UnknownReader: paper.readers.organisationIds: atlantis takes no part in this initiative.',
    )
    expect(refused({ seatIds: ['atlantis'], organisationIds: [] })).toEqual([
      'NobodyMayRead: None of the readers Redundancies names sits on the boards asked.',
    ])
  })

  it('is not circulated, and takes the place of none that is', () => {
    const [first] = fiveCases
    const named = paper('Redundancies', 'a', '1.0', kent)
    const open = { plan: planWithFiveCases }
    expect(play([added(first!.id, named), circulated({ evidenceIds: [first!.id] })], open).refusals).toEqual([
      'NamedReaders: Redundancies is for named readers on the board, so it is not circulated.',
    ])
    const replaced = [added(first!.id, paper('Case', 'b')), circulated({ evidenceIds: [first!.id] })]
    expect(play([...replaced, added(first!.id, named)], open).refusals).toEqual([
      'NamedReaders: Redundancies is for named readers on the board, so it is not circulated.',
    ])
  })
})

describe('papers beside those the board saw last', () => {
  it.each<[string, PaperRef[], PaperRef[], [string, string, string?][]]>([
    ['the same content', [paper('Case', 'a')], [paper('Case', 'a')], [['Case', 'unchanged']]],
    ['the same content under another name', [paper('Case', 'a')], [paper('Plan', 'a')], [['Case', 'unchanged']]],
    ['another version', [paper('Case', 'b', '2.0')], [paper('Case', 'a')], [['Case', 'changed', '1.0']]],
    ['other content under the old version', [paper('Case', 'b')], [paper('Case', 'a')], [['Case', 'changed', '1.0']]],
    [
      'a paper more',
      [paper('Case', 'a'), paper('Register', 'c')],
      [paper('Case', 'a')],
      [
        ['Case', 'unchanged'],
        ['Register', 'new'],
      ],
    ],
    ['a paper less', [], [paper('Case', 'a')], [['Case', 'gone']]],
    ['none at all', [], [], []],
  ])('%s', (_what, now, before, expected) => {
    expect(
      papersSince(now, before).map(({ paper: { title }, since, earlierVersion }) =>
        earlierVersion ? [title, since, earlierVersion] : [title, since],
      ),
    ).toEqual(expected)
  })

  it('are said in words from the second round on, what changed first', () => {
    const first = play(
      [
        added('case', paper('Case', 'a')),
        added('figures', paper('Figures', 'b')),
        added('register', paper('Register', 'c')),
        submitted(),
        votes('kent', 'sendBack', { points: ['Show the savings.'] }),
      ],
      { plan: planFor('case', 'figures', 'register') },
    )
    expect(changesInPapers(first.caseFile, first.caseFile.reviews['s1b1']!.context)).toEqual([])
    const second = playOn(
      first.caseFile,
      [
        { type: 'pointAnswered', pointId: 's1b1p1', answer: 'Table 4 shows them.' },
        added('case', paper('Case', 'd', '2.0')),
        added('register', paper('Risks', 'e')),
        submitted(),
      ],
      start + 60_000,
    )
    expect(second.refusals).toEqual([])
    expect(changesInPapers(second.caseFile, second.caseFile.reviews['s2b1']!.context)).toEqual([
      'Case: changed, version 2.0 in place of 1.0',
      'Risks: new, version 1.0',
      'Register: no longer among the papers',
      'Figures: unchanged, version 1.0',
    ])
  })
})
