import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { confirmKeys } from '../../../activities/codec/confirm-keys.ts'
import { rotatePayloadKey } from '../../../activities/settings/key-rotation.ts'
import { findKeys, loadKeys, serialised, type Keys } from '../../../activities/settings/keys.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { openTestStore, type TestStore } from '../store/open-test-store.ts'

let tables: TestStore
let folder: string
let file: string

beforeAll(async () => {
  tables = await openTestStore()
})
beforeEach(async () => {
  await tables.query('delete from payload_key')
  folder = await temporaryFolder()
  file = join(folder, 'keys.json')
})

const confirm = (payloadEncryption: 'on' | 'off' = 'on', dataFolder = folder) =>
  confirmKeys({ dataFolder, payloadEncryption, usedKeys: tables.store.usedKeys })
const put = (keys: Keys, into = file) => writeFileSync(into, serialised(keys), { mode: 0o600 })

describe('the keys a process starts with', () => {
  it('are made at the very first start, and noted once they encrypt', async () => {
    await confirm('off')
    expect(await tables.store.usedKeys.all()).toEqual([])
    const keys = await confirm()
    expect(await confirm()).toEqual(keys)
    const used = await tables.store.usedKeys.all()
    expect(used.map(({ keyId }) => keyId)).toEqual([keys.payload.current])
    const secret = Buffer.from(keys.payload.keys[keys.payload.current] ?? [])
    expect(JSON.stringify(used)).not.toContain(secret.toString('hex').slice(0, 16))
  })

  it('are all noted as they follow one another', async () => {
    await confirm()
    const { previous, current } = rotatePayloadKey(folder)
    await confirm()
    expect((await tables.store.usedKeys.all()).map(({ keyId }) => keyId).toSorted()).toEqual(
      [previous, current].toSorted(),
    )
  })

  it('are refused, and not made, when the file that had them is gone', async () => {
    const { payload } = await confirm()
    const elsewhere = await temporaryFolder()
    await expect(confirm('on', elsewhere)).rejects.toThrow(
      `with the key ${payload.current}, and there is no key file ${join(elsewhere, 'keys.json')}.`,
    )
    // Also where new payloads would be plain: the old ones could not be read.
    await expect(confirm('off', elsewhere)).rejects.toThrow(
      'Nothing was started, so nothing is lost: put keys.json back',
    )
    expect(findKeys(elsewhere)).toBeUndefined()
  })

  it('are refused when the file is one from before a rotation', async () => {
    const before = await confirm()
    const { current } = rotatePayloadKey(folder)
    await confirm()
    const rotated = readFileSync(file, 'utf8')
    put(before)
    await expect(confirm()).rejects.toThrow(`with the key ${current}, and the key file ${file} does not have it.`)
    writeFileSync(file, rotated)
    await confirm()
  })

  it('are refused when another key stands under the name', async () => {
    const keys = await confirm()
    const { current } = keys.payload
    put({ ...keys, payload: { current, keys: { [current]: randomBytes(32) } } })
    await expect(confirm()).rejects.toThrow(`the key file ${file} has another key under that name.`)
  })

  it('are refused to the later of two machines that each made their own', async () => {
    const elsewhere = await temporaryFolder()
    loadKeys(elsewhere)
    await confirm()
    await expect(confirm('on', elsewhere)).rejects.toThrow('does not have it')
  })
})
