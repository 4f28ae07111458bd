import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { findTemporalCli } from '../../../worker/embedded/toolchain.ts'

let folder: string
let env: NodeJS.ProcessEnv

/** A program that answers `server start-dev --help` with the given words. */
function program(name: string, help: string): string {
  const path = join(folder, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, `#!/bin/sh\necho '${help}'\n`, { mode: 0o755 })
  return path
}

beforeEach(async () => {
  folder = await temporaryFolder()
  env = {
    PATH: join(folder, 'bin'),
    GATEHOUSE_CACHE: join(folder, 'cache'),
    // No way out of this network: downloads are refused at once.
    HTTPS_PROXY: 'http://127.0.0.1:9',
  }
})

test('a recent Temporal command line on the PATH is used', async () => {
  const onPath = program('bin/temporal', '--sqlite-pragma')
  program('cache/temporal-cli-1.5.1/temporal', '--sqlite-pragma')
  expect(await findTemporalCli(() => {}, env)).toBe(onPath)
})

test('one that is too old gives way to the one in the cache folder', async () => {
  program('bin/temporal', '--db-filename')
  const cached = program('cache/temporal-cli-1.5.1/temporal', '--sqlite-pragma')
  expect(await findTemporalCli(() => {}, env)).toBe(cached)
})

test('without a download it is built with Go, once, also when several ask at a time', async () => {
  program('bin/go', 'go: building')
  const builder = join(folder, 'bin', 'go')
  writeFileSync(
    builder,
    `#!/bin/sh
     echo "$@" >> ${folder}/builds
     printf '#!/bin/sh\\necho --sqlite-pragma\\n' > "$GOBIN/temporal" && /bin/chmod +x "$GOBIN/temporal"`,
  )
  const said: string[] = []
  const found = await Promise.all([1, 2, 3].map(() => findTemporalCli((line) => said.push(line), env)))
  expect(new Set(found)).toEqual(new Set([join(folder, 'cache', 'temporal-cli-1.5.1', 'temporal')]))
  expect(readFileSync(join(folder, 'builds'), 'utf8')).toBe(
    'install -v github.com/temporalio/cli/cmd/temporal@v1.5.1\n',
  )
  expect(said.join('\n')).toContain('building the Temporal server with Go. This takes three to four minutes, once.')
})

test('a build that fails is answered with the last words of Go and what to do', async () => {
  program('bin/go', '')
  writeFileSync(join(folder, 'bin', 'go'), '#!/bin/sh\necho "go: no space left on device" >&2; exit 1\n')
  await expect(findTemporalCli(() => {}, env)).rejects.toThrow(
    /Go could not build the Temporal server\. .*set TEMPORAL_ADDRESS.*no space left on device/s,
  )
})

test('where there is neither a download nor Go, what to install is said', async () => {
  await expect(findTemporalCli(() => {}, env)).rejects.toThrow(
    'No Temporal server is on this machine and none could be downloaded. Put a recent Temporal command line ' +
      '("temporal") or Go on the PATH, or set TEMPORAL_ADDRESS to a Temporal service.',
  )
})
