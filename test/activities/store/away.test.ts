import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DatabaseUnreachable } from '../../../activities/store/database-error.ts'
import { openStore, type Store } from '../../../activities/store/store.ts'
import { verifyChain } from '../../../activities/store/verify-chain.ts'
import { createTestDatabase } from '../../support/postgres.ts'
import { aWholeLife, begin } from './life.ts'

/** A door in front of the database that can be shut and opened again. */
type Door = {
  url: string
  open(): Promise<void>
  shut(): Promise<void>
  /** Shuts before the `count`th piece of what is said from now on, by either side, has passed. */
  shutBefore(count: number): void
  /** From now on nothing passes on the connections there are, and nobody is told: half open, as after a router died. */
  jam(): void
}

const doorTo = async (databaseUrl: string): Promise<Door> => {
  const behind = new URL(databaseUrl)
  const passing = new Set<Socket>()
  let server: Server | undefined
  let port = 0
  let piecesLeft = Infinity
  const open = async () => {
    server = createServer((outside) => {
      const inside = connect(Number(behind.port), behind.hostname)
      for (const socket of [outside, inside]) {
        passing.add(socket)
        // Heard before the pipe hears it, so that this piece does not pass.
        socket.on('data', () => {
          piecesLeft -= 1
          if (piecesLeft === 0) void shut()
        })
        socket.on('error', () => socket.destroy()).on('close', () => passing.delete(socket))
      }
      outside.pipe(inside).pipe(outside)
      outside.on('close', () => inside.destroy())
      inside.on('close', () => outside.destroy())
    }).listen(port, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address && typeof address === 'object') port = address.port
  }
  const shut = async () => {
    piecesLeft = Infinity
    const closed = server?.listening ? once(server, 'close') : undefined
    server?.close()
    for (const socket of passing) socket.destroy()
    await closed
  }
  await open()
  const url = new URL(databaseUrl)
  url.host = `127.0.0.1:${port}`
  const jam = () => {
    for (const socket of passing) socket.unpipe().pause()
  }
  const shutBefore = (count: number) => {
    piecesLeft = count
  }
  return { url: url.href, open, shut, shutBefore, jam }
}

let door: Door
let store: Store
beforeAll(async () => {
  door = await doorTo((await createTestDatabase()).url)
})
beforeEach(() => {
  store = openStore(door.url, { dataFolder: 'none' })
})
afterEach(async () => {
  await store.close()
  await door.shut()
  await door.open()
})

describe('while PostgreSQL is away', () => {
  it('a store opens, every call says in words that it cannot be reached, and works once it is back', async () => {
    await door.shut()
    const life = begin()
    expect(await store.reachable()).toBe(false)
    const calls = [
      () => store.initiatives.list(),
      () => store.record(life.recordings[0]!),
      () => store.directory.people(),
      () => store.directory.putPerson({ personId: 'pmo', name: 'PMO', email: 'pmo@programme.example' }),
      () => store.outbox.claim(5, Date.now()),
    ]
    for (const call of calls) {
      await expect(call()).rejects.toThrow(DatabaseUnreachable)
      await expect(call()).rejects.toThrow(
        /The database test_\w+ at 127\.0\.0\.1:\d+ cannot be reached: .*ECONNREFUSED/,
      )
    }
    const { password } = new URL(door.url)
    await expect(store.initiatives.list()).rejects.not.toThrow(password)

    await door.open()
    expect(await store.reachable()).toBe(true)
    await store.record(life.recordings[0]!)
    expect(await store.initiatives.find(life.initiativeId)).toMatchObject({ version: 1 })
  })
})

describe('when PostgreSQL is lost while running', () => {
  it('calls fail with the same words and go on by themselves when it is back', async () => {
    await Promise.all(Array.from({ length: 10 }, () => store.initiatives.list()))
    await door.shut()
    await expect(store.initiatives.list()).rejects.toThrow(DatabaseUnreachable)
    await door.open()
    await expect.poll(() => store.reachable()).toBe(true)
    await store.initiatives.list()
  })

  it('a connection that goes silent counts as lost, and is replaced by another', async () => {
    const hasty = openStore(door.url, { dataFolder: 'none', answerWithinMilliseconds: 500 })
    try {
      const many = () => Promise.all(Array.from({ length: 10 }, () => hasty.initiatives.list()))
      await many()
      door.jam()
      await expect(many()).rejects.toThrow(/cannot be reached: no answer for 0\.5 seconds/)
      await expect.poll(() => hasty.reachable()).toBe(true)
      await many()
    } finally {
      await hasty.close()
    }
  })

  it('what was being recorded is recorded whole by the next attempt, wherever the connection was cut', async () => {
    for (let pieces = 1; pieces <= 12; pieces += 1) {
      const life = aWholeLife()
      for (const recording of life.recordings) {
        door.shutBefore(pieces)
        await store.record(recording).catch(() => undefined)
        await door.shut()
        await door.open()
        await expect.poll(() => store.record(recording).then(() => 'recorded', String)).toBe('recorded')
      }
      expect(verifyChain(await store.initiatives.entries(life.initiativeId))).toMatchObject({ head: { sequence: 5 } })
      expect(await store.initiatives.find(life.initiativeId)).toMatchObject({ version: 5 })
    }
  })
})
