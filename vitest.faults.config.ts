import { configDefaults, defineConfig, mergeConfig } from 'vitest/config'
import everyday from './vitest.config.ts'

/** The long tests of the fault suite, the `.long.ts` files below test/faults: run like the everyday ones, one file at a time, each with more time. */
const long = mergeConfig(
  everyday,
  defineConfig({
    test: {
      maxWorkers: 1,
      testTimeout: 600_000,
      hookTimeout: 120_000,
      passWithNoTests: true,
      exclude: [...configDefaults.exclude],
    },
  }),
)
// Merging would run the everyday tests too.
long.test = { ...long.test, include: ['test/faults/**/*.long.ts'] }

export default long
