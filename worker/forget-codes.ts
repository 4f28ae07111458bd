import type { Logger } from 'pino'
import type { ForgetOneTimeCodes } from '../activities/store/old-codes.ts'
import { regularly } from './regularly.ts'

const dayMilliseconds = 86_400_000
const everyMilliseconds = 6 * 3_600_000

/** How long a one-time code is kept after its end, in days: for questions about who was let in, and no longer. */
export const keepCodesDays = 90

/**
 * Deletes one-time codes that ended `keepCodesDays` ago: at once, and every six hours from then on. While PostgreSQL is away it says
 * so and tries again at its next time.
 * @returns what stops it; a round under way is not cut short.
 */
export const forgetCodesRegularly = ({
  forget,
  clock,
  log,
}: {
  forget: ForgetOneTimeCodes
  clock: () => number
  log: Pick<Logger, 'info' | 'warn'>
}): (() => void) =>
  regularly(
    async () => {
      const count = await forget(clock() - keepCodesDays * dayMilliseconds)
      if (count > 0) log.info({ count, keepCodesDays }, 'old one-time codes were deleted')
    },
    { everyMilliseconds, failed: (reason) => log.warn({ reason }, 'old one-time codes could not be deleted') },
  )
