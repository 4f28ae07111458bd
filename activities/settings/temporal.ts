import { readFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isMap, LineCounter, parseDocument, type Document } from 'yaml'
import type { z } from 'zod'
import { SettingsError } from './settings-error.ts'
import { temporalSchema, temporalVariables } from './temporal-schema.ts'

/**
 * Every Temporal setting, checked. `address` is absent when the embedded server is to be used; `apiKey` comes from the
 * environment alone; the TLS files are absolute paths. Durations carry their unit in the name.
 */
export type TemporalSettings = z.output<typeof temporalSchema> & { apiKey?: string }

/** Options both `Connection.connect` and `NativeConnection.connect` take. */
export type TemporalConnectionOptions = {
  address: string
  apiKey?: string
  tls?: {
    serverNameOverride?: string
    serverRootCACertificate?: Buffer
    clientCertPair?: { crt: Buffer; key: Buffer }
  }
}

const projectFile = fileURLToPath(new URL('../../temporal.yaml', import.meta.url))

type Path = readonly PropertyKey[]
type Where = (path: Path) => string

/**
 * Reads temporal.yaml (or `file`, or TEMPORAL_SETTINGS_FILE) with the environment's overrides.
 * Throws SettingsError with one sentence a problem: the file and line or the variable, the key, what was expected.
 */
export function loadTemporalSettings(options: { file?: string; env?: NodeJS.ProcessEnv } = {}): TemporalSettings {
  const env = options.env ?? process.env
  const file = options.file ?? (env['TEMPORAL_SETTINGS_FILE'] || projectFile)
  const { document, lineOf } = readYaml(file)
  const overridden = override(document, env)

  const where: Where = (path) => {
    const key = path.map(String).join('.')
    const variable = overridden.get(key)
    if (variable !== undefined) return `${variable} in the environment`
    return `${basename(file)}, line ${lineOf(path)}: "${key}"`
  }
  const raw: unknown = document.toJS()
  const parsed = temporalSchema.safeParse(raw)
  if (!parsed.success) throw new SettingsError(problemsOf(parsed.error, raw, where))

  const settings = withApiKey(parsed.data, env, where)
  return checkTls(settings, dirname(resolve(file)), where)
}

/** How to reach the Temporal service these settings name: the configured address, else the embedded server's. */
export function connectionOptions(settings: TemporalSettings): TemporalConnectionOptions {
  const options: TemporalConnectionOptions = { address: settings.address ?? `127.0.0.1:${settings.embedded.port}` }
  if (settings.apiKey !== undefined) options.apiKey = settings.apiKey
  const { enabled, caFile, certFile, keyFile, serverName } = settings.tls
  if (enabled) {
    options.tls = {
      ...(serverName !== undefined && { serverNameOverride: serverName }),
      ...(caFile !== undefined && { serverRootCACertificate: readFileSync(caFile) }),
      ...(certFile !== undefined &&
        keyFile !== undefined && { clientCertPair: { crt: readFileSync(certFile), key: readFileSync(keyFile) } }),
    }
  }
  return options
}

function readYaml(file: string) {
  let source: string
  try {
    source = readFileSync(file, 'utf8')
  } catch {
    throw new SettingsError([`The Temporal settings file ${file} cannot be read. It was expected beside package.json.`])
  }
  const lines = new LineCounter()
  const document = parseDocument(source, { lineCounter: lines })
  if (document.errors.length > 0) {
    throw new SettingsError(
      document.errors.map((error) => {
        const [firstLine = 'not readable as YAML'] = error.message.split('\n')
        return `${basename(file)}, line ${error.linePos?.[0].line ?? 1}: ${firstLine}`
      }),
    )
  }
  if (!isMap(document.contents)) {
    throw new SettingsError([`${basename(file)}, line 1: expected settings, each as "key: value".`])
  }
  return { document, lineOf: (path: Path) => lineOf(document, lines, path) }
}

/** The line of a key, or of the nearest group around a key that is missing. */
function lineOf(document: Document, lines: LineCounter, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true)
    const last = path[length - 1]
    if (isMap(parent)) {
      const pair = parent.items.find((item) => String(item.key) === String(last))
      const key: unknown = pair?.key
      if (hasRange(key)) return lines.linePos(key.range[0]).line
    }
    const node: unknown = document.getIn(path.slice(0, length), true)
    if (hasRange(node)) return lines.linePos(node.range[0]).line
  }
  return 1
}

function hasRange(node: unknown): node is { range: [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)
}

/** Writes the environment's values into the document and answers the variables used, by key. */
function override(document: Document, env: NodeJS.ProcessEnv): Map<string, string> {
  const overridden = new Map<string, string>()
  for (const [key, { variable, kind }] of Object.entries(temporalVariables)) {
    const value = env[variable]
    if (value === undefined || value === '') continue
    document.setIn(key.split('.'), readVariable(value, kind))
    overridden.set(key, variable)
  }
  return overridden
}

/** What cannot be read as its kind is kept as written, for the schema to refuse in its own words. */
function readVariable(value: string, kind: 'text' | 'number' | 'switch'): string | number | boolean {
  if (kind === 'switch' && (value === 'true' || value === 'false')) return value === 'true'
  if (kind === 'number' && /^-?\d+(\.\d+)?$/.test(value)) return Number(value)
  return value
}

function problemsOf(error: z.ZodError, raw: unknown, where: Where): string[] {
  const problems = error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => `${where([...issue.path, key])} is not a setting. ${knownKeys(issue.path)}`)
    }
    const found = valueAt(raw, issue.path)
    const written = found === undefined ? 'it is missing' : `found ${JSON.stringify(found)}`
    return [`${where(issue.path)}: expected ${issue.message}, ${written}.`]
  })
  return [...new Set(problems)]
}

function knownKeys(path: Path): string {
  const { tls, limits, historyLimits, deployment, embedded } = temporalSchema.shape
  const groups = new Map(Object.entries({ tls, limits, historyLimits, deployment, embedded }))
  const group = path.length === 0 ? temporalSchema : groups.get(String(path[0]))
  return group === undefined
    ? 'Expected only name and type.'
    : `Expected one of: ${Object.keys(group.shape).join(', ')}.`
}

function valueAt(raw: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    raw,
  )
}

function withApiKey(settings: TemporalSettings, env: NodeJS.ProcessEnv, where: Where): TemporalSettings {
  const apiKey = env['TEMPORAL_API_KEY']
  if (apiKey === undefined || apiKey === '') return settings
  if (env['TEMPORAL_TLS'] === 'false') {
    throw new SettingsError([`${where(['tls', 'enabled'])}: expected true, because TEMPORAL_API_KEY needs TLS.`])
  }
  return { ...settings, apiKey, tls: { ...settings.tls, enabled: true } }
}

/** Makes the TLS files absolute and reads each once, so that a wrong path is found at the start. */
function checkTls(settings: TemporalSettings, folder: string, where: Where): TemporalSettings {
  const { enabled, certFile, keyFile } = settings.tls
  if (!enabled) return settings
  const problems: string[] = []
  if ((certFile === undefined) !== (keyFile === undefined)) {
    const missing = certFile === undefined ? 'certFile' : 'keyFile'
    problems.push(`${where(['tls', missing])}: expected a file, because certFile and keyFile go together.`)
  }
  const tls = { ...settings.tls }
  for (const key of ['caFile', 'certFile', 'keyFile'] as const) {
    const path = tls[key]
    if (path === undefined) continue
    tls[key] = resolve(folder, path)
    try {
      readFileSync(tls[key])
    } catch {
      problems.push(`${where(['tls', key])}: expected a file that can be read, found ${JSON.stringify(path)}.`)
    }
  }
  if (problems.length > 0) throw new SettingsError(problems)
  return { ...settings, tls }
}
