import { defineConfig } from 'vitest/config'
import everyday from './vitest.config.ts'

/** The long tests of the fault suite, the `.long.ts` files below test/faults: run like the everyday ones, one file at a time, each with more time. */
export default defineConfig({
  test: {
    ...everyday.test,
    include: ['test/faults/**/*.long.ts'],
    maxWorkers: 1,
    testTimeout: 600_000,
    hookTimeout: 120_000,
    passWithNoTests: true,
  },
})
