const minute = 60_000

/** Between attempts: one minute, doubled each time, at most six hours. */
export const longestPauseMilliseconds = 360 * minute

/** After five days of trying a mail is given up. */
export const givenUpAfterMilliseconds = 5 * 24 * 60 * minute

/** When a delayed mail is tried again after its `attempts`th attempt; undefined when it has been tried for long enough. */
export const nextAttemptInstant = (
  attempts: number,
  delayedSinceInstant: number | undefined,
  nowInstant: number,
): number | undefined => {
  if (nowInstant - (delayedSinceInstant ?? nowInstant) >= givenUpAfterMilliseconds) return undefined
  return nowInstant + Math.min(minute * 2 ** Math.min(Math.max(attempts, 1) - 1, 20), longestPauseMilliseconds)
}
