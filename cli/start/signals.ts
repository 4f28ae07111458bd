const sameKeyPressMs = 1_000

/**
 * Settles at the first Ctrl-C or request to end. npm passes on the terminal's Ctrl-C, so one press may arrive twice;
 * a second press later ends this process at once, and the guards of its parts stop them.
 */
export function untilToldToStop(): Promise<void> {
  return new Promise((resolve) => {
    let firstAt: number | undefined
    const onSignal = () => {
      if (firstAt !== undefined && Date.now() - firstAt > sameKeyPressMs) process.exit(130)
      firstAt ??= Date.now()
      resolve()
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
  })
}
