/**
 * The command line: `npm run gatehouse -- <verb>`. Each verb is a file beside this one that exports
 * `register(program)`. Results go to standard output (with --json as one line of JSON), progress and complaints to
 * standard error; exit code 0 means done, 1 that it failed and why was said, 2 that the command was not understood.
 */
import { readdirSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { SettingsError } from '../activities/settings/settings-error.ts'
import { StartError } from '../worker/embedded/start-error.ts'

type Verb = { register: (program: Command) => void }

function isVerb(loaded: unknown): loaded is Verb {
  return typeof loaded === 'object' && loaded !== null && 'register' in loaded && typeof loaded.register === 'function'
}

async function registerVerbs(program: Command): Promise<void> {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.ts') && name !== 'gatehouse.ts')
  for (const file of files.sort()) {
    const loaded: unknown = await import(new URL(file, import.meta.url).href)
    if (isVerb(loaded)) loaded.register(program)
  }
}

/** The exit code of what was thrown; what a person must do is on standard error by then. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof StartError || error instanceof SettingsError) {
    process.stderr.write(`${error.message}\n`)
    return 1
  }
  const words = error instanceof Error ? error.message : String(error)
  const detail = process.env['LOG_LEVEL'] === 'debug' && error instanceof Error ? error.stack : words
  process.stderr.write(`${detail}\n`)
  return 1
}

const program = new Command('gatehouse')
  .description('Stage-gates for initiatives between public bodies, decided by boards from a link in an email.')
  .exitOverride()
  .showHelpAfterError('Run with --help to see what is expected.')
try {
  // The npm scripts check this too, for versions that could not even read this file (check-node.mjs).
  if (Number.parseInt(process.versions.node, 10) < 24) {
    throw new StartError(
      `Gatehouse runs on Node 24 or later, and this is Node ${process.versions.node}. Use "npm start".`,
    )
  }
  await registerVerbs(program)
  await program.parseAsync()
} catch (error) {
  process.exitCode = explain(error)
}
