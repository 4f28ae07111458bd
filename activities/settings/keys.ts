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

const expectedKey = '32 random bytes in base64'
const key = z
  .base64({ error: expectedKey })
  .transform((value) => new Uint8Array(Buffer.from(value, 'base64')))
  .refine((bytes) => bytes.length === 32, { error: expectedKey })

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

/**
 * Reads `keys.json` in the data folder, making it once, whole and readable by its owner alone, where there is none.
 * It belongs in every backup of that folder.
 * Throws SettingsError when others may read it, or when it is not as it should be; no message repeats a key.
 */
export function loadKeys(dataFolder: string): Keys {
  const file = join(dataFolder, 'keys.json')
  const source = readIfThere(file) ?? makeKeys(dataFolder, file)
  const mode = statSync(file).mode & 0o777
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new SettingsError([
      `The key file ${file} may be read by others (mode ${mode.toString(8).padStart(4, '0')}). ` +
        `Make it yours alone: chmod 600 ${file}`,
    ])
  }
  return parseKeys(source, file)
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
function makeKeys(dataFolder: string, file: string): string {
  mkdirSync(dataFolder, { recursive: true })
  const making = `${file}.${randomBytes(6).toString('hex')}`
  const id = `k${new Date().toISOString().slice(0, 10)}`
  const fresh = () => randomBytes(32).toString('base64')
  const content = { payload: { current: id, keys: { [id]: fresh() } }, forms: fresh() }
  const handle = openSync(making, 'wx', 0o600)
  try {
    writeSync(handle, `${JSON.stringify(content, undefined, 2)}\n`)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  try {
    chmodSync(making, 0o600)
    linkSync(making, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(making)
  }
  return readFileSync(file, 'utf8')
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
