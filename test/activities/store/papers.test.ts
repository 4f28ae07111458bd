import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { openTestStore, type TestStore } from './open-test-store.ts'

let tables: TestStore
beforeAll(async () => {
  tables = await openTestStore()
})

const papers = () => tables.store.papers
const aPaper = (text: string) => ({
  bytes: Buffer.from(text),
  title: 'Outline business case',
  version: '1.0',
  marking: 'OFFICIAL' as const,
  mediaType: 'application/pdf',
})
const fileOf = (sha256: string) => join(tables.dataFolder, 'papers', sha256.slice(0, 2), sha256.slice(2))

it('a paper is kept under the SHA-256 of its bytes, whole', async () => {
  const kept = await papers().keep({ ...aPaper('a case'), pageCount: 14 })
  const sha256 = createHash('sha256').update('a case').digest('hex')
  const { bytes, ...words } = aPaper('a case')
  expect(kept).toEqual({ ...words, sha256, sizeBytes: bytes.length, pageCount: 14 })
  expect(await papers().find(sha256)).toEqual(kept)
  expect((await papers().read(sha256))?.toString()).toBe('a case')
  expect(await readFile(fileOf(sha256), 'utf8')).toBe('a case')
})

it('the same bytes are kept once, however many bring them at the same time', async () => {
  const kept = await Promise.all(Array.from({ length: 8 }, () => papers().keep(aPaper('the same'))))
  const sha256s = new Set(kept.map(({ sha256 }) => sha256))
  expect(sha256s.size).toBe(1)
  const [sha256 = ''] = sha256s
  const beside = await readdir(join(fileOf(sha256), '..'))
  expect(beside).toEqual([sha256.slice(2)])
})

it('its marking is only ever raised', async () => {
  const { sha256 } = await papers().keep(aPaper('to be marked'))
  await papers().keep({ ...aPaper('to be marked'), marking: 'OFFICIAL-SENSITIVE' })
  expect(await papers().find(sha256)).toMatchObject({ marking: 'OFFICIAL-SENSITIVE' })
  await papers().keep(aPaper('to be marked'))
  expect(await papers().find(sha256)).toMatchObject({ marking: 'OFFICIAL-SENSITIVE' })
})

it('a damaged file is refused, and healed by providing the paper again', async () => {
  const { sha256 } = await papers().keep(aPaper('to be damaged'))
  await writeFile(fileOf(sha256), 'to be demaged')
  await expect(papers().read(sha256)).rejects.toThrow(`The paper ${sha256} is damaged on disk`)
  await papers().keep(aPaper('to be damaged'))
  expect((await papers().read(sha256))?.toString()).toBe('to be damaged')
})

it.each(['f'.repeat(64), '', '../../keys.json', 'F'.repeat(64)])('nothing is read by %j', async (sha256) => {
  expect(await papers().find(sha256)).toBeUndefined()
  expect(await papers().read(sha256)).toBeUndefined()
})
