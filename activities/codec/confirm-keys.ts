import type { UsedKey, UsedKeys } from '../ports.ts'
import { fingerprintOf } from '../settings/key-rotation.ts'
import { findKeys, keyFileOf, loadKeys, type Keys } from '../settings/keys.ts'
import { SettingsError } from '../settings/settings-error.ts'

/**
 * The keys of this installation, made where none were ever used, and noted as used where payloads are encrypted.
 * Throws SettingsError, before anything is read or written with the wrong keys, when a key that was used is not in the key file or is
 * another one there: the sentence says which and what to do.
 */
export async function confirmKeys(options: {
  dataFolder: string
  payloadEncryption: 'on' | 'off'
  usedKeys: UsedKeys
}): Promise<Keys> {
  const { dataFolder, payloadEncryption, usedKeys } = options
  const file = keyFileOf(dataFolder)
  refuseLost(file, findKeys(dataFolder), await usedKeys.all())
  const keys = loadKeys(dataFolder)
  if (payloadEncryption === 'off') return keys
  const { current, keys: byId } = keys.payload
  const key = byId[current]
  if (key) await usedKeys.note({ keyId: current, fingerprint: fingerprintOf(key) })
  // Another process with a key file of its own may have noted its key in the same moment.
  refuseLost(file, keys, await usedKeys.all())
  return keys
}

function refuseLost(file: string, keys: Keys | undefined, used: readonly UsedKey[]): void {
  const problems = used.flatMap(({ keyId, fingerprint, firstUsedInstant }) => {
    const key = keys?.payload.keys[keyId]
    if (key && fingerprintOf(key) === fingerprint) return []
    const since = new Date(firstUsedInstant).toISOString().slice(0, 10)
    const where = !keys
      ? `there is no key file ${file}`
      : key
        ? `the key file ${file} has another key under that name`
        : `the key file ${file} does not have it`
    return [`What Temporal holds was encrypted since ${since} with the key ${keyId}, and ${where}.`]
  })
  if (problems.length === 0) return
  throw new SettingsError([
    ...problems,
    'Nothing was started, so nothing is lost: put keys.json back from the backup of the data folder, or give this process the key ' +
      'file the others use, and start again. If the key is nowhere to be found: docs/security.md, "A lost key".',
  ])
}
