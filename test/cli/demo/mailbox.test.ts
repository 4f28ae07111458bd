import { createTransport } from 'nodemailer'
import { expect, it } from 'vitest'
import { developmentMailbox } from '../../../cli/demo/mailbox.ts'
import { startMailbox } from '../../../worker/embedded/mailbox.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const kent = 'chief-constable@kent.example'

it('finds the mails of one address, oldest first, also those of an earlier run', async () => {
  const options = { dataFolder: await temporaryFolder(), port: 0, webPort: 0, log: () => {} }
  const send = async (smtpUrl: string, to: string, subject: string, date: string) => {
    const transport = createTransport(smtpUrl)
    await transport.sendMail({ from: 'gatehouse@pmo.example', to, subject, text: 'Open the page', date })
    transport.close()
  }
  const first = await startMailbox(options)
  await send(first.smtpUrl, kent, 'The second', '2027-06-15T10:00:00Z')
  await send(first.smtpUrl, kent, 'The first', '2027-06-14T10:00:00Z')
  await first.stop()

  const second = await startMailbox(options)
  await send(second.smtpUrl, 'somebody@else.example', 'For somebody else', '2027-06-16T10:00:00Z')
  await send(second.smtpUrl, kent, 'The third', '2027-06-16T10:00:00Z')
  const found = async () => (await developmentMailbox(second.webUrl).mailsFor(kent)).map(({ subject }) => subject)
  await expect.poll(found).toEqual(['The first', 'The second', 'The third'])
  await second.stop()
})

it('says what to do where no mailbox answers', async () => {
  await expect(developmentMailbox('http://127.0.0.1:1').mailsFor(kent)).rejects.toThrow('It runs with npm start')
})
