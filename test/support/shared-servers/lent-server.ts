/** A server started by the first who needs it and then shared. */
export type LentServer<Server> = {
  /** The running server; a start that failed is not tried again, and everyone is told why. */
  find(): Promise<Server>
  /** Waits for a start under way and stops the server; nothing to do where none was started. */
  stop(): Promise<void>
}

/** Lends one server, which `start` starts at most once. */
export function lend<Server extends { stop(): Promise<void> }>(start: () => Promise<Server>): LentServer<Server> {
  let running: Promise<Server> | undefined
  return {
    find: () => (running ??= start()),
    stop: async () => {
      const server = await running?.catch(() => undefined)
      await server?.stop()
    },
  }
}
