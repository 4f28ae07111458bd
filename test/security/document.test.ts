import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const text = readFileSync(new URL('../../docs/security.md', import.meta.url), 'utf8')
const fileAt = (path: string) => new URL(`../../${path}`, import.meta.url)
const promises = text
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (promise|-)/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))

describe('what the security page promises', () => {
  it('is shown by a test, each promise by at least one that is there', () => {
    expect(promises.length).toBeGreaterThan(20)
    for (const [, promise = '', against = '', shownBy = ''] of promises) {
      expect(promise.length).toBeGreaterThan(20)
      expect(against).not.toBe('')
      expect(shownBy).toMatch(/^`test\/[\w/.-]+\.test\.ts`(, `test\/[\w/.-]+\.test\.ts`)*$/)
    }
  })

  it('names only files that are there', () => {
    const named = [...text.matchAll(/`((?:test|docs|worker|api|cli)\/[\w/.-]+)`/g)].map(([, path]) => path ?? '')
    expect(named.length).toBeGreaterThan(30)
    expect(named.filter((path) => !existsSync(fileAt(path)))).toEqual([])
  })

  it('has the part an operator is sent to when a key is lost', () => {
    expect(readFileSync(fileAt('activities/codec/confirm-keys.ts'), 'utf8')).toContain('docs/security.md, "A lost key"')
    expect(text).toContain('\n### A lost key\n')
  })
})
