/** An SMTP server that takes every mail, tells its parent what it needs of it, and keeps nothing. Ends with its parent. */
import { SMTPServer } from 'smtp-server'
import { seen } from './seen-mail.ts'

const server = new SMTPServer({
  disabledCommands: ['STARTTLS', 'AUTH'],
  disableReverseLookup: true,
  onData: (stream, { envelope }, answer) => {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('end', () => {
      process.send?.(seen(Buffer.concat(chunks).toString('latin1'), envelope.rcptTo[0]?.address ?? ''))
      answer()
    })
  },
})
process.on('disconnect', () => process.exit())
server.on('error', () => {})
server.listen(0, '127.0.0.1', () => {
  const address = server.server.address()
  if (address !== null && typeof address === 'object') process.send?.({ port: address.port })
})
