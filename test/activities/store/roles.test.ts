import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Client } from 'pg'
import { openStore, type Store } from '../../../activities/store/store.ts'
import { openTestStore, type TestStore } from './open-test-store.ts'
import { aWholeLife } from './life.ts'

/** The role as docs/database.md makes it, under a name of its own: roles are shared by all databases of a server. */
const role = `gatehouse_app_${randomBytes(4).toString('hex')}`
let owner: TestStore
let asApp: Client
let store: Store

beforeAll(async () => {
  owner = await openTestStore()
  const guide = await readFile(new URL('../../../docs/database.md', import.meta.url), 'utf8')
  const [, grants = ''] = /```sql\n([\s\S]*?)```/.exec(guide) ?? []
  await owner.query(grants.replaceAll('gatehouse_app', role))
  const url = new URL(owner.url)
  url.username = role
  url.password = 'choose one'
  asApp = new Client({ connectionString: url.href })
  await asApp.connect()
  store = openStore(url.href, { dataFolder: owner.dataFolder })
})
afterAll(async () => {
  await Promise.all([asApp.end(), store.close()])
  await owner.query(`drop owned by ${role}; drop role ${role}`)
})

it('the running product can do all it does', async () => {
  expect(await store.migrate()).toEqual([])
  const life = aWholeLife()
  await store.initiatives.claim(life.initiativeId)
  for (const recording of life.recordings) await store.record(recording)
  await store.record({ ...life.recordings[4]!, entries: [] })
  const [mail] = await store.outbox.claim(10, Date.now() + 1000)
  await store.outbox.markSent(mail!.mailId, 1, Date.now())
  const { token } = await store.links.mint({
    purpose: 'decide',
    initiativeId: life.initiativeId,
    reviewId: 's1b1',
    submissionId: 's1',
    seatId: 'kent',
    holderId: 'chief-constable-kent',
  })
  expect(await store.links.find(token)).toBeDefined()
  const { token: toComment } = await store.links.mintComment({
    purpose: 'comment',
    initiativeId: life.initiativeId,
    circulationId: 'first',
    personId: 'finance',
  })
  expect(await store.links.findComment(toComment)).toBeDefined()
  await store.links.noteAccess({ kind: 'linkFetched', initiativeId: life.initiativeId })
  expect(await store.links.accesses(life.initiativeId)).toHaveLength(1)
  expect(await store.forgetVisitorAddresses(Date.now() + 1000)).toBe(0)
  const press = { tokenId: 'x', initiativeId: life.initiativeId, reviewId: 's1b1', seatId: 'kent', pressId: 'p' }
  const limit = { most: 5, sinceInstant: 0 }
  expect(await store.questions.keep({ ...press, question: 'Who pays?' }, limit)).toEqual(expect.any(Number))
  const browser = { secret: 's', initiativeId: life.initiativeId, reviewId: 's1b1', seatId: 'kent', holderId: 'chief' }
  const number = await store.codes.ask({ ...browser, pressId: 'p' }, limit)
  const { code } = await store.codes.mint(Number(number))
  expect(await store.codes.confirm(browser, code)).toEqual({ kind: 'confirmed' })
  expect(await store.forgetOneTimeCodes(0)).toBe(0)
  await store.alarms.raise(life.initiativeId, 'They differ.')
  expect(await store.alarms.settle(life.initiativeId)).toBe(true)
  const person = { personId: 'pmo', name: 'PMO', email: 'pmo@programme.example' }
  expect(await store.directory.putPerson(person)).toBe('added')
  expect(await store.directory.putPerson({ ...person, name: 'Programme office' })).toBe('changed')
  await store.usedKeys.note({ keyId: 'k1', fingerprint: 'f' })
  expect(await store.usedKeys.all()).toMatchObject([{ keyId: 'k1' }])
  const paper = {
    bytes: Buffer.from('x'),
    title: 'x',
    version: '1',
    marking: 'OFFICIAL-SENSITIVE' as const,
    mediaType: 'x/y',
  }
  await store.papers.keep(paper)
  const board = {
    boardId: 'chiefs',
    name: 'Chief Constables',
    fromDay: '2026-01-01',
    rule: { kind: 'unanimous' as const },
    ruleProvenance: { certainty: 'reported' as const },
    membersProvenance: { certainty: 'reported' as const },
    seats: [],
    meetings: [],
  }
  expect(await store.directory.putBoard(board)).toBe('added')
  await store.rebuild.drop()
  expect(await store.rebuild.restoreClosed()).toEqual([life.initiativeId])
})

it.each([
  "update audit_entry set hash = 'x'",
  'delete from audit_entry',
  'truncate audit_entry',
  'delete from access_row',
  "update access_row set reason = 'x'",
  'drop trigger append_only on audit_entry',
  'alter table audit_entry disable trigger all',
  'drop table audit_entry',
  'delete from initiative',
  'delete from payload_key',
  'update governance_plan set version = 9',
  'update decision_link set seat_id = seat_id',
])('but not %s', async (statement) => {
  await expect(asApp.query(statement)).rejects.toThrow(/permission denied|must be owner/)
})
