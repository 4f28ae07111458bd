import { createTransport } from 'nodemailer'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { z } from 'zod'
import { startMailbox, type Mailbox } from '../../../worker/embedded/mailbox.ts'

const mails = z.array(z.object({ subject: z.string(), text: z.string() }))

async function read(mailbox: Mailbox) {
  return mails.parse(await (await fetch(`${mailbox.webUrl}/email`)).json())
}

test('the mailbox takes mail to anybody, shows it, and still has it after the next start', async () => {
  const dataFolder = await temporaryFolder()
  const options = { dataFolder, port: 0, webPort: 0, log: () => {} }
  const first = await startMailbox(options)
  const transport = createTransport(first.smtpUrl)
  await transport.sendMail({
    from: 'gatehouse@pmo.example',
    to: 'chief@police.example',
    subject: 'Décision – 7F Vetting',
    text: 'Open the page',
  })
  transport.close()
  await expect.poll(() => read(first)).toMatchObject([{ subject: 'Décision – 7F Vetting', text: 'Open the page\n' }])
  await first.stop()

  const second = await startMailbox(options)
  await expect.poll(() => read(second)).toMatchObject([{ subject: 'Décision – 7F Vetting' }])
  await second.stop()
  expect((await second.exited).code).toBe(0)
})
