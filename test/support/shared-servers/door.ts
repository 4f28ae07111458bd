import { once } from 'node:events'
import { createServer } from 'node:http'

/** Where the test processes ask for what the run shares: one answer a name, as JSON. */
export type Door = { url: string; close(): void }

/**
 * Opens the door on a free loopback port. A refusal is answered with its reason in words (status 503), an unknown name
 * with 404; the asking side is ../ask.ts.
 */
export async function openDoor(answers: Record<string, () => Promise<object>>): Promise<Door> {
  const door = createServer((request, response) => {
    const send = (status: number, body: object) => response.writeHead(status).end(JSON.stringify(body))
    const answer = answers[request.url?.slice(1) ?? '']
    if (!answer) {
      send(404, { refused: `This run shares no ${request.url}.` })
      return
    }
    answer().then(
      (found) => send(200, found),
      (reason: unknown) => send(503, { refused: reason instanceof Error ? reason.message : String(reason) }),
    )
  })
  await once(door.listen(0, '127.0.0.1'), 'listening')
  const address = door.address()
  if (address === null || typeof address === 'string') throw new Error('The door to the shared servers has no port.')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () => {
      door.close()
      door.closeAllConnections()
    },
  }
}
