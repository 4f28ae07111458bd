import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { temporalVariables } from '../../../activities/settings/temporal-schema.ts'
import { connectionOptions, loadTemporalSettings } from '../../../activities/settings/temporal.ts'

const shipped = readFileSync('temporal.yaml', 'utf8')

async function fileWith(change: (source: string) => string): Promise<string> {
  const file = join(await temporaryFolder(), 'temporal.yaml')
  writeFileSync(file, change(shipped))
  return file
}

function refusal(file: string, env: NodeJS.ProcessEnv = {}): string {
  try {
    loadTemporalSettings({ file, env })
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return 'accepted'
}

function lineOf(file: string, words: string): number {
  return (
    readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(words)) + 1
  )
}

describe('temporal.yaml as it is shipped', () => {
  test('leads to the embedded server, without TLS', () => {
    const settings = loadTemporalSettings({ env: {} })
    expect(settings.address).toBeUndefined()
    expect(connectionOptions(settings)).toEqual({ address: '127.0.0.1:7233' })
    expect(settings.historyLimits).toEqual({ updates: 500, events: 2000, days: 180 })
    expect(settings.searchAttributes).toContainEqual({ name: 'GatehouseStage', type: 'Keyword' })
  })

  test('names beside each setting the variable that overrides it', () => {
    for (const [key, { variable }] of Object.entries(temporalVariables)) {
      expect(shipped).toMatch(new RegExp(`^[ #]*${key.split('.').at(-1)}: .*# ${variable}\\b`, 'm'))
    }
  })
})

describe('the environment overrides the file', () => {
  test('for text, numbers and switches', () => {
    const settings = loadTemporalSettings({
      env: { TEMPORAL_ADDRESS: 'temporal.example:7233', TEMPORAL_NAMESPACE: '2027', TEMPORAL_RETENTION_DAYS: '365' },
    })
    expect(settings).toMatchObject({ address: 'temporal.example:7233', namespace: '2027', retentionDays: 365 })
  })

  test('and an empty variable counts as not set', () => {
    expect(loadTemporalSettings({ env: { TEMPORAL_ADDRESS: '' } }).address).toBeUndefined()
  })

  test('and an API key turns TLS on', () => {
    const settings = loadTemporalSettings({
      env: { TEMPORAL_API_KEY: 'secret', TEMPORAL_ADDRESS: 'cloud.example:7233' },
    })
    expect(connectionOptions(settings)).toEqual({ address: 'cloud.example:7233', apiKey: 'secret', tls: {} })
  })

  test('but an API key is never sent without TLS, nor repeated in the refusal', () => {
    const words = refusal('temporal.yaml', { TEMPORAL_API_KEY: 'secret', TEMPORAL_TLS: 'false' })
    expect(words).toMatch(/^TEMPORAL_TLS in the environment: expected true/)
    expect(words).not.toContain('secret')
  })
})

describe('a wrong setting is refused with its place, its key and what was expected', () => {
  const wrong: [string, (source: string) => string, (file: string) => string][] = [
    [
      'a key nobody knows',
      (source) => source.replace('taskQueue:', 'taskqueue:'),
      (file) =>
        `temporal.yaml, line ${lineOf(file, 'taskqueue:')}: "taskqueue" is not a setting. Expected one of: address,`,
    ],
    [
      'a key nobody knows in a group',
      (source) => source.replace('  updates:', '  update:'),
      (file) =>
        `line ${lineOf(file, '  update:')}: "historyLimits.update" is not a setting. Expected one of: updates, events, days.`,
    ],
    [
      'a value of another kind',
      (source) => source.replace('answerWithinMs: 5000', 'answerWithinMs: soon'),
      (file) =>
        `line ${lineOf(file, 'answerWithinMs')}: "answerWithinMs": expected a whole number of milliseconds from 100 to 60000, found "soon".`,
    ],
    [
      'a retention below 90 days',
      (source) => source.replace('retentionDays: 90', 'retentionDays: 30'),
      (file) =>
        `line ${lineOf(file, 'retentionDays')}: "retentionDays": expected a whole number of days from 90 to 36500, found 30.`,
    ],
    [
      'a key that is missing, at the line of its group',
      (source) => source.replace(/ {2}maxConcurrentActivities.*\n/, ''),
      (file) =>
        `line ${lineOf(file, 'limits:')}: "limits.maxConcurrentActivities": expected a whole number of activities`,
    ],
    [
      'a search attribute of an unknown type',
      (source) => source.replace('type: Keyword', 'type: Word'),
      (file) => `line ${lineOf(file, 'type: Word')}: "searchAttributes.0.type": expected one of Keyword,`,
    ],
    [
      'a search attribute named twice',
      (source) => source.replace('GatehouseStatus', 'GatehouseStage'),
      (file) =>
        `line ${lineOf(file, 'searchAttributes:')}: "searchAttributes": expected a list in which no name occurs twice`,
    ],
    [
      'a key given twice',
      (source) => source.replace('taskQueue:', 'namespace: other\ntaskQueue:'),
      (file) => `temporal.yaml, line ${lineOf(file, 'namespace: other')}: Map keys must be unique`,
    ],
    [
      'a certificate without its key',
      (source) => source.replace('enabled: false', 'enabled: true\n  certFile: client.pem'),
      () => '"tls.keyFile": expected a file, because certFile and keyFile go together.',
    ],
    [
      'a certificate file that is not there',
      (source) => source.replace('enabled: false', 'enabled: true\n  caFile: nowhere.pem'),
      (file) => `line ${lineOf(file, 'nowhere')}: "tls.caFile": expected a file that can be read, found "nowhere.pem".`,
    ],
    ['nothing but a sentence', () => 'hello', () => 'temporal.yaml, line 1: expected settings, each as "key: value".'],
  ]

  test.each(wrong)('%s', async (_, change, expected) => {
    const file = await fileWith(change)
    expect(refusal(file)).toContain(expected(file))
  })

  test('in the environment: the variable is named', () => {
    expect(refusal('temporal.yaml', { TEMPORAL_ADDRESS: 'temporal.example' })).toBe(
      'TEMPORAL_ADDRESS in the environment: expected host:port, such as temporal.example:7233, found "temporal.example".',
    )
  })

  test('every problem is told at once', async () => {
    const file = await fileWith((source) =>
      source.replace('retentionDays: 90', 'retentionDays: 1').replace('days: 180', 'days: 0'),
    )
    expect(refusal(file).split('\n')).toHaveLength(2)
  })

  test('a file that is not there', () => {
    expect(refusal('nowhere/temporal.yaml')).toContain('nowhere/temporal.yaml cannot be read')
  })
})
