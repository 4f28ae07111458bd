import { Pool, type Dispatcher } from 'undici'

export type Answer = { status: number; headers: Dispatcher.ResponseData['headers']; text: string }

type Method = 'GET' | 'PUT' | 'POST'
type Sent = { headers?: Record<string, string> | undefined; body?: string }

/** HTTP with connections that are kept. */
export type Http = {
  send(method: Method, path: string, sent?: Sent): Promise<Answer>
  /** Sends JSON and reads JSON. @throws Error with what was answered unless the status is 200 or 201. */
  json(method: Method, path: string, content?: object, headers?: Record<string, string>): Promise<unknown>
  /** How often an answer came too late to be "recorded" and the same was sent again. */
  sentAgain(): number
  close(): Promise<void>
}

/** As many connections as are used at once, none closed before the end. */
const connectionsAtMost = 64

/** "Not confirmed yet, press again": what people then do, with the same key or form, so that it counts once. */
const triesAtMost = 6

/** Requests to the API at `url`, over keep-alive connections. */
export const httpTo = (url: string): Http => {
  const pool = new Pool(url, { connections: connectionsAtMost, keepAliveTimeout: 60_000 })
  let again = 0
  const send: Http['send'] = async (method, path, sent = {}) => {
    for (let tried = 1; ; tried += 1) {
      const { statusCode, headers, body } = await pool.request({ method, path, ...sent })
      const text = await body.text()
      if (statusCode !== 503 || tried === triesAtMost) return { status: statusCode, headers, text }
      again += 1
    }
  }
  return {
    send,
    json: async (method, path, content, headers) => {
      const sent: Sent =
        content === undefined
          ? { headers }
          : { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(content) }
      const { status, text } = await send(method, path, sent)
      if (status !== 200 && status !== 201) throw new Error(`${method} ${path} was answered with ${status}: ${text}`)
      const read: unknown = JSON.parse(text)
      return read
    },
    sentAgain: () => again,
    close: () => pool.close(),
  }
}
