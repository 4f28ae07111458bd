import { describe, expect, it } from 'vitest'
import { createLog, masked } from '../../api/log.ts'
import { createApp } from '../../api/app.ts'
import { startApi } from './started-api.ts'

const token = 'N3ver-in_any.log'.replace('.', '') + 'A'.repeat(28)

describe('the log', () => {
  it.each([
    ['a decision link', `GET /d/${token}?x=1`, 'GET /d/[token]?x=1'],
    ['a disputing link', `http://localhost:3000/not-me/short`, 'http://localhost:3000/not-me/[token]'],
    ['a link to comment by', `GET /c/${token}?x=1`, 'GET /c/[token]?x=1'],
    ['a token by itself', `token ${token} refused`, 'token [token] refused'],
    ['an address', 'to chief.constable@kent.example, bounced', 'to [address], bounced'],
    ['a database’s password', 'postgresql://user:secret@host/db', 'postgresql://[password]@host/db'],
    ['a hash, which is no secret', 'a'.repeat(64), 'a'.repeat(64)],
  ])('keeps %s out or in as it should', (_what, said, kept) => {
    expect(masked(said)).toBe(kept)
  })

  it('of a whole visit holds no token, whatever was asked and whatever failed', { timeout: 60_000 }, async () => {
    const lines: string[] = []
    const started = await startApi()
    const app = await createApp(
      {
        ...started.parts,
        initiatives: {
          ...started.parts.initiatives,
          list: async () => {
            throw new Error(`failed for ${token} and chief@kent.example`)
          },
        },
      },
      { log: createLog('trace', { write: (line) => void lines.push(line) }) },
    )
    for (const url of [`/d/${token}`, `/not-me/${token}`, `/c/${token}`, `/nowhere/${token}`, '/api/portfolio', '/'])
      await app.inject({ url, headers: { cookie: `decide=${token}`, referer: `http://x.example/d/${token}` } })
    await app.close()
    await started.stop()
    expect(lines.length).toBeGreaterThan(5)
    expect(lines.join('')).not.toContain(token)
    expect(lines.join('')).not.toContain('chief@')
  })
})
