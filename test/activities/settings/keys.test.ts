import { execFile } from 'node:child_process'
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeEach, describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { rotatePayloadKey } from '../../../activities/settings/key-rotation.ts'
import { loadKeys } from '../../../activities/settings/keys.ts'

const run = promisify(execFile)
let folder: string
let file: string

beforeEach(async () => {
  folder = await temporaryFolder()
  file = join(folder, 'keys.json')
})

describe('the key file', () => {
  test('is made once, for its owner alone, and read again afterwards', () => {
    const made = loadKeys(folder)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(made.forms).toHaveLength(32)
    expect(made.payload.keys[made.payload.current]).toHaveLength(32)
    expect(loadKeys(folder)).toEqual(made)
  })

  test('is the same for all processes that start at once', async () => {
    const script = `
      const { loadKeys } = await import(${JSON.stringify(new URL('../../../activities/settings/keys.ts', import.meta.url).href)})
      process.stdout.write(Buffer.from(loadKeys(${JSON.stringify(folder)}).forms).toString('hex'))`
    const starts = Array.from({ length: 4 }, () => run(process.execPath, ['--input-type=module', '-e', script]))
    const seen = new Set((await Promise.all(starts)).map(({ stdout }) => stdout))
    expect([...seen]).toEqual([Buffer.from(loadKeys(folder).forms).toString('hex')])
    expect(readdirSync(folder)).toEqual(['keys.json'])
  })

  test('is refused when others may read it, with what to do', () => {
    loadKeys(folder)
    chmodSync(file, 0o644)
    expect(() => loadKeys(folder)).toThrow(`may be read by others (mode 0644). Make it yours alone: chmod 600 ${file}`)
  })

  test('is refused when damaged, without repeating a key', () => {
    loadKeys(folder)
    const whole = readFileSync(file, 'utf8')
    writeFileSync(file, whole.replace(/"forms": "[^"]*"/, '"forms": "c2hvcnQ="'))
    expect(() => loadKeys(folder)).toThrow(/damaged at "forms": expected 32 random bytes in base64\. Restore it/)
    writeFileSync(file, whole.slice(0, 40))
    expect(() => loadKeys(folder)).toThrow('is not JSON. Restore it from the backup')
  })

  test('is refused when its current key is not among its keys', () => {
    loadKeys(folder)
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"current": "[^"]*"/, '"current": "lost"'))
    expect(() => loadKeys(folder)).toThrow('expected a "current" that is one of "keys"')
  })
})

describe('a rotation of the payload keys', () => {
  test('adds a current key, keeps the earlier ones and the key of the forms, and stays for its owner alone', () => {
    const before = loadKeys(folder)
    const { previous, current, keys } = rotatePayloadKey(folder)
    const after = loadKeys(folder)
    expect(previous).toBe(before.payload.current)
    expect(after.payload.current).toBe(current)
    expect(after.payload.keys).toMatchObject(before.payload.keys)
    expect(Object.keys(after.payload.keys)).toEqual([previous, current])
    expect(after.forms).toEqual(before.forms)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['keys.json'])
    expect(keys.map(({ isCurrent }) => isCurrent)).toEqual([false, true])
    for (const { fingerprint } of keys) expect(readFileSync(file, 'utf8')).not.toContain(fingerprint)
  })

  test('may be done again on the same day', () => {
    loadKeys(folder)
    for (let times = 0; times < 3; times += 1) rotatePayloadKey(folder)
    expect(Object.keys(loadKeys(folder).payload.keys)).toHaveLength(4)
  })

  test('may be tried first, which changes nothing', () => {
    loadKeys(folder)
    const whole = readFileSync(file, 'utf8')
    expect(rotatePayloadKey(folder, { dryRun: true }).keys).toHaveLength(2)
    expect(readFileSync(file, 'utf8')).toBe(whole)
  })

  test('never makes a key file, which would hide that one was lost', () => {
    expect(() => rotatePayloadKey(folder)).toThrow(`There is no key file ${file}.`)
    expect(readdirSync(folder)).toEqual([])
  })

  test('is refused while another is under way', () => {
    loadKeys(folder)
    const whole = readFileSync(file, 'utf8')
    writeFileSync(`${file}.rotating`, 'half')
    expect(() => rotatePayloadKey(folder)).toThrow(`Another rotation is under way. If none is, remove ${file}.rotating`)
    expect(readFileSync(file, 'utf8')).toBe(whole)
  })
})
