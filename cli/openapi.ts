import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'

export const openApiFile = fileURLToPath(new URL('../docs/openapi.json', import.meta.url))

export function register(program: Command): void {
  program
    .command('openapi')
    .description('Write docs/openapi.json, the description of the JSON API, from the routes as they are.')
    .action(async () => {
      await mkdir(new URL('../docs/', import.meta.url), { recursive: true })
      await writeFile(openApiFile, await openApiText())
      process.stderr.write(`Wrote ${openApiFile}\n`)
    })
}

/** The description of the JSON API as text. Nothing is connected to: only the routes are asked what they take and answer. */
export const openApiText = async (): Promise<string> => {
  const [{ createApp }, { createCases }, { openTemporal }, { openStore }, { calendarOf }, { loadTemporalSettings }] =
    await Promise.all([
      import('../api/app.ts'),
      import('../api/cases.ts'),
      import('../api/temporal.ts'),
      import('../activities/store/store.ts'),
      import('../activities/calendar.ts'),
      import('../activities/settings/temporal.ts'),
    ])
  const settings = loadTemporalSettings({ env: {} })
  const store = openStore('postgresql://nobody@127.0.0.1:1/nothing', { dataFolder: tmpdir() })
  const temporal = openTemporal(settings)
  const app = await createApp({
    ...store,
    calendar: calendarOf(),
    cases: createCases({
      client: temporal.client,
      taskQueue: settings.taskQueue,
      initiatives: store.initiatives,
      answerWithinMilliseconds: settings.answerWithinMs,
    }),
    publicUrl: 'http://localhost:3000',
    formKey: new Uint8Array(32),
    dwellMilliseconds: 0,
    clock: Date.now,
    developmentLinks: {},
  })
  await app.ready()
  const text = `${JSON.stringify(app.swagger(), undefined, 2)}\n`
  await app.close()
  await Promise.all([store.close(), temporal.close()])
  return text
}
