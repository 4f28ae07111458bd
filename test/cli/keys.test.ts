import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { loadKeys } from '../../activities/settings/keys.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
let folder: string

beforeEach(async () => {
  folder = await temporaryFolder()
})

const failure = z.object({ code: z.number(), stdout: z.string(), stderr: z.string() })

const gatehouse = async (...args: string[]) => {
  const env = { ...process.env, GATEHOUSE_DATA: folder }
  try {
    return {
      code: 0,
      ...(await promisify(execFile)(process.execPath, ['cli/gatehouse.ts', ...args], { cwd: root, env })),
    }
  } catch (error) {
    return failure.parse(error)
  }
}

const shown = z.object({ keys: z.array(z.object({ keyId: z.string(), isCurrent: z.boolean() })) })

describe('the keys verb', () => {
  it('shows, tries, rotates and shows again, and never prints a key', async () => {
    const { payload } = loadKeys(folder)
    const said = [
      await gatehouse('keys', 'list', '--json'),
      await gatehouse('keys', 'rotate', '--dry-run'),
      await gatehouse('keys', 'rotate'),
      await gatehouse('keys', 'list', '--json'),
    ]
    expect(said.map(({ code }) => code)).toEqual([0, 0, 0, 0])
    const [before, , , after] = said.map(({ stdout }, index) =>
      index % 3 === 0 ? shown.parse(JSON.parse(stdout)) : undefined,
    )
    expect(before?.keys).toMatchObject([{ keyId: payload.current, isCurrent: true }])
    expect(after?.keys.map(({ isCurrent }) => isCurrent)).toEqual([false, true])
    expect(said[1]?.stdout).toContain(`${payload.current} would stay`)
    expect(said[2]?.stdout).toContain('Back up this file now.')
    const secrets = [...(await readFile(`${folder}/keys.json`, 'utf8')).matchAll(/"([\w+/]{43}=)"/g)].map(
      ([, key]) => key,
    )
    expect(secrets).toHaveLength(3)
    for (const secret of secrets) expect(JSON.stringify(said)).not.toContain(secret)
  })

  it('says what to do where there is no key file', async () => {
    const { code, stderr } = await gatehouse('keys', 'rotate')
    expect(code).toBe(1)
    expect(stderr).toContain(`There is no key file ${folder}/keys.json. The first start makes one; where there was one`)
  })
})
