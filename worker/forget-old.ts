import type { Logger } from 'pino'
import { regularly } from './regularly.ts'

const dayMilliseconds = 86_400_000
const everyMilliseconds = 6 * 3_600_000

/** How long a one-time code is kept after its end, in days: for questions about who was let in, and no longer. */
export const keepCodesDays = 90

type Forgetting = {
  /** Forgets what is older than a moment, and says how much that was. */
  forget: (beforeInstant: number) => Promise<number>
  clock: () => number
  log: Pick<Logger, 'info' | 'warn'>
}

/**
 * Forgets what is `keepDays` old: at once, and every six hours from then on. While PostgreSQL is away it says so and tries again at its
 * next time.
 * @returns what stops it; a round under way is not cut short.
 */
const forgetRegularly = (
  { forget, clock, log }: Forgetting,
  { keepDays, done, failed }: { keepDays: number; done: string; failed: string },
): (() => void) =>
  regularly(
    async () => {
      const count = await forget(clock() - keepDays * dayMilliseconds)
      if (count > 0) log.info({ count, keepDays }, done)
    },
    { everyMilliseconds, failed: (reason) => log.warn({ reason }, failed) },
  )

/** Takes the addresses that visits came from out of the record once they are `keepDays` old. @returns what stops it. */
export const forgetAddressesRegularly = ({
  keepDays,
  ...forgetting
}: Forgetting & { keepDays: number }): (() => void) =>
  forgetRegularly(forgetting, {
    keepDays,
    done: 'addresses of old visits were taken out',
    failed: 'addresses of old visits could not be taken out',
  })

/** Deletes one-time codes that ended `keepCodesDays` ago. @returns what stops it. */
export const forgetCodesRegularly = (forgetting: Forgetting): (() => void) =>
  forgetRegularly(forgetting, {
    keepDays: keepCodesDays,
    done: 'old one-time codes were deleted',
    failed: 'old one-time codes could not be deleted',
  })
