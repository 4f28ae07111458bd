import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { planBoardProblems, readPlan } from '../activities/plan-file.ts'
import { readPortfolio } from '../activities/portfolio/portfolio-file.ts'
import { reportedDateInWords } from '../activities/words/dates.ts'
import { partiesOf } from '../machines/rules/parties.ts'
import { mailAddress } from '../activities/mail/address.ts'

const read = (name: string) => readFileSync(new URL(`../examples/${name}`, import.meta.url), 'utf8')
const { rows, problems } = readPortfolio(read('portfolio.yaml'))
const of = <Kind extends (typeof rows)[number]['kind']>(kind: Kind) =>
  rows.filter((row): row is Extract<(typeof rows)[number], { kind: Kind }> => row.kind === kind)
const creations = new Map(of('initiative').map(({ id, value }) => [id, value.creation]))
const boards = of('board').map(({ value }) => ({ ...value, version: 1 }))

describe('the sample portfolio', () => {
  it('has no bad row', () => {
    expect(problems).toEqual([])
  })

  it('holds every initiative, board, organisation, programme and source', () => {
    expect([...creations.keys()].join(' ')).toBe(
      'scd-review procurement peqf armed-policing forensics-fcin vetting biometrics nledp anpr dfu-redesign ecfrs-programme ' +
        'ecda dot-com public-engagement criminal-justice physical-storage occupational-health ict-strategy ' +
        'blue-light-property body-worn-video interview-repository',
    )
    expect([of('board').length, of('organisation').length, of('programme').length, of('source').length]).toEqual([
      13, 30, 7, 4,
    ])
  })

  it.each([
    [
      'peqf',
      'Alliance Summit',
      'agreed',
      "an extension of the tender's stage one decision for all",
      '9 July 2019',
      'extension',
    ],
    [
      'peqf',
      'Alliance Summit',
      'agreed',
      'further clarification questions and work with the College of Policing on abstraction modelling',
      '9 July 2019',
      'extension',
    ],
    ['peqf', 'Alliance Summit', 'agreed', 'go-live dates of the forces are not affected', '9 July 2019', 'extension'],
    [
      'peqf',
      '7F Chief Constables',
      'presented',
      "each force's preferred strategic position",
      '21 August 2019',
      'recommendation',
    ],
    [
      'peqf',
      '7F Chief Constables',
      'presented',
      'all but one recommend moving to due diligence; that one has been offered more time to consider',
      '21 August 2019',
      'recommendation',
    ],
    [
      'peqf',
      'each recommending force jointly with its local commissioner',
      'decision by',
      'outcome not reported',
      'by 13 September 2019',
      'notReported',
    ],
    ['armed-policing', 'board not reported', 'agreed', 'full business case', 'earlier in 2017', 'approval'],
    [
      'forensics-fcin',
      'Chief Finance Officers',
      'supported',
      'the extension option of the forensic science provider contract',
      'date not reported',
      'support',
    ],
    ['forensics-fcin', '7F Chief Constables', 'supported', 'the FCIN business case', 'date not reported', 'support'],
    ['vetting', '7F Chief Constables', 'said', 'a firm desire to re-visit the business case', '8 June 2017', 'steer'],
    [
      'vetting',
      '7F Chief Constables',
      'agreed to a next step',
      'still keen to progress towards a single vetting unit; the first step is to go to tender for a single IT solution',
      '10 August 2017',
      'nextStep',
    ],
    [
      'ecfrs-programme',
      '"that board" (the report does not make clear which)',
      'agreed',
      "the Programme Board's terms of reference",
      '22 August 2019',
      'approval',
    ],
    [
      'ecda',
      'OPFCC Strategic Board',
      'considered and agreed',
      "Essex Police's funding for three years from the Operational Transformation Reserve",
      '13 June 2019',
      'approval',
    ],
    ['criminal-justice', 'Alliance Summit', 'approved', 'convergence and benefits plan', '11 January 2017', 'approval'],
    ['physical-storage', 'stakeholders', 'endorsed', 'draft outline business case', '25 May 2017', 'endorsement'],
    ['occupational-health', '7F Oversight Group', 'received', 'interim report', '25 May 2017', 'note'],
    ['ict-strategy', 'Alliance Summit', 'agreed', 'seven priority areas', '21 June 2017', 'steer'],
    [
      'blue-light-property',
      'Kent Emergency Services Collaboration Strategic Board',
      'highlighted',
      'existing and planned property sharing; the ambulance trust shows new interest',
      '9 August 2018',
      'note',
    ],
    [
      'blue-light-property',
      'board not reported',
      'endorsed in general',
      'further schemes to be scoped',
      'date not reported',
      'endorsement',
    ],
  ])('%s: %s %s “%s”, %s', (id, boardName, verb, words, date, kind) => {
    const found = creations
      .get(id)
      ?.decisions.find((decision) => decision.verb === verb && decision.wording.includes(words))
    expect(found).toMatchObject({ boardName, verb, kind })
    expect(found && reportedDateInWords(found.on)).toBe(date)
  })

  it('has no other decisions', () => {
    expect([...creations.values()].flatMap(({ decisions }) => decisions)).toHaveLength(16)
  })

  it.each([
    ['physical-storage', 'outlineBusinessCase', 'reported'],
    ['procurement', 'consultation', 'reported'],
    ['armed-policing', 'goLive', 'reported'],
    ['dfu-redesign', 'outlineBusinessCase', 'assumed'],
    ['scd-review', 'goLive', 'assumed'],
    ['anpr', 'goLive', 'assumed'],
    ['dot-com', 'goLive', 'assumed'],
  ])('%s enters at %s, %s', (id, stage, certainty) => {
    expect(creations.get(id)?.entry).toMatchObject({ stage, provenance: { certainty } })
  })

  it('leaves the stage of every other initiative to the PMO', () => {
    expect([...creations.values()].filter(({ entry }) => entry.stage === undefined)).toHaveLength(14)
  })

  it.each([
    ['procurement', 'hard date of the full business case: the Alliance Summit', '12 October 2017'],
    ['procurement', 'staff consultation to be completed in June 2019', 'June 2019'],
    ['procurement', 'go-live of the first phase', 'October 2019'],
    ['scd-review', 'to be discussed at the SCCB', '7 October 2019'],
    ['scd-review', 'Great Dunmow moves', 'by February 2020'],
    ['dot-com', 'national roll-out', 'January or February 2020'],
  ])('%s: %s was due %s', (id, words, date) => {
    const fact = creations.get(id)?.facts.find(({ text }) => text.includes(words))
    expect(fact?.wasDue && reportedDateInWords(fact.wasDue)).toBe(date)
  })

  it('reports nothing without a source', () => {
    const facts = [...creations.values()].flatMap(({ entry, waitsFor, decisions, facts, ratings }) =>
      [entry, ...(waitsFor ? [waitsFor] : []), ...decisions, ...facts, ...ratings].map(({ provenance }) => provenance),
    )
    const terms = boards.flatMap(({ ruleProvenance, membersProvenance }) => [ruleProvenance, membersProvenance])
    const reported = [...facts, ...terms].filter(({ certainty }) => certainty === 'reported')
    expect(reported.length).toBeGreaterThan(80)
    expect(reported.filter(({ sourceTitle }) => !sourceTitle)).toEqual([])
    expect(facts.filter(({ certainty }) => certainty !== 'reported' && certainty !== 'assumed')).toEqual([])
  })

  it.each([
    ['seven-chiefs', 'reported', 'assumed'],
    ['star-chamber', 'reported', 'reported'],
    ['pr-scrutiny', 'assumed', 'reported'],
    ['sccb', 'assumed', 'assumed'],
  ])('shows the members of %s as %s and its rule as %s', (id, members, rule) => {
    expect(boards.find(({ boardId }) => boardId === id)).toMatchObject({
      membersProvenance: { certainty: members },
      ruleProvenance: { certainty: rule },
    })
  })

  it('takes seven positions of the seven chiefs and seven joint ones at the Summit', () => {
    const partiesAt = (id: string) => {
      const board = boards.find(({ boardId }) => boardId === id)
      const seats = (board?.seats ?? []).map(({ holdings: _holdings, deputies: _deputies, ...seat }) => ({
        ...seat,
        holderId: seat.seatId,
      }))
      return partiesOf({ rule: board?.rule ?? { kind: 'unanimous' }, seats }, {}).map(({ title }) => title)
    }
    expect(partiesAt('seven-chiefs').join(', ')).toBe(
      'Essex Police, Kent Police, Norfolk Constabulary, Suffolk Constabulary, Bedfordshire Police, ' +
        'Hertfordshire Constabulary, Cambridgeshire Constabulary',
    )
    expect(partiesAt('alliance-summit').join(', ')).toBe(
      'Essex, Kent, Norfolk, Suffolk, Bedfordshire, Hertfordshire, Cambridgeshire',
    )
    expect(partiesAt('kent-emergency-services')).toHaveLength(4)
  })

  it('gives no board a quorum that nobody said', () => {
    const rules = boards.map(({ boardId, rule }) => [boardId, rule] as const)
    expect(rules.filter(([, { kind }]) => kind === 'majority')).toEqual([
      ['seven-force-oversight', { kind: 'majority', quorum: 4, chairHasCastingVote: true }],
      ['sccb', { kind: 'majority', quorum: 1, chairHasCastingVote: false, presentFromEach: 1 }],
    ])
    expect(new Map(rules).get('efficiency-savings')).toEqual({
      kind: 'asWritten',
      text: 'majority; may change savings forecasts between gates',
    })
  })

  it('gives everybody a plain address that reaches nobody', () => {
    for (const { value } of of('person')) expect(mailAddress.parse(value.email)).toMatch(/\.example$/)
  })
})

describe('the sample plans', () => {
  it.each(['statutory', 'not-reported', 'rehearsal'])('%s is a plan its boards can follow', (name) => {
    const file = readPlan(read(`plans/${name}.yaml`))
    expect('problems' in file ? file.problems : planBoardProblems(file.plan, boards)).toEqual([])
  })

  it('names a rule of the rehearsal\u2019s own wherever the board\u2019s is only written down, and says so', () => {
    const file = readPlan(read('plans/rehearsal.yaml'))
    const gates = 'plan' in file ? Object.values(file.plan.gates) : []
    const written = new Set(boards.filter(({ rule }) => rule.kind === 'asWritten').map(({ boardId }) => boardId))
    const asked = gates.flatMap(({ boards: these }) => these)
    expect(asked.filter(({ board, rule }) => written.has(board) && !rule)).toEqual([])
    const withARule = asked.filter(({ rule }) => rule)
    expect(withARule.map(({ board }) => board)).toEqual(['seven-chiefs', 'chief-finance-officers', 'seven-chiefs'])
    for (const { ruleNote } of withARule) expect(ruleNote).toMatch(/^Rehearsal rule: /)
  })

  it('consults for 45 days by statute and for 45 seconds in the rehearsal, which says so', () => {
    const plans = ['statutory', 'rehearsal'].map((name) => readPlan(read(`plans/${name}.yaml`)))
    expect(plans).toMatchObject([
      { plan: { kind: 'statutory', gates: { consultation: { consultation: { minimumPeriod: 'P45D' } } } } },
      {
        plan: {
          kind: 'rehearsal',
          note: expect.stringContaining('45 seconds where the statutory plan says 45 days'),
          gates: { consultation: { consultation: { minimumPeriod: 'PT45S' } } },
        },
      },
    ])
  })
})
