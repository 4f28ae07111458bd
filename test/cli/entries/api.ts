/** Stands in for the API where only its being started, restarted and stopped is looked at. */
import { createServer } from 'node:http'

const { API_PORT, PUBLIC_URL } = process.env
const server = createServer((_, response) => response.end(JSON.stringify({ pid: process.pid })))
server.listen(Number(API_PORT), '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ ready: 'api', url: PUBLIC_URL })}\n`)
})
process.on('SIGTERM', () => {
  server.close(() => process.exit(0))
  server.closeAllConnections()
})
