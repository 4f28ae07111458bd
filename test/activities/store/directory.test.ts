import { beforeAll, describe, expect, it } from 'vitest'
import type { Board } from '../../../machines/terms-of-reference.ts'
import { aPlan } from '../../support/case.ts'
import { openTestStore, type TestStore } from './open-test-store.ts'

let tables: TestStore
beforeAll(async () => {
  tables = await openTestStore()
})
const directory = () => tables.store.directory

const terms = (overrides: Partial<Board> = {}): Omit<Board, 'version'> => ({
  boardId: 'chiefs',
  name: 'Chief Constables',
  fromDay: '2026-01-01',
  rule: { kind: 'unanimous' },
  ruleProvenance: { certainty: 'assumed', importedBy: 'PMO' },
  membersProvenance: { certainty: 'reported' },
  seats: [
    {
      seatId: 'kent',
      title: 'Chief Constable, Kent',
      organisationIds: ['kent'],
      chair: true,
      holdings: [{ personId: 'chief-constable-kent', fromDay: '2026-01-01' }],
    },
  ],
  meetings: ['2026-06-18'],
  ...overrides,
})

describe('a board', () => {
  it('is put once; the same terms again change nothing, other terms are a new version', async () => {
    const boardId = 'put-once'
    expect(await directory().putBoard(terms({ boardId }))).toBe('added')
    expect(await directory().putBoard(terms({ boardId }))).toBe('unchanged')
    expect(await directory().putBoard(terms({ boardId, rule: { kind: 'chairDecides' } }))).toBe('changed')
    expect(await directory().board(boardId)).toEqual({
      ...terms({ boardId, rule: { kind: 'chairDecides' } }),
      version: 2,
    })
    expect(await directory().putBoard(terms({ boardId }))).toBe('changed')
    expect(await directory().board(boardId)).toEqual({ ...terms({ boardId }), version: 3 })
  })

  it('has the terms in force on a day, the newest where none is asked for', async () => {
    const boardId = 'dated'
    await directory().putBoard(terms({ boardId, fromDay: '2026-01-01', name: 'first' }))
    await directory().putBoard(terms({ boardId, fromDay: '2027-01-01', name: 'second' }))
    await directory().putBoard(terms({ boardId, fromDay: '2026-06-01', name: 'in between, told later' }))
    const nameOn = async (day?: string) => (await directory().board(boardId, day))?.name
    expect(await nameOn('2025-12-31')).toBeUndefined()
    expect(await nameOn('2026-01-01')).toBe('first')
    expect(await nameOn('2026-06-01')).toBe('in between, told later')
    expect(await nameOn('2026-12-31')).toBe('in between, told later')
    expect(await nameOn('2027-06-14')).toBe('second')
    expect(await nameOn()).toBe('second')
    expect((await directory().boards()).find((board) => board.boardId === boardId)?.name).toBe('second')
  })

  it('gives each version its own number when several are put at once', async () => {
    const boardId = 'at-once'
    const names = ['one', 'two', 'three', 'four']
    await Promise.all(names.map((name) => directory().putBoard(terms({ boardId, name }))))
    const versions = await tables.query('select version from board_version where board_id = $1 order by 1', [boardId])
    expect(versions.map(({ version }) => version)).toEqual([1, 2, 3, 4])
  })

  it('unknown is undefined', async () => {
    expect(await directory().board('unknown')).toBeUndefined()
  })
})

describe('a governance plan', () => {
  it('is refused when its version exists with other content', async () => {
    const plan = aPlan({ id: 'joint' })
    expect(await directory().putPlan(plan)).toBe('added')
    expect(await directory().putPlan(plan)).toBe('unchanged')
    expect(await directory().putPlan({ ...plan, title: 'Other words' })).toBe('conflict')
    expect(await directory().plan('joint', 1)).toEqual(plan)
  })

  it('is the newest unless a version is asked for', async () => {
    const plan = aPlan({ id: 'versioned' })
    await directory().putPlan({ ...plan, version: 2, title: 'Second' })
    expect(await directory().putPlan(plan)).toBe('changed')
    expect((await directory().plan('versioned'))?.title).toBe('Second')
    expect((await directory().plan('versioned', 1))?.title).toBe(plan.title)
    expect(await directory().plan('versioned', 3)).toBeUndefined()
    expect((await directory().plans()).filter(({ id }) => id === 'versioned')).toHaveLength(2)
  })
})

describe('people and organisations', () => {
  it('are put once and changed by other words', async () => {
    const person = { personId: 'pmo', name: 'PMO', email: 'pmo@programme.example' }
    expect(await directory().putPerson(person)).toBe('added')
    expect(await directory().putPerson(person)).toBe('unchanged')
    expect(await directory().putPerson({ ...person, phone: '01622 000000' })).toBe('changed')
    expect(await directory().person('pmo')).toEqual({ ...person, phone: '01622 000000' })
    expect(await directory().putPerson(person)).toBe('changed')
    expect(await directory().person('pmo')).toEqual(person)
    expect(await directory().people()).toEqual([person])
    expect(await directory().person('nobody')).toBeUndefined()
  })

  it('are listed by name', async () => {
    const essex = {
      organisationId: 'essex',
      name: 'Essex Police',
      kind: 'force' as const,
      commissionerId: 'pfcc-essex',
    }
    const bedfordshire = { organisationId: 'bedfordshire', name: 'Bedfordshire Police', kind: 'force' as const }
    expect(await directory().putOrganisation(essex)).toBe('added')
    expect(await directory().putOrganisation(bedfordshire)).toBe('added')
    expect(await directory().putOrganisation(essex)).toBe('unchanged')
    expect(await directory().organisations()).toEqual([bedfordshire, essex])
  })
})

describe('an organisation', () => {
  it('says whose bank holidays it keeps and when it is closed besides, and may go back to saying neither', async () => {
    const plain = { organisationId: 'psni', name: 'Police Service of Northern Ireland', kind: 'force' as const }
    const itsOwn = { ...plain, division: 'northernIreland' as const, closedDays: ['2027-07-13'] }
    const onFile = async () => (await directory().organisations()).find((each) => each.organisationId === 'psni')
    expect(await directory().putOrganisation(itsOwn)).toBe('added')
    expect(await directory().putOrganisation(itsOwn)).toBe('unchanged')
    expect(await onFile()).toEqual(itsOwn)
    expect(await directory().putOrganisation(plain)).toBe('changed')
    expect(await onFile()).toEqual(plain)
  })
})
