import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkBuild } from '../../cli/check-build/check-build.ts'
import { rebuildAll } from '../../cli/rebuild/rebuild-all.ts'
import { verifyAll } from '../../cli/verify/verify-all.ts'
import { dataConverterFor } from '../../activities/codec/data-converter.ts'
import { withNewKey } from '../../activities/settings/keys.ts'
import { bundleForReplay } from '../../worker/replay/replay.ts'
import { initiativeWorkflowId } from '../../workflows/ids.ts'
import { initiativeWorkflowType } from '../../workflows/messages.ts'
import { aProposal, aVote, theChiefs } from '../support/case.ts'
import { plantedSources } from '../support/planted-sources.ts'
import { startRecord, type TestRecord } from '../support/record.ts'

let record: TestRecord
let temporal: TestRecord['temporal']
let initiatives: TestRecord['initiatives']
let store: TestRecord['store']
let postgres: TestRecord['postgres']
let gatehouse: TestRecord['gatehouse']

beforeAll(async () => {
  record = await startRecord()
  ;({ temporal, initiatives, store, postgres, gatehouse } = record)
})
afterAll(() => record.stop())

const papers = { proposal: aProposal(), boards: [theChiefs()] }
const dataConverter = dataConverterFor({ payloadEncryption: 'off', keys: withNewKey({ current: '', keys: {} }) })

/** One that waits for its board, one on hold, and one that was closed early and whose workflow Temporal has forgotten. */
const threeInitiatives = async () => {
  const [waiting, held, closed] = await Promise.all([initiatives.start(), initiatives.start(), initiatives.start()])
  for (const { ask } of [waiting, held, closed]) await ask('submit', papers)
  await waiting.ask('castVote', aVote('kent', 'abstain'))
  await held.ask('hold', { reason: 'The inspectorate reports next week.' })
  await closed.ask('closeEarly', { reason: 'No option is good value.', report: 'The evidence is kept.' })
  await closed.handle.result()
  await initiatives.client.workflowService.deleteWorkflowExecution({
    namespace: temporal.namespace,
    workflowExecution: { workflowId: closed.handle.workflowId },
  })
  return { waiting, held, closed }
}

const needs = () => ({
  client: initiatives.client,
  taskQueue: temporal.taskQueue,
  store,
  records: store.wholeRecords,
  patienceMilliseconds: 1_000,
})
const verify = () => verifyAll(needs())
const of = async (initiativeId: string) =>
  (await verify()).differences.filter((difference) => difference.initiativeId === initiativeId)

const readModel = async () =>
  (await postgres.query<Record<string, unknown>>('select * from initiative order by initiative_id')).rows
const audit = async () =>
  (await postgres.query('select * from audit_entry order by initiative_id, sequence')).rows.map((row: unknown) =>
    JSON.stringify(row),
  )
/** The tables refuse it, and whoever owns them could do it all the same. */
const tamper = (statement: string, values: unknown[]) =>
  postgres.query('alter table audit_entry disable trigger append_only').then(async () => {
    await postgres.query(statement, values)
    await postgres.query('alter table audit_entry enable trigger append_only')
  })

describe('gatehouse verify', () => {
  it('finds nothing where read model, workflows and audit say the same, also of what has hardly begun', async () => {
    const { waiting, held, closed } = await threeInitiatives()
    await store.initiatives.claim('claimed-and-never-begun')
    await initiatives.client.workflow.start(initiativeWorkflowType, {
      workflowId: initiativeWorkflowId(`${waiting.initiativeId}-not-begun`),
      taskQueue: temporal.taskQueue,
      args: [{ initiativeId: `${waiting.initiativeId}-not-begun` }],
    })
    await expect.poll(async () => (await verify()).initiatives).toBe(5)
    expect(await verify()).toEqual({
      initiatives: 5,
      entries: [waiting, held, closed].flatMap(({ entries }) => entries()).length,
      differences: [],
    })
  })

  it.each<[string, (initiativeId: string) => Promise<unknown>, string, string]>([
    [
      'a row that is gone',
      (id) => postgres.query('delete from initiative where initiative_id = $1', [id]),
      'read model',
      'none',
    ],
    [
      'a state somebody changed',
      (id) =>
        postgres.query(
          `update initiative set state = jsonb_set(state, '{initiative,context,title}', '"Another"') where initiative_id = $1`,
          [id],
        ),
      'read model: the state itself, by its hash',
      '',
    ],
    [
      'a stage column that is not the state’s',
      (id) => postgres.query(`update initiative set stage = 'goLive' where initiative_id = $1`, [id]),
      'read model: stage',
      'goLive',
    ],
    [
      'a read model that fell behind',
      (id) =>
        postgres.query(
          `update initiative set version = 1, head_hash = (select hash from audit_entry e where e.initiative_id = $1 and sequence = 1) where initiative_id = $1`,
          [id],
        ),
      'read model: version',
      '1',
    ],
    [
      'an entry whose words were changed',
      (id) =>
        tamper(
          `update audit_entry set entry = jsonb_set(entry, '{by,role}', '"somebody"') where initiative_id = $1 and sequence = 2`,
          [id],
        ),
      'audit chain at entry 2',
      'The words of entry 2 are not those its hash was made of.',
    ],
    [
      'an entry that was taken out',
      (id) => tamper('delete from audit_entry where initiative_id = $1 and sequence = 2', [id]),
      'audit chain at entry 2',
      'Entry 2 is missing; the next one there is entry 3.',
    ],
    [
      'a hash column that is not the entry’s',
      (id) => tamper(`update audit_entry set hash = 'x' where initiative_id = $1 and sequence = 3`, [id]),
      'audit table beside entry 3: hash',
      'x',
    ],
    [
      'a workflow somebody terminated',
      (id) => initiatives.client.workflow.getHandle(initiativeWorkflowId(id)).terminate('by hand'),
      'workflow',
      'terminated',
    ],
    [
      'newest entries that are gone with their row put back, as in a database restored from an older copy',
      async (id) => {
        await tamper('delete from audit_entry where initiative_id = $1 and sequence = 3', [id])
        await postgres.query(
          `update initiative set version = 2, head_hash = (select hash from audit_entry e where e.initiative_id = $1 and sequence = 2),
             state_hash = (select entry ->> 'stateHash' from audit_entry e where e.initiative_id = $1 and sequence = 2)
           where initiative_id = $1`,
          [id],
        )
      },
      'read model: the state itself, by its hash',
      '',
    ],
  ])('names %s', async (_fact, change, what, found) => {
    const { ask, initiativeId } = await initiatives.start()
    await ask('submit', papers)
    await ask('castVote', aVote('kent', 'abstain'))
    expect(await of(initiativeId)).toEqual([])
    await change(initiativeId)
    const [first] = await of(initiativeId)
    expect(first).toMatchObject({ initiativeId, what, ...(found ? { found } : {}) })
    await initiatives.client.workflow
      .getHandle(initiativeWorkflowId(initiativeId))
      .terminate('done')
      .catch(() => undefined)
    await tamper('delete from audit_entry where initiative_id = $1', [initiativeId])
    await postgres.query('delete from initiative where initiative_id = $1', [initiativeId])
  })
})

describe('gatehouse rebuild', () => {
  it('says what it would do, and changes nothing', async () => {
    const { waiting, closed } = await threeInitiatives()
    const before = [await readModel(), await audit()]
    const would = await rebuildAll({ ...needs(), isDryRun: true })
    expect(would.fromWorkflows).toContain(waiting.initiativeId)
    expect(would.fromAudit).toContain(closed.initiativeId)
    expect(would).toMatchObject({ leftAsTheyAre: [], stillEmpty: [] })
    expect([await readModel(), await audit()]).toEqual(before)
  })

  it('makes the same read model from workflows and audit, and the audit stays as it is', async () => {
    await threeInitiatives()
    const [before, entries] = [await store.initiatives.list(), await audit()]
    expect(await rebuildAll({ ...needs(), isDryRun: false })).toMatchObject({ leftAsTheyAre: [], stillEmpty: [] })
    const recorded = ({ recordedInstant: _at, ...initiative }: (typeof before)[number]) => initiative
    expect((await store.initiatives.list()).map(recorded)).toEqual(before.map(recorded))
    expect(await audit()).toEqual(entries)
    expect((await verify()).differences).toEqual([])
  })

  it('goes on under decisions, of which none is lost', { timeout: 60_000 }, async () => {
    const boards = [theChiefs({ rule: { kind: 'unanimous' } })]
    const begun = await Promise.all(Array.from({ length: 6 }, () => initiatives.start()))
    for (const { ask } of begun) await ask('submit', { ...papers, boards })
    const asked = begun.flatMap(({ ask }) =>
      Array.from(
        { length: 8 },
        (_, decisionNumber) => () => ask('castVote', aVote('kent', 'abstain', { decisionNumber })),
      ),
    )
    const perInitiative = begun.map((_, index) => asked.slice(index * 8, index * 8 + 8))
    const deciding = Promise.all(
      perInitiative.map(async (decisions) => {
        for (const decide of decisions) expect((await decide()).kind).toBe('recorded')
      }),
    )
    await expect.poll(async () => (await begun[0]!.now()).version).toBeGreaterThan(3)
    expect(await rebuildAll({ ...needs(), isDryRun: false })).toMatchObject({ leftAsTheyAre: [], stillEmpty: [] })
    await deciding
    for (const { initiativeId } of begun)
      expect(await store.initiatives.find(initiativeId)).toMatchObject({ version: 10 })
    expect((await verify()).differences).toEqual([])
  })

  it('leaves what contradicts its record as it is, and names it', async () => {
    const { ask, initiativeId } = await initiatives.start()
    await ask('submit', papers)
    await ask('castVote', aVote('kent', 'abstain'))
    await tamper('delete from audit_entry where initiative_id = $1 and sequence = 3', [initiativeId])
    const before = await store.initiatives.find(initiativeId)
    const { leftAsTheyAre } = await rebuildAll({ ...needs(), isDryRun: false })
    expect(leftAsTheyAre).toEqual([
      { initiativeId, why: 'it contradicts its record: record: last entry: expected 3 or later, found 2' },
    ])
    expect(await store.initiatives.find(initiativeId)).toEqual(before)
    await initiatives.client.workflow.getHandle(initiativeWorkflowId(initiativeId)).terminate('done')
    await tamper('delete from audit_entry where initiative_id = $1', [initiativeId])
    await postgres.query('delete from initiative where initiative_id = $1', [initiativeId])
  })

  it('leaves what nothing could make again, and names it', async () => {
    const { ask, initiativeId, handle } = await initiatives.start()
    await ask('submit', papers)
    await handle.terminate('by hand')
    const before = await store.initiatives.find(initiativeId)
    const { leftAsTheyAre } = await rebuildAll({ ...needs(), isDryRun: false })
    expect(leftAsTheyAre).toEqual([
      { initiativeId, why: 'its workflow is terminated, and the audit keeps no whole state of it' },
    ])
    expect(await store.initiatives.find(initiativeId)).toEqual(before)
    await tamper('delete from audit_entry where initiative_id = $1', [initiativeId])
    await postgres.query('delete from initiative where initiative_id = $1', [initiativeId])
  })
})

describe('gatehouse check-build', () => {
  it(
    'passes the code that runs, and names each initiative another build would break',
    { timeout: 120_000 },
    async () => {
      const { held } = await threeInitiatives()
      const check = async (workflowBundle: Awaited<ReturnType<typeof bundleForReplay>>) =>
        checkBuild({ ...needs(), dataConverter, workflowBundle })
      const asItIs = await check(await bundleForReplay())
      expect(asItIs.broken).toEqual([])
      expect(asItIs.entries).toBeGreaterThan(5)

      const planted = await plantedSources()
      const otherHold = [
        { files: 'machines/review-machine.ts', from: '{ heldSinceInstant: atInstant }', to: '{ heldSinceInstant: 0 }' },
      ]
      expect((await check(await bundleForReplay(planted.bundleWith(otherHold)))).broken).toContainEqual({
        initiativeId: held.initiativeId,
        why: expect.stringMatching(/^the state after entry 3 is recorded as \w{12}, and this build makes \w{12}$/),
      })
    },
  )
})

describe('as commands', () => {
  it('say what they found on standard output and their progress beside it', { timeout: 120_000 }, async () => {
    await threeInitiatives()
    const verified = await gatehouse(['verify', '--json'])
    expect(verified).toMatchObject({ exitCode: 0, said: expect.stringMatching(/\d+ of \d+ initiatives compared/) })
    expect(JSON.parse(verified.out)).toMatchObject({ differences: [] })
    expect(await gatehouse(['rebuild', '--dry-run'])).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(/would be written again by their workflows[^]*\nNothing was changed\./),
    })
    expect(await gatehouse(['rebuild'])).toMatchObject({ exitCode: 0, out: expect.stringContaining('It took') })
    expect(await gatehouse(['check-build'])).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(
        /live initiatives replayed, \d+ hand-overs to the record compared: this build breaks none\./,
      ),
    })
    await postgres.query(`update initiative set status = 'onHold' where status = 'active'`)
    expect(await gatehouse(['verify'])).toMatchObject({
      exitCode: 1,
      out: expect.stringMatching(/The first difference:\n {2}\S+ {2}read model: status: expected active, found onHold/),
    })
    await rebuildAll({ ...needs(), isDryRun: false })
  })

  it('end with 2 and say what to do where a service is not there', async () => {
    expect(await gatehouse(['verify'], { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/nothing' })).toMatchObject({
      exitCode: 2,
      said: expect.stringContaining('PostgreSQL does not answer'),
    })
    expect(await gatehouse(['rebuild'], { DATABASE_URL: '' })).toMatchObject({
      exitCode: 2,
      said: expect.stringContaining('DATABASE_URL is not set'),
    })
  })
})
