/**
 * Does something again and again, each time so long after the last has ended, until it is stopped. A round that fails is told of and
 * does not end it; one under way is not cut short.
 * @returns what stops it.
 */
export const regularly = (
  round: () => Promise<unknown>,
  {
    everyMilliseconds,
    firstAfterMilliseconds = 0,
    failed,
  }: { everyMilliseconds: number; firstAfterMilliseconds?: number; failed: (reason: string) => void },
): (() => void) => {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const next = (milliseconds: number) => {
    if (!stopped) timer = setTimeout(() => void turn(), milliseconds)
  }
  const turn = async () => {
    await round().catch((error: unknown) => failed(error instanceof Error ? error.message : 'unknown'))
    next(everyMilliseconds)
  }
  next(firstAfterMilliseconds)
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}
