import { describe, expect, it } from 'vitest'
import { presentMail } from '../../../activities/mail/present.ts'
import { createRemindPerson } from '../../../activities/remind-person.ts'
import { mailParts } from '../../support/mail.ts'
import { dayLong, play, start, submitted } from '../../support/play.ts'
import { begin, closedEarly } from '../store/life.ts'
import { oneLine } from './asked-case.ts'
import { publicUrl, sendingMail } from './sending-mail.ts'

const { store, startSink, startSender, recordAll, mailsOf } = sendingMail()

const reminders = [
  { reminderId: 'r1', atInstant: Date.UTC(2028, 0, 17, 9), personId: 'pmo', about: 'Ask for the savings.' },
  { reminderId: 'r2', atInstant: Date.UTC(2028, 0, 18, 9), personId: 'change-team', about: 'The Summit meets today.' },
]
const about = { kind: 'requestedReminder' as const, personId: 'change-team', number: 2 }
const comes = { sequence: 1, reminderId: 'r2', personId: 'change-team', number: 2 }

describe('a reminder that a row asked for', () => {
  it('says what to be reminded of, in the row\u2019s words, and what the initiative waits for now', () => {
    const { caseFile } = play([submitted()], { reminders, changeTeam: { title: 'Change team, Kent' } })
    const { subject, text } = presentMail(
      mailParts(caseFile, about, {
        links: { pageUrl: `${publicUrl}/initiatives/vetting` },
        nowInstant: start + dayLong,
      }),
    )
    expect(subject).toBe('OFFICIAL - A reminder that was asked for - 7F-VET')
    const words = oneLine(text)
    expect(words).toContain('recorded on 1 March 2027, a reminder to you was asked for on 18 January 2028:')
    expect(words).toContain('The Summit meets today.')
    expect(words).not.toContain('Ask for the savings.')
    expect(words).toContain('Reference: 7F-VET Stage: Outline business case')
    expect(words).toContain(
      '- Chief Constable, Kent; Chief Constable, Essex; Chief Constable, Norfolk: decide at Chief Constables, due',
    )
    expect(words).toContain(`See the initiative: ${publicUrl}/initiatives/vetting`)
  })

  it('reaches its person once, with a link that decides nothing', async () => {
    const life = begin({ reminders })
    await recordAll(life)
    const { url, mails } = await startSink()
    startSender(url)
    const remind = createRemindPerson(store())
    await remind({ initiativeId: life.initiativeId, ...comes })
    await remind({ initiativeId: life.initiativeId, ...comes })
    await expect.poll(async () => (await mailsOf(life)).map(({ state }) => state)).toEqual(['sent'])
    expect(mails.map(({ to }) => to)).toEqual([['change.team@kent.example']])
    expect(mails[0]?.links).toEqual([`${publicUrl}/initiatives/${life.initiativeId}`])
    await remind({ initiativeId: life.initiativeId, ...comes, reminderId: 'r1', personId: 'pmo', number: 1 })
    await expect.poll(() => mails.length).toBe(2)
    expect(mails[1]?.text).toContain('Ask for the savings.')
  })

  it('is not sent once the initiative is closed', async () => {
    const life = begin({ reminders })
    closedEarly(life)
    await recordAll(life)
    const { url, mails } = await startSink()
    startSender(url)
    await createRemindPerson(store())({ initiativeId: life.initiativeId, ...comes })
    await expect.poll(async () => (await mailsOf(life)).map(({ state }) => state)).toEqual(['notNeeded'])
    expect(mails).toEqual([])
  })
})
