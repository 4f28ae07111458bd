import { createTransport } from 'nodemailer'
import { afterEach, describe, expect, it } from 'vitest'
import { startSmtpSink, type SmtpSink, type SmtpSinkSettings } from './smtp.ts'

let sink: SmtpSink | undefined
afterEach(async () => {
  await sink?.stop()
  sink = undefined
})

const invitation = {
  from: { name: 'Gatehouse', address: 'gatehouse@programme.example' },
  to: { name: 'Chair', address: 'chair@force.example' },
  subject: 'Your decision on “Vetting” – £1m',
  text: 'Decide here: https://gate.example/d/abc-_1.\nPapers (https://gate.example/p?a=1&b=2)',
  html: '<p>Decide <a href="https://gate.example/d/abc-_1">here</a> or <a href=\'https://gate.example/q?a=1&amp;b=2\'>there</a></p>',
  messageId: '<row-7.1@programme.example>',
}

async function send(settings: SmtpSinkSettings = {}) {
  sink ??= await startSmtpSink(settings)
  const transport = createTransport(sink.url)
  try {
    return await transport.sendMail(invitation)
  } finally {
    transport.close()
  }
}

describe('the SMTP server of the tests', () => {
  it('keeps a mail as the member would read it', async () => {
    await send()
    const mail = await sink!.waitForMail(({ to }) => to.includes('chair@force.example'))
    expect(mail).toMatchObject({
      from: 'gatehouse@programme.example',
      to: ['chair@force.example'],
      subject: invitation.subject,
      messageId: invitation.messageId,
      links: ['https://gate.example/d/abc-_1', 'https://gate.example/p?a=1&b=2', 'https://gate.example/q?a=1&b=2'],
    })
    expect(mail.headers['to']).toContain('chair@force.example')
    expect(mail.text).toContain('Decide here')
  })

  it.each([
    [451, 'Greylisted'],
    [550, 'No such mailbox'],
  ])('refuses a recipient with the code asked for: %i', async (code, text) => {
    const sending = send({ refuse: (recipient) => (recipient.startsWith('chair@') ? { code, text } : undefined) })
    await expect(sending).rejects.toMatchObject({ responseCode: code, response: expect.stringContaining(text) })
    expect(sink!.mails).toEqual([])
  })

  it('takes a mail and dies before the sender learns of it', async () => {
    await expect(send({ dropAfterData: () => true })).rejects.toMatchObject({ code: expect.stringMatching(/^E/) })
    expect(sink!.mails).toHaveLength(1)
  })

  it('says which mails arrived when none fits', async () => {
    await send()
    await expect(sink!.waitForMail(({ subject }) => subject === 'Receipt', 20)).rejects.toThrow(invitation.subject)
  })

  it('comes back on the same port', async () => {
    sink = await startSmtpSink()
    const { port } = sink
    await sink.stop()
    sink = undefined
    await expect(send({ port })).resolves.toMatchObject({ accepted: ['chair@force.example'] })
  })
})
