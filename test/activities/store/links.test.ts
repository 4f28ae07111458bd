import { createHash } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import { openTestStore, type TestStore } from './open-test-store.ts'

let tables: TestStore
beforeAll(async () => {
  tables = await openTestStore()
})

const links = () => tables.store.links
const stands = {
  purpose: 'decide' as const,
  initiativeId: 'vetting',
  reviewId: 's1b1',
  submissionId: 's1',
  seatId: 'kent',
  holderId: 'chief-constable-kent',
}

it('a link is found by its token, which has 256 random bits', async () => {
  const { token, tokenId } = await links().mint(stands)
  expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  expect(await links().find(token)).toEqual({ ...stands, tokenId, mintedInstant: tables.clock.nowInstant })
})

it('a link to comment by is found as such, and neither kind is found as the other', async () => {
  const asked = {
    purpose: 'comment' as const,
    initiativeId: 'vetting',
    circulationId: 'first',
    personId: 'finance',
  }
  const { token, tokenId } = await links().mintComment(asked)
  expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  expect(await links().findComment(token)).toEqual({ ...asked, tokenId, mintedInstant: tables.clock.nowInstant })
  expect(await links().find(token)).toBeUndefined()
  expect(await links().findComment((await links().mint(stands)).token)).toBeUndefined()
  expect(await links().findComment('x')).toBeUndefined()
  await links().noteAccess({ kind: 'paperOpened', ...asked, reason: 'a'.repeat(64) })
  expect((await links().accesses('vetting')).at(-1)).toMatchObject({ circulationId: 'first', personId: 'finance' })
})

it('each copy of a mail has its own token, and all of them stand for the same', async () => {
  const minted = await Promise.all(Array.from({ length: 5 }, () => links().mint(stands)))
  expect(new Set(minted.map(({ token }) => token)).size).toBe(5)
  for (const { token } of minted) expect(await links().find(token)).toMatchObject(stands)
})

it('keeps which decision a "this was not me" is about, and until when it may be used', async () => {
  const notMe = { ...stands, purpose: 'notMe' as const, decisionNumber: 2, expiresInstant: Date.UTC(2027, 8, 12) }
  const { token } = await links().mint(notMe)
  expect(await links().find(token)).toMatchObject(notMe)
})

it('the token is nowhere in the database: only its SHA-256', async () => {
  const { token } = await links().mint(stands)
  const names = await tables.query("select table_name from information_schema.tables where table_schema = 'public'")
  let text = ''
  for (const { table_name: name } of names) text += JSON.stringify(await tables.query(`select * from ${String(name)}`))
  expect(text).not.toContain(token)
  expect(text).toContain(createHash('sha256').update(token).digest('hex'))
})

it.each(['', 'x', 'A'.repeat(43), `${'A'.repeat(42)}\0`, "' or true --", 'é'.repeat(43)])(
  'nothing is found by %j, which was never a token',
  async (token) => {
    expect(await links().find(token)).toBeUndefined()
  },
)

it('reading a link changes nothing about it', async () => {
  const { token, tokenId } = await links().mint(stands)
  const row = () => tables.query('select * from decision_link where token_id = $1', [tokenId])
  const before = await row()
  for (let times = 0; times < 20; times += 1) await links().find(token)
  expect(await row()).toEqual(before)
})

it('visits are kept in the order they came, with what a stranger sent cut short', async () => {
  const { tokenId } = await links().mint(stands)
  const visit = { tokenId, initiativeId: 'visited', reviewId: 's1b1', seatId: 'kent', ipAddress: '192.0.2.7' }
  await links().noteAccess({ ...visit, kind: 'linkFetched', userAgent: `scanner\0${'x'.repeat(5000)}` })
  tables.clock.nowInstant += 1000
  await links().noteAccess({ ...visit, kind: 'postRefused', reason: 'typed answer missing' })
  await links().noteAccess({ kind: 'unknownToken', ipAddress: '192.0.2.7' })
  const { nowInstant } = tables.clock
  expect(await links().accesses('visited')).toEqual([
    { ...visit, kind: 'linkFetched', userAgent: `scanner${'x'.repeat(493)}`, atInstant: nowInstant - 1000 },
    { ...visit, kind: 'postRefused', reason: 'typed answer missing', atInstant: nowInstant },
  ])
})
