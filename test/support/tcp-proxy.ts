import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** What becomes of one connection; each bound counts the bytes the client has sent on it. */
export type Trouble = {
  /** Cut when so many bytes have passed; what was sent before still arrives. */
  cutAfterBytes?: number
  /** From so many bytes on nothing passes either way, and nobody is told: half open. */
  silentAfterBytes?: number
  /** Passed on in pieces of so many bytes, one every ten milliseconds. */
  pieceBytes?: number
}

export type TcpProxySettings = {
  /** Where connections lead: `host:port`. */
  target: string
  /** A fixed port; any free one by default. */
  port?: number
  /** Asked at every new connection; none by default. */
  trouble?: () => Trouble
}

/** A door between two real parts of a system, on which the line can be made bad. Everything on it is loopback. */
export type TcpProxy = {
  port: number
  /** `127.0.0.1:<port>` */
  address: string
  /** How long every piece takes from now on, each way. */
  latencyMilliseconds: number
  /** True: connections are taken, and nothing passes on any of them, old or new. What lost anything stays silent afterwards. */
  silent: boolean
  /** Cuts every connection and refuses new ones. */
  shut(): Promise<void>
  open(): Promise<void>
  stop(): Promise<void>
}

export const startTcpProxy = async ({
  target,
  port = 0,
  trouble = () => ({}),
}: TcpProxySettings): Promise<TcpProxy> => {
  const { hostname, port: targetPort } = new URL(`tcp://${target}`)
  const passing = new Set<Socket>()
  let server: Server | undefined

  const proxy: TcpProxy = {
    port,
    address: '',
    latencyMilliseconds: 0,
    silent: false,
    open: async () => {
      if (server) return
      server = createServer((client) => join(client, connect(Number(targetPort), hostname), trouble()))
      await once(server.listen(proxy.port, '127.0.0.1'), 'listening')
      const bound = server.address()
      if (bound !== null && typeof bound === 'object') proxy.port = bound.port
      proxy.address = `127.0.0.1:${proxy.port}`
    },
    shut: async () => {
      const closing = server
      server = undefined
      for (const socket of passing) socket.destroy()
      if (closing) await new Promise((closed) => closing.close(closed))
    },
    stop: () => proxy.shut(),
  }

  const join = (client: Socket, inner: Socket, { cutAfterBytes, silentAfterBytes, pieceBytes }: Trouble) => {
    let sentBytes = 0
    let isSilent = proxy.silent
    const end = () => {
      client.destroy()
      inner.destroy()
    }
    const relay = (from: Socket, to: Socket, each: (piece: Buffer) => Promise<void>) => {
      passing.add(from)
      let last = Promise.resolve()
      const next = (work: () => Promise<void>) => {
        last = last.then(work).catch(end)
      }
      from.on('data', (piece) => {
        const dueInstant = Date.now() + proxy.latencyMilliseconds
        next(async () => {
          const early = dueInstant - Date.now()
          if (early > 0) await pause(early)
          // A connection on which something was lost never comes right again.
          isSilent ||= proxy.silent
          if (!isSilent) await each(piece)
        })
      })
      from.on('end', () => next(async () => void to.end()))
      from.on('error', end)
      from.on('close', () => {
        passing.delete(from)
        if (!proxy.silent && !isSilent) to.destroySoon()
      })
    }
    relay(inner, client, async (piece) => void client.write(piece))
    relay(client, inner, async (piece) => {
      for (let at = 0; at < piece.length;) {
        const bound = Math.min(cutAfterBytes ?? Infinity, silentAfterBytes ?? Infinity) - sentBytes
        const size = Math.min(piece.length - at, pieceBytes ?? Infinity, bound)
        if (size > 0) inner.write(piece.subarray(at, at + size))
        at += size
        sentBytes += size
        if (sentBytes === cutAfterBytes) {
          // What was sent before the cut has left; only then is the line gone.
          inner.end()
          client.destroy()
          return
        }
        if (sentBytes === silentAfterBytes) {
          isSilent = true
          return
        }
        if (pieceBytes !== undefined) await pause(10)
      }
    })
  }

  await proxy.open()
  return proxy
}
