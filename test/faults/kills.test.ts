import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeRunFolder } from '../support/shared-servers/run-folder.ts'
import { everydayExtent } from './harness/extent.ts'
import { breachesOf } from './harness/report.ts'
import { fire } from './harness/suite.ts'
import { startSystem, type System } from './harness/system.ts'

// The everyday part of `npm run test:faults`: the same harness, two points of each kind, always the same choices.
const seed = 20_270_614
/** Fourteen commands of the change team, three members' decisions at each of five submissions, and the chair's word on the sixth. */
const askedInALife = 30
const said: string[] = []
const say = (line: string) => void said.push(line)

let folder: Awaited<ReturnType<typeof makeRunFolder>>
let system: System

beforeAll(async () => {
  folder = await makeRunFolder()
  system = await startSystem(folder.path, say)
}, 120_000)
afterAll(async () => {
  await system?.stop()
  await folder?.remove()
}, 60_000)

describe('whole lives, played while processes are killed', () => {
  it('lose nothing, double nothing and end as in peace, every mail being sent', { timeout: 420_000 }, async () => {
    const result = await fire(system, seed, everydayExtent, { say })
    const breaches = breachesOf({ fire: result, seed, seconds: 0 })
    expect(breaches.length === 0 ? [] : [...breaches, ...said]).toEqual([])
    expect(result.phases.map(({ kills }) => kills.length)).toEqual([0, 2, 2, 2, 2])
    expect(result.phases.flatMap(({ lost, doubled }) => [...lost, ...doubled])).toEqual([])
    const lives = result.phases.slice(1)
    expect(lives.map(({ confirmed }) => confirmed)).toEqual(lives.map((phase) => phase.lives * askedInALife))
    expect(Object.fromEntries(result.faults)).toEqual({})
  })
})
