import { createServer } from 'node:net'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../../activities/store/store.ts'
import { anInitiative } from '../support/case.ts'
import { aFiledPlan, ask, command, problemIn, putTheChiefs, recordedIn } from './asking.ts'
import { freshId, startApi, type StartedApi } from './started-api.ts'

let started: StartedApi

beforeAll(async () => {
  started = await startApi({ answerWithinMilliseconds: 1_000 })
  await putTheChiefs(started)
})
afterAll(() => started.stop())

/** A port on which nothing listens. */
const silentPort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return address !== null && typeof address === 'object' ? address.port : 0
}

const creationOf = (initiativeId: string) => anInitiative({ initiativeId, plan: aFiledPlan() })

describe('while no worker runs', () => {
  it('an act is not confirmed, says to press again, and the same press later counts once', async () => {
    const initiativeId = freshId()
    recordedIn(await ask(started.app, 'POST', '/api/initiatives', creationOf(initiativeId)))
    await started.worker.stopWorker()
    const unconfirmed = await command(started.app, initiativeId, 'hold', { reason: 'Election.' }, 'pressed')
    expect(unconfirmed.status).toBe(503)
    expect(problemIn(unconfirmed)).toMatchObject({
      type: 'urn:gatehouse:problem:not-confirmed',
      detail: expect.stringContaining('Press again'),
    })
    expect(unconfirmed.headers['retry-after']).toBe('1')

    await started.worker.restartWorker()
    await expect
      .poll(() => command(started.app, initiativeId, 'hold', { reason: 'Election.' }, 'pressed'))
      .toMatchObject({ status: 200, json: { sequence: 2 } })
    expect(await started.store.initiatives.entries(initiativeId)).toHaveLength(2)
  })
})

describe('while Temporal cannot be reached', () => {
  it('acts are not confirmed within the time a person waits, and reading goes on', async () => {
    const away = await startApi({ answerWithinMilliseconds: 500, temporalAddress: `127.0.0.1:${await silentPort()}` })
    await putTheChiefs(away)
    const began = Date.now()
    const answer = await ask(away.app, 'POST', '/api/initiatives', creationOf(freshId()))
    expect(answer.status).toBe(503)
    expect(Date.now() - began).toBeLessThan(3_000)
    expect(await ask(away.app, 'GET', '/api/portfolio')).toMatchObject({ status: 200, json: { initiatives: [] } })
    expect(await ask(away.app, 'GET', '/api/health')).toMatchObject({
      status: 503,
      json: { postgres: 'answers', temporal: 'doesNotAnswer' },
    })
    await away.stop()
  })
})

describe('while PostgreSQL cannot be reached', () => {
  it('reading says so in a sentence, and health names it', async () => {
    const store = openStore(`postgresql://nobody@127.0.0.1:${await silentPort()}/gatehouse`, { dataFolder: '/nowhere' })
    const away = await startApi({ parts: { ...store } })
    const answer = await ask(away.app, 'GET', '/api/portfolio')
    expect(answer.status).toBe(503)
    expect(problemIn(answer).detail).toBe('The record cannot be read just now. Nothing is lost; try again soon.')
    expect(await ask(away.app, 'GET', '/api/health')).toMatchObject({
      status: 503,
      json: { postgres: 'doesNotAnswer', temporal: 'answers' },
    })
    await away.stop()
    await store.close()
  })
})
