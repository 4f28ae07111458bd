import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import packageFile from '../package.json' with { type: 'json' }
import { importBreaches, placeCycles } from './support/architecture-rules.ts'
import { machineBreaches } from './support/machine-rules.ts'
import { readFiles } from './support/source-files.ts'

const sourceFolders = '{machines,workflows,activities,worker,api,cli,bench}'
const sources = readFiles([`${sourceFolders}/**/*.ts`])
const everyTypeScriptFile = [...sources, ...readFiles(['test/**/*.ts'])]
const shipped = Object.keys(
  z.object({ dependencies: z.record(z.string(), z.string()) }).parse(packageFile).dependencies,
)

/** Files that may be longer than 300 lines, each with its reason. */
const mayBeLong: Record<string, string> = {}

describe('the project as it stands', () => {
  it('imports only along the arrows, and only the packages each folder may use', () => {
    expect(everyTypeScriptFile.flatMap((file) => importBreaches(file, shipped))).toEqual([])
  })

  it('has no cycle between folders, types included', () => {
    expect(placeCycles(everyTypeScriptFile)).toEqual([])
  })

  it('keeps clocks, chance, delays and actors out of machines, and delays and actors out of workflows', () => {
    const files = sources.filter(({ path }) => /^(machines|workflows)\//.test(path))
    expect(files.flatMap(machineBreaches)).toEqual([])
  })

  it('has no source file that cannot be read in one sitting (300 lines)', () => {
    const files = [...sources, ...readFiles([`${sourceFolders}/**/*.njk`])]
    const long = files.filter(({ text }) => text.split('\n').length > 301).map(({ path }) => path)
    expect(long.filter((path) => !mayBeLong[path])).toEqual([])
    expect(Object.keys(mayBeLong).filter((path) => !long.includes(path))).toEqual([])
  })

  it('names no folder of any one machine', () => {
    const files = readFiles(['**/*', '.*', '.ci/**/*']).filter(({ text }) => !text.includes('\0'))
    const named = files.filter(({ text }) => /(?<![\w.~-])\/(?:work|root|home\/\w+|Users\/\w+)\//.test(text))
    expect(named.map(({ path }) => path)).toEqual([])
  })
})

describe('the rules bite', () => {
  it.each([
    ['a machine that asks Temporal', 'machines/a.ts', "import { sleep } from '@temporalio/workflow'"],
    ['a machine that reads files', 'machines/a.ts', "import { readFileSync } from 'node:fs'"],
    ['a machine that knows calendars', 'machines/a.ts', "import { DateTime } from 'luxon'"],
    ['a machine that knows a workflow, be it by type', 'machines/a.ts', "import type { A } from '../workflows/a.ts'"],
    ['a workflow that loads activities', 'workflows/a.ts', "import { askBoard } from '../activities/ask-board.ts'"],
    ['a workflow whose import leaves a trace', 'workflows/a.ts', "import { type A } from '../activities/ports.ts'"],
    [
      'a workflow that reaches the store by type',
      'workflows/a.ts',
      "import type { A } from '../activities/store/a.ts'",
    ],
    ['a workflow that loads by and by', 'workflows/a.ts', "export const a = () => import('../activities/ports.ts')"],
    ['a workflow that passes activities on', 'workflows/a.ts', "export * from '../activities/ask-board.ts'"],
    ['an activity that knows its adapter', 'activities/a.ts', "import { Outbox } from './store/outbox.ts'"],
    ['an activity that knows a nameless adapter', 'activities/a.ts', "import { mailer } from './mail/mailer.ts'"],
    ['an activity that knows a workflow', 'activities/a.ts', "import type { A } from '../workflows/initiative.ts'"],
    ['a port that loads messages', 'activities/ports.ts', "import { a } from '../workflows/messages.ts'"],
    ['a page that knows the loop', 'api/a.ts', "import { initiativeWorkflow } from '../workflows/initiative.ts'"],
    ['a page that knows an activity', 'api/routes/a.ts', "import { askBoard } from '../../activities/ask-board.ts'"],
    ['a page that knows the worker', 'api/a.ts', "export type A = import('../worker/a.ts').A"],
    ['a product that needs the tests', 'worker/a.ts', "import { startSmtpSink } from '../test/support/smtp.ts'"],
    ['a product that needs a development package', 'api/a.ts', "import fc from 'fast-check'"],
  ])('on %s', (_breach, path, text) => {
    expect(importBreaches({ path, text }, shipped)).toHaveLength(1)
  })

  it.each([
    ['machines/a.ts', "import { setup } from 'xstate'\nimport { z } from 'zod'\nimport { b } from './b.ts'"],
    ['workflows/a.ts', "import type { A } from '../activities/ports.ts'\nimport { b } from '../machines/b.ts'"],
    ['activities/a.ts', "import type { A } from './ports.ts'\nimport { b } from '../machines/b.ts'"],
    ['activities/mail/a.ts', "import type { A } from '../ports.ts'\nimport nodemailer from 'nodemailer'"],
    ['api/a.ts', "import { cast } from '../workflows/messages.ts'\nimport { Row } from '../activities/store/row.ts'"],
    ['api/main.ts', "import { build } from './app.ts'"],
    ['cli/start.ts', "import { startTemporal } from '../worker/embedded/temporal.ts'"],
  ])('not on what %s may import', (path, text) => {
    expect(importBreaches({ path, text }, shipped)).toEqual([])
  })

  it('on two folders that lean on each other', () => {
    const files = [
      { path: 'workflows/a.ts', text: "import type { A } from '../activities/a.ts'" },
      { path: 'activities/a.ts', text: "import type { B } from '../workflows/a.ts'" },
    ]
    expect(placeCycles(files)).toEqual(['activities > workflows > activities'])
  })

  it.each([
    ['a delay', 'machines/a.ts', 'export const a = { after: { 1000: "late" } }'],
    ['a delay in the loop', 'workflows/a.ts', 'export const a = { after: { 1000: "late" } }'],
    ['an actor', 'workflows/a.ts', "import { createActor } from 'xstate'"],
    ['an actor that runs', 'machines/stored-case.ts', 'export const a = (b: { start(): void }) => b.start()'],
    ['an invoked actor', 'machines/a.ts', "export const a = { invoke: { src: 'mail' } }"],
    ['an event to come', 'machines/a.ts', "raise({ type: 'late' }, { delay: 1000 })"],
    ['the clock', 'machines/a.ts', 'export const now = () => Date.now()'],
    ['a date', 'machines/a.ts', 'export const now = new Date(0)'],
    ['chance', 'machines/a.ts', 'export const lot = () => Math.random()'],
    ['an assertion', 'machines/a.ts', 'export const a = (b: unknown) => b as string'],
  ])('on %s', (_breach, path, text) => {
    expect(machineBreaches({ path, text })).toHaveLength(1)
  })

  it('not on the deterministic clock of the loop, nor on what merely is called after', () => {
    const text = "export const a = { after: snapshot, at: Date.now() }\nraise({ type: 'next' })"
    expect(machineBreaches({ path: 'workflows/a.ts', text })).toEqual([])
  })
})
