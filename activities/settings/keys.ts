import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  closeSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { SettingsError } from './settings-error.ts'

const keyBytes = 32
const expectedKey = `${keyBytes} random bytes in base64`
const key = z
  .base64({ error: expectedKey })
  .transform((value) => new Uint8Array(Buffer.from(value, 'base64')))
  .refine((bytes) => bytes.length === keyBytes, { error: expectedKey })

const schema = z.strictObject({
  payload: z
    .strictObject({ current: z.string(), keys: z.record(z.string().regex(/^[\w-]{1,64}$/), key) })
    .refine(({ current, keys }) => keys[current] !== undefined, { error: 'a "current" that is one of "keys"' }),
  forms: key,
})

/** The secrets of this installation. A lost payload key makes what it encrypted unreadable for ever. */
export type Keys = {
  /** Keys for Temporal payloads by their id; older ones stay, to read what they wrote. */
  payload: { current: string; keys: Readonly<Record<string, Uint8Array>> }
  /** Key that seals the forms of the decision pages. */
  forms: Uint8Array
}

/** Where the keys of an installation are. */
export const keyFileOf = (dataFolder: string): string => join(dataFolder, 'keys.json')

/**
 * Reads `keys.json` in the data folder; undefined where there is none.
 * Throws SettingsError when others may read it, or when it is not as it should be; no message repeats a key.
 */
export function findKeys(dataFolder: string): Keys | undefined {
  const file = keyFileOf(dataFolder)
  const source = readIfThere(file)
  if (source === undefined) return undefined
  const mode = statSync(file).mode & 0o777
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new SettingsError([
      `The key file ${file} may be read by others (mode ${mode.toString(8).padStart(4, '0')}). ` +
        `Make it yours alone: chmod 600 ${file}`,
    ])
  }
  return parseKeys(source, file)
}

/**
 * As `findKeys`, making the file once, whole and readable by its owner alone, where there is none. It belongs in every backup of that
 * folder. Where payloads may have been encrypted before, `confirmKeys` is asked instead: a new key reads none of them.
 */
export function loadKeys(dataFolder: string): Keys {
  const found = findKeys(dataFolder)
  if (found) return found
  const payload = withNewKey({ current: '', keys: {} })
  makeKeys(dataFolder, serialised({ payload, forms: randomBytes(keyBytes) }))
  return loadKeys(dataFolder)
}

/** The same payload keys and one more, which is the current one from now on. */
export function withNewKey({ keys }: Keys['payload']): Keys['payload'] {
  const keyId = `k${new Date().toISOString().slice(0, 10)}-${randomBytes(3).toString('hex')}`
  return { current: keyId, keys: { ...keys, [keyId]: randomBytes(keyBytes) } }
}

/** The key file's content. */
export function serialised({ payload, forms }: Keys): string {
  const inBase64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
  const keys = Object.fromEntries(Object.entries(payload.keys).map(([keyId, bytes]) => [keyId, inBase64(bytes)]))
  return `${JSON.stringify({ payload: { current: payload.current, keys }, forms: inBase64(forms) }, undefined, 2)}\n`
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw new SettingsError([`The key file ${file} cannot be read: ${String(error)}`])
  }
}

/** A hard link appears whole or not at all, and only for the first of several that start at once. */
function makeKeys(dataFolder: string, content: string): void {
  mkdirSync(dataFolder, { recursive: true })
  const file = keyFileOf(dataFolder)
  const making = `${file}.${randomBytes(6).toString('hex')}`
  writeWhole(making, content)
  try {
    linkSync(making, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(making)
  }
}

/** Writes a file that is not there yet, for its owner alone, and has it on disk when it returns. */
export function writeWhole(file: string, content: string): void {
  const handle = openSync(file, 'wx', 0o600)
  try {
    writeSync(handle, content)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  chmodSync(file, 0o600)
}

function parseKeys(source: string, file: string): Keys {
  let raw: unknown
  try {
    raw = JSON.parse(source)
  } catch {
    throw new SettingsError([`The key file ${file} is not JSON. Restore it from the backup of the data folder.`])
  }
  const parsed = schema.safeParse(raw)
  if (parsed.success) return parsed.data
  throw new SettingsError(
    parsed.error.issues.map((issue) => {
      const place = issue.path.length === 0 ? 'the whole' : `"${issue.path.map(String).join('.')}"`
      return `The key file ${file} is damaged at ${place}: expected ${issue.message}. Restore it from a backup.`
    }),
  )
}
