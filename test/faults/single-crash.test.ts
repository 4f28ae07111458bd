import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BoardTerms } from '../../machines/vocabulary/board.ts'
import { once as onceOnly } from '../api/asking.ts'
import { actionOf, aMember, filledIn, press, type Member, type ShownPage } from '../api/decisions/member.ts'
import { theChiefs } from '../support/case.ts'
import { publicUrl } from '../support/single-api-parts.ts'
import { runScript, startStack, type Stack } from '../support/single-stack.ts'

let stack: Stack
const doomed: ChildProcess[] = []

beforeAll(async () => {
  stack = await startStack()
})
afterAll(async () => {
  for (const child of doomed) child.kill('SIGKILL')
  await stack?.stop()
})

const minute = 60_000
const kentsAddress = 'chief.constable@kent.example'
const kentsMails = () => stack.smtp.mails.filter(({ to }) => to.includes(kentsAddress))
const linkIn = (links: string[]) => new URL(links.find((link) => link.startsWith(`${publicUrl}/d/`)) ?? '').pathname
/** The board of Kent alone, so that one mail goes out. */
const kentAlone: Partial<BoardTerms> = {
  rule: { kind: 'nOfM', approvals: 1, refusal: 'ends' },
  seats: theChiefs().seats.slice(0, 1),
}
const rowsOf = (initiativeId: string, kind: string) =>
  stack.store.outbox.ofInitiative(initiativeId).then((rows) => rows.filter((row) => row.kind === kind))

describe('a sender killed between the mail server taking a mail and our marking it', { timeout: 60_000 }, () => {
  it('has sent exactly two copies of one row in the end, and the link in either decides, once', async () => {
    const initiativeId = await stack.submitted(kentAlone)
    await expect.poll(() => rowsOf(initiativeId, 'invitation')).toHaveLength(1)
    const now = Date.now()
    expect(await runScript('mail-crash.ts', stack.databaseUrl, stack.dataFolder, stack.smtp.url, String(now))).toBe(
      'SIGKILL',
    )
    expect(kentsMails()).toHaveLength(1)

    stack.startSender(() => Date.now() + minute)
    await expect.poll(() => rowsOf(initiativeId, 'invitation')).toMatchObject([{ state: 'sent', attempts: 2 }])
    expect(kentsMails()).toHaveLength(2)
    const [first, second] = kentsMails().map(({ links }) => linkIn(links))
    expect(first).not.toBe(second)

    const [byFirst, bySecond] = [aMember(stack.app, publicUrl), aMember(stack.app, publicUrl)]
    const pages = [await byFirst.open(first!), await bySecond.open(second!)]
    expect(pages.map(({ status }) => status)).toEqual([200, 200])
    expect((await press(bySecond, pages[1]!)).text).toContain('Your decision: Approve')
    const late = await press(byFirst, pages[0]!, { choice: 'stop', reason: 'No.' })
    expect(late.status).toBe(409)
    expect(late.text).toContain('Your decision: Approve')
    expect((await byFirst.open(first!)).text).toContain('Your decision: Approve')
    expect(await stack.votes(initiativeId)).toHaveLength(1)
  })
})

/** An API that dies between the record and the answer. `died` settles with the signal, or the exit code. */
const startDoomedApi = async () => {
  const script = fileURLToPath(new URL('../support/single-api-crash.ts', import.meta.url))
  const { databaseUrl, dataFolder, temporal } = stack
  const child = spawn(process.execPath, [script, JSON.stringify({ databaseUrl, dataFolder, ...temporal })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  doomed.push(child)
  const died = once(child, 'exit').then(([code, signal]: unknown[]) => signal ?? code)
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    died.then((how) => Promise.reject(new Error(`It ended with ${String(how)} before it listened.`))),
  ])
  return { url: `http://127.0.0.1:${String(line)}`, died }
}

/** Sends a form to another process than the one that showed it; its answer, or undefined when none came. */
const sendTo = async (url: string, member: Member, page: ShownPage) => {
  const body = new URLSearchParams(
    Object.entries(filledIn(page)).flatMap(([name, values]) =>
      [values].flat().map((value): [string, string] => [name, value]),
    ),
  )
  const cookie = await member.jar.getCookieString('https://localhost/')
  return fetch(`${url}${actionOf(page)}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: publicUrl, cookie },
    body,
  }).catch(() => undefined)
}

describe('an API killed between the record and the answer', { timeout: 60_000 }, () => {
  it('has counted the decision once: the same form, sent again, shows what is recorded', async () => {
    const initiativeId = await stack.submitted()
    const { token } = await stack.store.links.mint({
      purpose: 'decide',
      initiativeId,
      reviewId: 's1b1',
      submissionId: 's1',
      seatId: 'kent',
      holderId: 'chief-constable-kent',
    })
    const chief = aMember(stack.app, publicUrl)
    const page = await chief.open(`/d/${token}`)
    const dying = await startDoomedApi()
    expect(await sendTo(dying.url, chief, page)).toBeUndefined()
    expect(await dying.died).toBe('SIGKILL')

    const again = await press(chief, page)
    expect(again).toMatchObject({ status: 200, path: `${page.path}/recorded` })
    expect(again.text).toContain('Your decision: Approve')
    expect(await stack.votes(initiativeId)).toHaveLength(1)
  })

  it('has counted a command once: the same key again is answered "already recorded"', async () => {
    const initiativeId = await stack.submitted()
    const dying = await startDoomedApi()
    const request = {
      method: 'POST',
      headers: { ...onceOnly(`hold-${initiativeId}`), 'content-type': 'application/json' },
      body: JSON.stringify({ reason: 'Election.' }),
    } as const
    const path = `/api/initiatives/${initiativeId}/commands/hold`
    expect(await fetch(`${dying.url}${path}`, request).catch(() => undefined)).toBeUndefined()
    expect(await dying.died).toBe('SIGKILL')
    const { method, headers, body } = request
    const again = await stack.app.inject({ method, url: path, headers, payload: body })
    expect(again.json()).toMatchObject({ outcome: expect.stringMatching(/ecorded$/), sequence: 3 })
    const entries = await stack.store.initiatives.entries(initiativeId)
    expect(entries.filter(({ event }) => event.type === 'held')).toHaveLength(1)
  })
})
