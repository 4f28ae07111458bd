import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { playVetting, type Played } from '../../cli/demo/play.ts'
import { initiativeView } from '../../api/schemas/views.ts'
import { placesOf, secretsOf } from '../security/leaks.ts'
import { startTestGatehouse, type TestGatehouse } from '../support/gatehouse-processes.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
let gatehouse: TestGatehouse
let played: Played
const told: string[] = []

/** The rehearsal's own plan, with a consultation short enough for a test; it still really runs. */
const quickPlan = async () =>
  (await readFile(`${root}examples/plans/rehearsal.yaml`, 'utf8')).replace(
    'minimumPeriod: PT45S',
    'minimumPeriod: PT3S',
  )

beforeAll(async () => {
  gatehouse = await startTestGatehouse({ LOG_LEVEL: 'trace' })
  const args = ['cli/gatehouse.ts', 'import', 'examples/portfolio.yaml', '--api', gatehouse.apiUrl]
  await promisify(execFile)(process.execPath, args, { cwd: root })
  played = await playVetting({
    apiUrl: gatehouse.apiUrl,
    mailbox: { mailsFor: async (address) => gatehouse.smtp.mails.filter(({ to }) => to.includes(address)) },
    narrator: { step: (title) => told.push(title), say: (sentence) => told.push(sentence) },
    planYaml: await quickPlan(),
    readForMs: 0,
  }).catch((error: unknown) => {
    throw new Error([...told, ...gatehouse.complaints].join('\n'), { cause: error })
  })
}, 300_000)
afterAll(() => gatehouse.stop())

const theRecord = async () =>
  initiativeView.parse(await (await fetch(`${gatehouse.apiUrl}/api/initiatives/${played.initiativeId}`)).json()).state

describe('the demo', () => {
  it('plays one initiative through all five stages to its closure', async () => {
    const { initiative } = await theRecord()
    expect(Object.values(initiative.context.stages).map(({ standing }) => standing)).toEqual(Array(5).fill('passed'))
    expect(initiative.context.closure).toMatchObject({ outcome: 'completed' })
  })

  it('carries the decisions of 2017 as reported, and tags every later one as a rehearsal', async () => {
    const { decisions } = (await theRecord()).initiative.context
    expect(decisions.map(({ outcome, provenance }) => `${provenance.certainty}: ${outcome}`)).toEqual([
      'reported: steer',
      'reported: nextStep',
      'rehearsal: sentBack',
      'rehearsal: approved',
      'rehearsal: nextStepAgreed',
      'rehearsal: supported',
      'rehearsal: approvedWithConditions',
      'rehearsal: approved',
      'rehearsal: approved',
      'rehearsal: approved',
    ])
  })

  it('answers each numbered point of a send-back in the next round', async () => {
    const { initiative, reviews } = await theRecord()
    expect(initiative.context.points).toHaveLength(2)
    expect(initiative.context.points.every(({ answer }) => answer)).toBe(true)
    expect(reviews['s2b1']?.context).toMatchObject({ round: 2, answers: [{}, {}] })
  })

  it('lets the minimum period of the consultation run, whoever asks for less', async () => {
    const consultation = (await theRecord()).consultations['vetting-staff']?.context
    expect(consultation && (consultation.closedInstant ?? 0) >= consultation.minimumEndsInstant).toBe(true)
    expect(told.join('\n')).toMatch(/tries to close it at once, and is refused: The consultation .* has not run/)
  })

  it('meets the condition before going live, and goes live in the interim first', async () => {
    const { initiative, rollOuts } = await theRecord()
    expect(initiative.context.conditions).toMatchObject([{ discharged: { acceptedBy: expect.any(String) } }])
    const interim = rollOuts['essex-kent']?.context
    expect((interim?.liveSinceInstant ?? 0) > (interim?.interimSinceInstant ?? Infinity)).toBe(true)
    expect(rollOuts['other-five']?.context.interimSinceInstant).toBeUndefined()
  })

  it('has every decision made from a link in an email', async () => {
    const { reviews } = await theRecord()
    const seats = Object.values(reviews).flatMap(({ context }) => Object.keys(context.ballots))
    const receipts = told.filter((line) => line.includes('presses: recorded, '))
    expect(receipts).toHaveLength(seats.length)
    expect(receipts.length).toBeGreaterThan(25)
  })

  it('can be played again beside itself', () => {
    expect(played.initiativeId).toMatch(/^vetting-rehearsal-[0-9a-z]{5}$/)
    expect(played.pageUrl).toBe(`${gatehouse.apiUrl}/initiatives/${played.initiativeId}`)
  })
})

describe('after the whole of it', () => {
  it('no token, password or key stands in any log, history, table or file, read with all keys or with none', async () => {
    const secrets = await secretsOf(gatehouse)
    expect(secrets.length).toBeGreaterThan(60)
    const { places } = await placesOf(gatehouse)
    const found = Object.entries(places).map(([place, text]) => ({
      place,
      isRead: text.length > 1_000,
      secrets: secrets.filter((secret) => text.includes(secret)).length,
      typedNumbers: /typed-?number|typed-?answer/i.test(text),
    }))
    expect(found).toEqual(found.map(({ place }) => ({ place, isRead: true, secrets: 0, typedNumbers: false })))
  })

  it('no name, address or title stands where Temporal reads it: in ids, search attributes and what it keeps', async () => {
    const { people } = names.parse(await (await fetch(`${gatehouse.apiUrl}/api/people`)).json())
    const { initiatives } = titles.parse(await (await fetch(`${gatehouse.apiUrl}/api/portfolio`)).json())
    const words = [...people.flatMap(({ name, email }) => [name, email]), ...initiatives.map(({ title }) => title)]
    // Shorter ones stand by chance in megabytes of what looks like noise.
    const telling = words.filter((word) => word.length > 8)
    expect(telling.length).toBeGreaterThan(30)
    const { places, named } = await placesOf(gatehouse)
    expect(telling.filter((word) => places.histories.includes(word))).toEqual([])
    expect(named.length).toBeGreaterThan(20)
    for (const { workflowId, searchAttributes, memo } of named) {
      expect(workflowId).toMatch(/^initiative\/[a-z0-9-]+$/)
      // Build ids are Temporal's own: which worker code ran it.
      const { BuildIds: _buildIds, ...ours } = searchAttributes
      expect(Object.keys(ours).toSorted()).toEqual(['GatehouseStage', 'GatehouseStatus'])
      for (const value of Object.values(ours).flat()) expect(value).toMatch(/^[A-Za-z]{4,30}$/)
      expect(memo ?? {}).toEqual({})
      const readable = JSON.stringify([workflowId, searchAttributes])
      expect(words.filter((word) => readable.includes(word))).toEqual([])
    }
  })
})

const names = z.object({ people: z.array(z.object({ name: z.string(), email: z.string() })) })
const titles = z.object({ initiatives: z.array(z.object({ title: z.string() })) })
