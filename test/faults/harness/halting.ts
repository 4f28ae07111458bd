import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { RecordPathStep } from '../../support/fault-halt.ts'

/** Where halting processes ask whether they may go on. All may, except at the one step of the one initiative that is waited for. */
export type Halting = {
  /** What they are told as FAULT_CONTROL. */
  url: string
  /** From now on this initiative's press is held at this step; resolves when it has come there. */
  reached(step: RecordPathStep, initiativeId: string): Promise<void>
  /** Lets it, and everything after it, go on. */
  release(): void
  stop(): void
}

export const openHalting = async (): Promise<Halting> => {
  let awaited: { path: string; seen: () => void } | undefined
  const held = new Set<ServerResponse>()
  const server = createServer((request, response) => {
    if (request.url !== awaited?.path) return void response.writeHead(204).end()
    held.add(response)
    awaited?.seen()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    reached: (step, initiativeId) =>
      new Promise((seen) => {
        awaited = { path: `/${step}/${initiativeId}`, seen }
      }),
    release: () => {
      awaited = undefined
      for (const response of held) response.writeHead(204).end()
      held.clear()
    },
    stop: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
