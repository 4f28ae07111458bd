import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

// The far side of every conversion is a named zone, never the machine's own: on UTC a forgotten zone shows at once,
// where on a British machine it would pass. Child processes started by tests inherit it.
process.env['TZ'] = 'UTC'

// Set by .ci/run: where the counts of the run are written for its closing line.
const countsFile = process.env['GATEHOUSE_TEST_COUNTS']

/** The longest first: begun last, they would be waited for alone. Without an earlier run nobody else knows which they are. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => moduleId.includes('/test/faults/')
    const sorted = await super.sort(files)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks',
    // Node itself runs the tests, as it runs the product: nothing is bundled, rewritten or mocked on the way.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    maxWorkers: Math.min(2, availableParallelism()),
    sequence: { sequencer: LongestFirst },
    testTimeout: 20_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
    expect: { poll: { timeout: 10_000, interval: 50 } },
    reporters: countsFile ? ['default', ['json', { outputFile: countsFile }]] : ['default'],
  },
})
