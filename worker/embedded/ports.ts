import { createServer } from 'node:net'
import { StartError } from './start-error.ts'

/** The address every embedded part listens on: nothing embedded can be reached from another machine. */
export const loopback = '127.0.0.1'

/** Which part wants a port, and the setting a person changes to move it. */
export type PortUse = { port: number; part: string; setting: string }

function tryPort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ port, host: loopback, exclusive: true }, () => {
      const bound = server.address()
      server.close(() => {
        resolve(typeof bound === 'object' && bound !== null ? bound.port : port)
      })
    })
  })
}

/**
 * The port a part will listen on: the one asked for once it is seen to be free, or any free one for 0.
 * Throws StartError with the port, the part and the setting to change when the port is taken or not allowed.
 */
export async function claimPort({ port, part, setting }: PortUse): Promise<number> {
  try {
    return await tryPort(port)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE') {
      throw new StartError(
        `Port ${port} is already in use, and ${part} needs it. ` +
          `Stop what is using it, or choose another port with ${setting}.`,
      )
    }
    if (code === 'EACCES') {
      throw new StartError(`${part} may not use port ${port}. Choose a port above 1023 with ${setting}.`)
    }
    throw error
  }
}
