import { describe, expect, it } from 'vitest'
import { readPortfolio, type PortfolioRow } from '../../../activities/portfolio/portfolio-file.ts'

const start = `portfolio: { id: trial, title: A trial }
sources:
  - { id: report, title: 'A report, 2019' }
  - { id: later, title: 'A later report, 2020' }
organisations:
  - { id: kent, name: Kent Police, kind: force }
people:
  - { id: chief, name: 'Chief Constable, Kent Police', email: chief@kent.example, for: [kent] }
programmes:
  - { id: seven, name: Seven forces, organisations: [kent] }
boards:
  - id: chiefs
    name: Chiefs
    source: report
    from: 2019-01-01
    members: [chief]
    assumed: { rule: { kind: unanimous } }
plans:
  - { id: gates, file: gates.yaml }
initiatives:
`
/** An initiative's row, with these lines in it. */
const anInitiative = (id: string, ...lines: string[]) =>
  [
    `  - id: ${id}`,
    ...[
      `reference: ${id}`,
      `title: ${id}`,
      'source: report',
      'plan: gates',
      'entry: not reported',
      'programme: seven',
      ...lines,
    ].map((line) => `    ${line}`),
    '',
  ].join('\n')

const initiativesOf = (rows: readonly PortfolioRow[]) =>
  rows.flatMap((row) => (row.kind === 'initiative' ? [row.value.creation] : []))
const onlyInitiative = (text: string) => {
  const { rows, problems } = readPortfolio(start + text)
  expect(problems).toEqual([])
  return initiativesOf(rows)[0]!
}

describe('a portfolio file', () => {
  it('says whose bank holidays an organisation keeps, and when it is closed besides', () => {
    const organisation = (words: string) =>
      readPortfolio(
        start.replace('organisations:\n', `organisations:\n  - { id: psni, name: PSNI, kind: force, ${words} }\n`),
      )
    const { rows, problems } = organisation('division: Northern Ireland, closedDays: [2027-07-13]')
    expect(problems).toEqual([])
    expect(rows.find(({ id }) => id === 'psni')).toMatchObject({
      value: { division: 'northernIreland', closedDays: ['2027-07-13'] },
    })
    expect(organisation('division: Cornwall').problems).toMatchObject([
      { key: 'division', expected: 'must be one of England and Wales, Scotland, Northern Ireland' },
    ])
    expect(organisation('closedDays: [2027-02-30]').problems).toMatchObject([{ key: 'closedDays.1' }])
  })

  it.each([
    ['2017-06-08', { precision: 'day', on: '2017-06-08' }],
    ['2019-09', { precision: 'month', month: '2019-09' }],
    ['{ from: 2017-06-08, to: 2017-06-10 }', { precision: 'range', from: '2017-06-08', to: '2017-06-10' }],
    ['{ by: 2019-09-13 }', { precision: 'by', by: '2019-09-13' }],
    ['{ said: earlier in 2017 }', { precision: 'said', said: 'earlier in 2017' }],
    ['not reported', { precision: 'notReported' }],
  ])('reads the date %s with the precision it has', (written, date) => {
    const [fact] = onlyInitiative(anInitiative('one', `facts: [{ text: launched, date: ${written} }]`)).facts
    expect(fact?.date).toEqual(date)
  })

  it.each([
    '2019-02-30',
    '2019',
    '2019-13',
    'soon',
    '{ by: 2019-09 }',
    '{ from: 2019-02-02, to: 2019-01-01 }',
    '{ on: 2019-01-01 }',
  ])('refuses the date %s', (written) => {
    const { problems } = readPortfolio(
      start + anInitiative('one', 'facts:', `  - { text: launched, date: ${written} }`),
    )
    expect(problems).toEqual([
      {
        line: 29,
        row: 'initiative one',
        key: 'facts.1.date',
        expected: expect.stringMatching(/^must (be a day|end no earlier)/),
      },
    ])
  })

  it('puts every fact down to the source of its row, or to its own', () => {
    const { facts } = onlyInitiative(
      anInitiative('one', 'facts: [in the report, { text: in the later one, source: later }]'),
    )
    expect(facts.map(({ provenance }) => provenance)).toEqual([
      { certainty: 'reported', sourceId: 'report', sourceTitle: 'A report, 2019' },
      { certainty: 'reported', sourceId: 'later', sourceTitle: 'A later report, 2020' },
    ])
  })

  it('puts a fact that may be in either of two sources down to neither alone', () => {
    const { facts } = onlyInitiative(anInitiative('one', 'facts: [{ text: in one of them, source: [report, later] }]'))
    expect(facts[0]?.provenance).toEqual({
      certainty: 'reported',
      sourceTitle: 'A report, 2019; or A later report, 2020',
    })
  })

  it.each([
    ['not reported', undefined, 'reported'],
    ['go-live', 'goLive', 'reported'],
    ['{ stage: go-live, note: interim }', 'goLive', 'reported'],
    ['{ stage: go-live, assumed: it is live }', 'goLive', 'assumed'],
  ])('begins an initiative whose entry is %s at the stage %s, %s', (entry, stage, certainty) => {
    const text = anInitiative('one').replace('entry: not reported', `entry: ${entry}`)
    expect(onlyInitiative(text).entry).toMatchObject({ ...(stage ? { stage } : {}), provenance: { certainty } })
    expect('stage' in onlyInitiative(text).entry).toBe(stage !== undefined)
  })

  it('asks for a reminder at 9am in London on its day, and for none unless the row does', () => {
    const remind = [
      'remind:',
      '  - { on: 2099-01-18, who: chief, about: The Summit meets. }',
      '  - { on: 2099-06-18, who: chief, about: Again. }',
    ]
    expect(onlyInitiative(anInitiative('one', ...remind)).reminders).toEqual([
      { reminderId: 'r1', atInstant: Date.UTC(2099, 0, 18, 9), personId: 'chief', about: 'The Summit meets.' },
      { reminderId: 'r2', atInstant: Date.UTC(2099, 5, 18, 8), personId: 'chief', about: 'Again.' },
    ])
    expect(onlyInitiative(anInitiative('one')).reminders).toEqual([])
  })

  it.each([
    ['{ on: 2099-01, who: chief, about: x }', 'remind.1.on', /day/],
    [
      '{ on: 2099-01-18, who: nobody, about: x }',
      'remind.1.who',
      /^must be the id of a row under people; nobody is not$/,
    ],
    ['{ on: 2099-01-18, who: unreachable, about: x }', 'remind.1.who', /^must be a person with an email address/],
    ['{ on: 2099-01-18, who: chief }', 'remind.1.about', /./],
  ])('refuses the reminder %s with its line', (written, key, expected) => {
    const people = start.replace('programmes:', "  - { id: unreachable, name: Nobody's mailbox }\nprogrammes:")
    const { problems } = readPortfolio(people + anInitiative('one', 'remind:', `  - ${written}`))
    expect(problems.filter(({ row }) => row === 'initiative one')).toEqual([
      { line: 30, row: 'initiative one', key, expected: expect.stringMatching(expected) },
    ])
  })

  it('keeps what a board reports apart from what is assumed of it', () => {
    const board = readPortfolio(start).rows.find(({ kind }) => kind === 'board')
    expect(board?.value).toMatchObject({
      membersProvenance: { certainty: 'reported', sourceId: 'report' },
      ruleProvenance: { certainty: 'assumed' },
      seats: [{ seatId: 'chief', organisationIds: ['kent'], holdings: [{ personId: 'chief', fromDay: '2019-01-01' }] }],
    })
  })

  it('says when the members of a board see how the others decided', () => {
    const assumed = start.replace(
      '{ rule: { kind: unanimous } }',
      '{ rule: { kind: unanimous }, othersShown: afterOwn }',
    )
    const reported = start.replace('members: [chief]', 'members: [chief]\n    othersShown: afterOwn')
    for (const written of [assumed, reported])
      expect(readPortfolio(written).rows.find(({ kind }) => kind === 'board')?.value).toMatchObject({
        othersShown: 'afterOwn',
      })
  })

  it('says how a board decides outside its meetings, whether its chair may act for it, and by what groups', () => {
    const boardOf = (assumed: string) =>
      readPortfolio(
        start
          .replace('{ rule: { kind: unanimous } }', `{ chair: chief, ${assumed} }`)
          .replace('members: [chief]\n    ', '')
          .replace('chair: chief,', 'chair: chief, members: [chief],'),
      )
    const { rows, problems } = boardOf(
      'rule: { kind: chairDecides }, correspondence: { rule: { kind: unanimous }, decideWithinWorkingDays: 5 }, chairsAction: true',
    )
    expect(problems).toEqual([])
    expect(rows.find(({ kind }) => kind === 'board')?.value).toMatchObject({
      correspondence: { rule: { kind: 'unanimous' }, decideWithinWorkingDays: 5 },
      chairsAction: {},
    })
    expect(
      boardOf('rule: { kind: unanimous }, correspondence: { rule: { kind: majority, quorum: 2 } }').problems,
    ).toMatchObject([
      {
        key: 'assumed.correspondence.rule',
        expected: 'cannot decide for this board: its quorum is 2 and it has 1 seat',
      },
    ])
    const groups = '[{ title: forces, seatIds: [chief] }, { title: commissioners, seatIds: [ghost] }]'
    expect(boardOf(`rule: { kind: majorityOfEach, groups: ${groups} }`).problems).toMatchObject([
      { key: 'assumed.rule', expected: expect.stringContaining('names the seat ghost in a group') },
    ])
  })

  it('refuses chair\u2019s action where nobody is in the chair', () => {
    expect(
      readPortfolio(start.replace('{ kind: unanimous } }', '{ kind: unanimous }, chairsAction: true }')).problems,
    ).toMatchObject([
      { key: 'assumed.chairsAction', expected: 'cannot decide for this board: the chair decides and it has 0 chairs' },
    ])
  })

  it.each([
    ['an unknown key', 'colour: red', 28, 'colour', 'is not a known field here'],
    [
      'an unknown person',
      'sro: { title: SRO, person: nobody }',
      28,
      'sro.person',
      'must be the id of a row under people; nobody is not',
    ],
    [
      'an unknown board',
      'decisions: [{ board: ghosts, verb: agreed, wording: it, kind: approval, on: 2019-01-01 }]',
      28,
      'decisions.1.board',
      'must be the id of a row under boards; ghosts is not',
    ],
    [
      'a decision without its verb',
      'decisions: [{ board: chiefs, wording: it, kind: approval, on: 2019-01-01 }]',
      28,
      'decisions.1.verb',
      'is required: text',
    ],
    [
      'a rating that is no colour',
      'ratings: [{ kind: team, rag: blue, date: 2019-01-01 }]',
      28,
      'ratings.1.rag',
      'must be one of red, amber, green',
    ],
    ['a key written twice', 'title: again', 28, '', 'must be YAML: Map keys must be unique'],
    ['a comment too long to keep', `facts: [${'x'.repeat(4001)}]`, 28, 'facts.1', 'must be at most 4,000 characters'],
  ])('reports %s with its line and lets every other row in', (_what, wrong, line, key, expected) => {
    const { rows, problems } = readPortfolio(start + anInitiative('bad', wrong) + anInitiative('good'))
    expect(problems).toEqual([{ line, row: 'initiative bad', key, expected }])
    expect(initiativesOf(rows).map(({ initiativeId }) => initiativeId)).toEqual(['good'])
  })

  it('reports an id used twice with both lines, and imports neither row', () => {
    const { rows, problems } = readPortfolio(
      start + anInitiative('twin') + anInitiative('other') + anInitiative('twin'),
    )
    const expected = 'must be used once; it stands in lines 21 and 35, and none of these rows is imported'
    expect(problems).toEqual([
      { line: 21, row: 'initiative twin', key: 'id', expected },
      { line: 35, row: 'initiative twin', key: 'id', expected },
    ])
    expect(initiativesOf(rows).map(({ initiativeId }) => initiativeId)).toEqual(['other'])
  })

  it('keeps an initiative whose organisation has a fault of its own', () => {
    const { rows, problems } = readPortfolio(start.replace('kind: force', 'kind: forse') + anInitiative('one'))
    expect(problems).toMatchObject([{ line: 6, row: 'organisation kent', key: 'kind' }])
    expect(initiativesOf(rows)).toMatchObject([{ organisations: [{ organisationId: 'kent', name: 'Kent Police' }] }])
  })

  it('refuses a board part that is reported and assumed at once, or nowhere', () => {
    const both = readPortfolio(start.replace('members: [chief]', 'members: [chief]\n    rule: { kind: unanimous }'))
    expect(both.problems).toMatchObject([
      { key: 'rule', expected: 'must be either reported here or under assumed, not both' },
    ])
    const neither = readPortfolio(start.replace('assumed: { rule: { kind: unanimous } }', 'assumed: {}'))
    expect(neither.problems).toMatchObject([{ key: 'rule', expected: 'is required, here or under assumed' }])
  })

  it.each([
    ['{ kind: majority, quorum: 2 }', 'its quorum is 2 and it has 1 seat'],
    ['{ kind: bothOf, seatIds: [chief, ghost] }', 'the seat ghost must agree, and it has no such seat'],
    [
      '{ kind: perPair, others: allMust }',
      'each pair decides jointly, and these are in no pair: Chief Constable, Kent Police',
    ],
    ['{ kind: chairDecides }', 'the chair decides and it has 0 chairs'],
  ])('refuses the rule %s, which the board could never decide by', (rule, why) => {
    expect(readPortfolio(start.replace('{ kind: unanimous }', rule)).problems).toMatchObject([
      { row: 'board chiefs', key: 'assumed.rule', expected: `cannot decide for this board: ${why}` },
    ])
  })

  it.each([
    ['', 'must be a group of sections'],
    ['initiatives: [', 'must be YAML'],
    ['initiativs: []', 'must be one of portfolio, sources'],
    ['initiatives: 5', 'must be a list of rows'],
    ['a: *nowhere', 'must be one of portfolio'],
  ])('says what is expected of the file %j', (text, expected) => {
    expect(
      readPortfolio(text)
        .problems.map((problem) => problem.expected)
        .join(),
    ).toContain(expected)
  })

  it('knows a row again by what it says, whatever its layout and comments', () => {
    const hash = (text: string) => readPortfolio(start + text).rows.at(-1)?.sha256
    const plain = anInitiative('one', 'facts: [launched]')
    expect(hash(plain.replace('facts:', '# a comment\n    facts:').replace('[launched]', '\n      - launched'))).toBe(
      hash(plain),
    )
    expect(hash(plain.replace('launched', 'postponed'))).not.toBe(hash(plain))
  })
})
