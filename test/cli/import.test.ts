import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startTestGatehouse, type TestGatehouse } from '../support/gatehouse-processes.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const sample = join(root, 'examples/portfolio.yaml')
const outcome = z.object({ kind: z.string(), id: z.string(), outcome: z.string(), detail: z.string().optional() })
const report = z.object({
  rows: z.array(outcome),
  problems: z.array(z.object({ line: z.number(), row: z.string(), key: z.string(), expected: z.string() })),
})

let gatehouse: TestGatehouse
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-import-'))
  gatehouse = await startTestGatehouse()
}, 60_000)
afterAll(async () => {
  await gatehouse.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Runs the verb as a person would. */
const gatehouseImport = (file: string, ...options: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((done) => {
    const args = [join(root, 'cli/gatehouse.ts'), 'import', file, '--api', gatehouse.apiUrl, ...options]
    const run = execFile(process.execPath, args, (_error, out, err) => done({ code: run.exitCode ?? -1, out, err }))
  })
const rowsOf = (out: string) => report.parse(JSON.parse(out))
const counted = (out: string) => {
  const counts = new Map<string, number>()
  for (const { outcome: came } of rowsOf(out).rows) counts.set(came, (counts.get(came) ?? 0) + 1)
  return Object.fromEntries(counts)
}
const initiativesOnRecord = async () => {
  const answer: unknown = await (await fetch(`${gatehouse.apiUrl}/api/portfolio`)).json()
  return z
    .object({ initiatives: z.array(z.looseObject({ initiativeId: z.string(), version: z.number() })) })
    .parse(answer).initiatives
}
const edited = async (name: string, edit: (text: string) => string) => {
  const file = join(folder, name)
  const text = (await readFile(sample, 'utf8')).replaceAll('file: plans/', `file: ${root}examples/plans/`)
  await writeFile(file, edit(text))
  return file
}

describe('gatehouse import', () => {
  it('says with a dry run what would happen to each row, and changes nothing', async () => {
    const { code, out } = await gatehouseImport(sample, '--dry-run')
    expect(code).toBe(0)
    expect(out).toContain('would be added        initiative vetting (line ')
    expect(out).toContain('113 would be added. Nothing was changed.')
    expect(await initiativesOnRecord()).toEqual([])
  }, 60_000)

  it('brings every row in, telling how far it is', async () => {
    const { code, out, err } = await gatehouseImport(sample, '--json', '--as', 'Portfolio Office')
    expect(rowsOf(out).rows.filter(({ outcome: came }) => came === 'refused')).toEqual([])
    expect({ code, ...counted(out) }).toEqual({ code: 0, added: 113 })
    expect(err).toContain('25 of ')
    expect(await initiativesOnRecord()).toHaveLength(21)
  }, 120_000)

  it('begins each record with what its source reports, and names the importer', async () => {
    const answer: unknown = await (await fetch(`${gatehouse.apiUrl}/api/initiatives/vetting`)).json()
    expect(answer).toMatchObject({
      state: {
        reviews: {},
        initiative: {
          value: { active: 'stageNotReported' },
          context: {
            deadlines: [],
            decisions: [
              {
                verb: 'said',
                wording: 'a firm desire to re-visit the business case',
                on: { precision: 'day', on: '2017-06-08' },
                provenance: { certainty: 'reported', sourceId: 'kent-2017', importedBy: 'Portfolio Office' },
              },
              { verb: 'agreed to a next step', outcome: 'nextStep' },
            ],
          },
        },
      },
    })
  })

  it('changes nothing the second time, and reports every row unchanged', async () => {
    const before = await initiativesOnRecord()
    const { code, out } = await gatehouseImport(sample, '--json')
    expect({ code, ...counted(out) }).toEqual({ code: 0, unchanged: 113 })
    expect(await initiativesOnRecord()).toEqual(before)
  }, 60_000)

  it('sends no mail and opens no review', async () => {
    expect(gatehouse.smtp.mails).toEqual([])
  })

  it('does not apply a row that differs from what was imported, and says so', async () => {
    const file = await edited('differs.yaml', (text) =>
      text
        .replace('a firm desire to re-visit the business case', 'no desire')
        .replace('name: Kent Police,', 'name: Kent,'),
    )
    const { code, out } = await gatehouseImport(file, '--quiet')
    expect(code).toBe(1)
    expect(out).toMatch(/^differs, not applied {2}organisation kent \(line \d+\)$/m)
    expect(out).toMatch(/^differs, not applied {2}initiative vetting \(line \d+\)$/m)
    expect(JSON.stringify(await initiativesOnRecord())).toContain('Kent Police')
  }, 60_000)

  it('lets one bad row stop nothing else, and names its line', async () => {
    const file = await edited('bad-row.yaml', (text) =>
      text
        .replaceAll('  - id: nledp\n', '  - id: nledp-again\n')
        .replace('rag: amber', 'rag: purple')
        .replace('id: anpr\n', 'id: anpr-again\n'),
    )
    const { code, out } = await gatehouseImport(file, '--json')
    expect(code).toBe(1)
    const { rows, problems } = rowsOf(out)
    expect(problems).toEqual([
      {
        line: expect.any(Number),
        row: 'initiative peqf',
        key: 'ratings.1.rag',
        expected: 'must be one of red, amber, green',
      },
    ])
    expect(rows.filter(({ outcome: came }) => came === 'added').map(({ id }) => id)).toEqual([
      'nledp-again',
      'anpr-again',
    ])
  }, 60_000)

  it('asks for a reminder only where a row does, on a day to come', async () => {
    const file = await edited('remind.yaml', (text) =>
      text
        .replace(
          '  - id: nledp\n',
          '  - id: nledp-reminded\n    remind: [{ on: 2099-01-18, who: pmo, about: Ask again. }]\n',
        )
        .replace(
          '  - id: anpr\n',
          '  - id: anpr-late\n    remind:\n      - { on: 2099-01-18, who: pmo, about: x }\n      - { on: 2020-01-18, who: pmo, about: x }\n',
        ),
    )
    const { code, out } = await gatehouseImport(file, '--json')
    expect(code).toBe(1)
    const { rows, problems } = rowsOf(out)
    expect(problems).toEqual([])
    expect(rows.filter(({ outcome: came }) => came !== 'unchanged')).toEqual([
      expect.objectContaining({ id: 'nledp-reminded', outcome: 'added' }),
      expect.objectContaining({
        id: 'anpr-late',
        outcome: 'refused',
        detail: expect.stringMatching(
          /^line \d+: remind\.2\.on must be a day to come; 9am on 18 January 2020 has passed$/,
        ),
      }),
    ])
    const answer: unknown = await (await fetch(`${gatehouse.apiUrl}/api/initiatives/nledp-reminded`)).json()
    expect(answer).toMatchObject({
      state: {
        initiative: {
          context: {
            deadlines: [{ name: 'reminder:r1', atInstant: Date.UTC(2099, 0, 18, 9), duringHold: 'runs' }],
            reminders: [{ personId: 'pmo', about: 'Ask again.' }],
          },
        },
      },
    })
    expect(gatehouse.smtp.mails).toEqual([])
  }, 60_000)

  it('has the reminder emailed at its moment, by the worker, to the person it is for', async () => {
    const begin = (initiativeId: string, reminder: { atInstant: number; personId: string }) =>
      fetch(`${gatehouse.apiUrl}/api/initiatives`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-acting-as': 'PMO',
          'idempotency-key': `begin-${initiativeId}`,
        },
        body: JSON.stringify({
          initiativeId,
          title: 'A reminded initiative',
          reference: 'REM-1',
          organisations: [{ organisationId: 'kent', name: 'Kent Police' }],
          plan: { id: 'statutory', version: 1 },
          entry: { provenance: { certainty: 'reported' } },
          reminders: [{ reminderId: 'r1', about: 'The Summit meets today.', ...reminder }],
        }),
      })
    const late = await begin('reminded-late', { atInstant: 1_000, personId: 'nobody' })
    expect(late.status).toBe(422)
    expect(await late.json()).toMatchObject({
      errors: [
        { field: 'reminders.0.personId' },
        { field: 'reminders.0.atInstant', expected: 'must be a moment to come' },
      ],
    })
    const soon = { atInstant: Date.now() + 3_000, personId: 'pmo' }
    expect((await begin('reminded-soon', soon)).status).toBe(201)
    await expect
      .poll(() => gatehouse.smtp.mails.map(({ subject }) => subject), { timeout: 20_000 })
      .toEqual(['OFFICIAL - A reminder that was asked for - REM-1'])
    const [mail] = gatehouse.smtp.mails
    expect(mail?.text).toContain('The Summit meets today.')
    expect(mail?.text).toContain('PMO: say which stage it is at')
    expect(mail?.links).toEqual([`${gatehouse.apiUrl}/initiatives/reminded-soon`])
    expect((await begin('reminded-soon', soon)).status).toBe(201)
  }, 60_000)

  it.each([
    ['a file that is not there', 'nowhere.yaml', /nowhere\.yaml cannot be read/],
    ['a file that is not YAML', 'broken.yaml', /broken\.yaml: line 1: must be YAML/],
  ])('ends with 2 for %s', async (_what, name, words) => {
    if (name === 'broken.yaml') await writeFile(join(folder, name), 'initiatives: [')
    const { code, err } = await gatehouseImport(join(folder, name))
    expect(code).toBe(2)
    expect(err).toMatch(words)
  })

  it('ends with 2 where no Gatehouse answers, and says what to do', async () => {
    const { code, err } = await gatehouseImport(sample, '--api', 'http://127.0.0.1:1')
    expect(code).toBe(2)
    expect(err).toContain('Nothing answers at http://127.0.0.1:1')
    expect(err).toContain('npm start')
  })
})
