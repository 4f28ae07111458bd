import type { Logger } from 'pino'
import type { ForgetVisitorAddresses } from '../activities/store/visitor-addresses.ts'
import { regularly } from './regularly.ts'

const dayMilliseconds = 86_400_000
const everyMilliseconds = 6 * 3_600_000

/**
 * Takes the addresses that visits came from out of the record once they are `keepDays` old: at once, and every six hours from then on.
 * While PostgreSQL is away it says so and tries again at its next time.
 * @returns what stops it; a round under way is not cut short.
 */
export const forgetAddressesRegularly = ({
  forget,
  keepDays,
  clock,
  log,
}: {
  forget: ForgetVisitorAddresses
  keepDays: number
  clock: () => number
  log: Pick<Logger, 'info' | 'warn'>
}): (() => void) =>
  regularly(
    async () => {
      const count = await forget(clock() - keepDays * dayMilliseconds)
      if (count > 0) log.info({ count, keepDays }, 'addresses of old visits were taken out')
    },
    { everyMilliseconds, failed: (reason) => log.warn({ reason }, 'addresses of old visits could not be taken out') },
  )
