import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createMailTransport, type MailTransport, type OutgoingMail } from '../../../activities/mail/transport.ts'
import { startSmtpSink, type SmtpSink, type SmtpSinkSettings } from '../../support/smtp.ts'

const mail: OutgoingMail = {
  messageId: '<row-1.1@gatehouse.example>',
  from: { name: 'Gatehouse', address: 'decisions@gatehouse.example' },
  to: { name: 'Chief Constable, Kent', address: 'chief@kent.example' },
  replyTo: { name: 'Programme Office, 7F', address: 'office@seven-force.example' },
  subject: 'OFFICIAL - Decision needed by Thu 11 Mar, 5pm - 7F-VET',
  html: '<p>Cost \u00a31m</p>',
  text: 'Cost \u00a31m\n',
}

let sink: SmtpSink | undefined
let server: Server | undefined
let transport: MailTransport | undefined
afterEach(async () => {
  transport?.close()
  await sink?.stop()
  server?.close()
  sink = server = transport = undefined
})

const open = async (settings: SmtpSinkSettings = {}): Promise<void> => {
  sink = await startSmtpSink(settings)
  transport = createMailTransport({ smtpUrl: sink.url })
}

const send = (changed: Partial<OutgoingMail> = {}) => transport!.send({ ...mail, ...changed })

/** A server that speaks a fixed piece of SMTP, for answers a real one gives only when it is unwell. */
const scripted = async (answers: (command: string) => string | undefined, greeting = '220 ready'): Promise<string> => {
  server = createServer((socket) => {
    socket.on('error', () => {})
    if (greeting) socket.write(`${greeting}\r\n`)
    socket.on('data', (heard) => {
      for (const command of heard.toString().split('\r\n').filter(Boolean)) {
        const answer = answers(command)
        if (answer) socket.write(`${answer}\r\n`)
      }
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  return `smtp://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
}

describe('a mail handed to the server', () => {
  it('goes to one person, from a fixed sender, and says that a machine wrote it', async () => {
    await open()
    expect(await send()).toEqual({ kind: 'accepted' })
    const [received] = sink!.mails
    expect(received).toMatchObject({
      from: 'decisions@gatehouse.example',
      to: ['chief@kent.example'],
      messageId: '<row-1.1@gatehouse.example>',
      subject: mail.subject,
      text: expect.stringContaining('Cost \u00a31m'),
    })
    expect(received!.html.trim()).toBe(mail.html)
    expect(received!.headers).toMatchObject({
      from: 'Gatehouse <decisions@gatehouse.example>',
      to: '"Chief Constable, Kent" <chief@kent.example>',
      'reply-to': '"Programme Office, 7F" <office@seven-force.example>',
      'auto-submitted': 'auto-generated',
    })
    expect(received!.attachments).toEqual([])
  })

  it.each([
    ['a second recipient', { address: 'a@x.example, b@y.example' }, true],
    ['a group', { address: 'Board: a@x.example;' }, true],
    ['a command', { address: 'a@x.example>\r\nRCPT TO:<b@y.example>' }, true],
    ['a header in the name', { name: 'A\r\nBcc: b@y.example', address: 'a@x.example' }, false],
  ])('never reaches anyone else by way of %s, should it have come past the door', async (_fact, to, refused) => {
    await open()
    expect((await send({ to: { name: 'Chief', ...to } })).kind).toBe(refused ? 'refused' : 'accepted')
    expect(sink!.mails.flatMap((received) => received.to).filter((address) => address.startsWith('b@'))).toEqual([])
    expect(sink!.mails.flatMap(({ headers }) => Object.keys(headers))).not.toContain('bcc')
  })

  it('never reads a file or an address for its content', async () => {
    await open()
    const sneaky: OutgoingMail = JSON.parse(JSON.stringify({ ...mail, html: { path: '/etc/hostname' } }))
    expect(await send(sneaky)).toMatchObject({ kind: 'refused' })
    expect(sink!.mails).toEqual([])
  })
})

describe('what the server answers', () => {
  it.each([
    [550, 'never', 'No such mailbox'],
    [551, 'never', 'User not local'],
    [450, 'later', 'Greylisted'],
    [451, 'later', 'Try again'],
  ] as const)('%i to the recipient means %s', async (code, until, text) => {
    await open({ refuse: () => ({ code, text }) })
    expect(await send()).toEqual({ kind: 'refused', until, reason: `${code} ${text}` })
    expect(sink!.mails).toEqual([])
  })

  it('a refusal of one mail leaves the next one alone', async () => {
    await open({
      refuse: (recipient) => (recipient.startsWith('gone') ? { code: 550, text: 'Gone' } : undefined),
    })
    const answers = await Promise.all(
      ['gone@kent.example', 'chief@essex.example', 'gone@essex.example', 'chief@norfolk.example'].map((address) =>
        send({ to: { name: 'Chief', address } }),
      ),
    )
    expect(answers.map(({ kind }) => kind)).toEqual(['refused', 'accepted', 'refused', 'accepted'])
  })

  it('a connection cut after the server took the mail means later, for nobody knows whether it was taken', async () => {
    await open({ dropAfterData: () => true })
    expect(await send()).toMatchObject({ kind: 'refused', until: 'later' })
    expect(sink!.mails).toHaveLength(1)
  })

  it('no server means later', async () => {
    await open()
    await sink!.stop()
    expect(await send()).toMatchObject({ kind: 'refused', until: 'later' })
  })

  it('a server that says nothing means later, within the time set', async () => {
    transport = createMailTransport({ smtpUrl: await scripted(() => undefined, ''), sendWithinMilliseconds: 200 })
    const begun = Date.now()
    expect(await transport.send(mail)).toMatchObject({ kind: 'refused', until: 'later' })
    expect(Date.now() - begun).toBeLessThan(5_000)
  })

  it.each([
    ['while greeting', '554 we do not like you', () => undefined, ''],
    [
      'at the sender',
      '220 ready',
      (command: string) =>
        command.startsWith('EHLO') ? '250 hello' : command.startsWith('MAIL') ? '550 who' : '250 ok',
      '',
    ],
    [
      'at signing in',
      '220 ready',
      (command: string) => (command.startsWith('EHLO') ? '250-hello\r\n250 AUTH PLAIN' : '535 wrong password'),
      'user:secret-word@',
    ],
  ])('a 5xx %s is about this installation and gives no mail up', async (_fact, greeting, answers, account) => {
    const url = await scripted(answers, greeting)
    transport = createMailTransport({ smtpUrl: url.replace('//', `//${account}`) })
    const answer = await transport.send(mail)
    expect(answer).toMatchObject({ kind: 'refused', until: 'later' })
    expect(JSON.stringify(answer)).not.toContain('secret-word')
  })

  it('a 5xx to the mail itself means never', async () => {
    let inMail = false
    const url = await scripted((command) => {
      if (inMail) {
        if (command !== '.') return undefined
        inMail = false
        return '554 5.7.1 content refused'
      }
      if (command.startsWith('EHLO')) return '250 hello'
      if (command !== 'DATA') return '250 ok'
      inMail = true
      return '354 go on'
    })
    transport = createMailTransport({ smtpUrl: url })
    expect(await transport.send(mail)).toEqual({
      kind: 'refused',
      until: 'never',
      reason: '554 5.7.1 content refused',
    })
  })
})
