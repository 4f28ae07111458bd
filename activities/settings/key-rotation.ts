import { createHmac } from 'node:crypto'
import { renameSync } from 'node:fs'
import { findKeys, keyFileOf, serialised, withNewKey, writeWhole, type Keys } from './keys.ts'
import { SettingsError } from './settings-error.ts'

/** A payload key as it may be shown: its fingerprint tells two keys apart and says nothing about either. */
export type ShownKey = { keyId: string; fingerprint: string; isCurrent: boolean }

/** What stands for a key where the key itself must not be. */
export const fingerprintOf = (key: Uint8Array): string =>
  createHmac('sha256', key).update('gatehouse payload key').digest('hex').slice(0, 32)

/** The payload keys of an installation, the oldest first. */
export const shownKeys = ({ current, keys }: Keys['payload']): ShownKey[] =>
  Object.entries(keys).map(([keyId, key]) => ({
    keyId,
    fingerprint: fingerprintOf(key),
    isCurrent: keyId === current,
  }))

/** What a rotation did, or would do. */
export type Rotation = { file: string; previous: string; current: string; keys: ShownKey[] }

/**
 * Adds a payload key and makes it the current one. Every earlier key stays in the file, because it reads what it wrote. Processes that
 * run go on with the key they started with, and read the file again when they meet a payload of a newer one.
 * Throws SettingsError where there is no key file, where it is damaged, and while another rotation is under way.
 */
export function rotatePayloadKey(dataFolder: string, { dryRun = false } = {}): Rotation {
  const file = keyFileOf(dataFolder)
  const keys = findKeys(dataFolder)
  if (!keys)
    throw new SettingsError([
      `There is no key file ${file}. The first start makes one; where there was one, put it back from its backup.`,
    ])
  const payload = withNewKey(keys.payload)
  if (!dryRun) replace(file, serialised({ ...keys, payload }))
  return { file, previous: keys.payload.current, current: payload.current, keys: shownKeys(payload) }
}

/** The file is exchanged whole. The one being written stands for the rotation: only one is made at a time. */
function replace(file: string, content: string): void {
  const making = `${file}.rotating`
  try {
    writeWhole(making, content)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new SettingsError([`Another rotation is under way. If none is, remove ${making} and try again.`])
    throw error
  }
  renameSync(making, file)
}
