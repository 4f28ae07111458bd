import { describe, expect, it } from 'vitest'
import { createEscalate } from '../../../activities/escalate.ts'
import { createRemindBoard } from '../../../activities/remind-board.ts'
import { seatIds } from '../../support/case.ts'
import { voted } from '../store/life.ts'
import type { Life } from '../store/life.ts'
import { asking, allSent, inviteWith, sendingMail } from './sending-mail.ts'

const { store, startSink, startSender, recordAll, aReview, mailsOf, statesOf } = sendingMail()

describe('a mail overtaken before it left', () => {
  const afterAsking = async (life: Life, happens: () => Promise<unknown>) => {
    await inviteWith(store())(asking(life))
    await createRemindBoard(store())({ ...asking(life), number: 1 })
    await createEscalate(store())(asking(life))
    await happens()
    const { url, mails } = await startSink()
    startSender(url)
    await expect
      .poll(async () => (await mailsOf(life)).every(({ state }) => state === 'sent' || state === 'notNeeded'))
      .toBe(true)
    return mails
  }

  it('is not sent once the board has decided; what is owed still is', async () => {
    const life = await aReview()
    await afterAsking(life, async () => {
      voted(life, 'kent')
      voted(life, 'essex')
      await recordAll(life)
    })
    const none = { kent: 'notNeeded', essex: 'notNeeded', norfolk: 'notNeeded' }
    expect(await statesOf(life, 'invitation')).toEqual(none)
    expect(await statesOf(life, 'reminder')).toEqual(none)
    expect(await statesOf(life, 'escalation')).toEqual({ secretary: 'notNeeded' })
    expect(await statesOf(life, 'receipt')).toEqual({ kent: 'sent', essex: 'sent' })
    expect(await mailsOf(life, 'receipt')).toHaveLength(4)
  })

  it('reminds nobody who has decided', async () => {
    const life = await aReview()
    await afterAsking(life, async () => {
      voted(life, 'kent')
      await recordAll(life)
    })
    expect(await statesOf(life, 'reminder')).toEqual({ ...allSent, kent: 'notNeeded' })
    expect(await statesOf(life, 'escalation')).toEqual({ secretary: 'sent' })
  })

  it('is not sent to somebody who has left the seat', async () => {
    const life = await aReview({ boardId: 'changed-board' })
    await afterAsking(life, () =>
      store().directory.putBoard({
        boardId: 'changed-board',
        name: 'Chief Constables',
        fromDay: '2027-01-01',
        rule: { kind: 'unanimous' },
        ruleProvenance: { certainty: 'recorded' },
        membersProvenance: { certainty: 'recorded' },
        seats: seatIds.map((seatId) => ({
          seatId,
          title: `Chief Constable, ${seatId}`,
          organisationIds: [seatId],
          chair: false,
          holdings: [
            { personId: `chief-constable-${seatId}`, fromDay: '2020-01-01' },
            { personId: 'somebody-later', fromDay: '2099-01-01' },
            ...(seatId === 'essex' ? [{ personId: 'acting-chief-essex', fromDay: '2027-06-01' }] : []),
          ],
        })),
        meetings: [],
      }),
    )
    expect(await statesOf(life, 'invitation')).toEqual({ ...allSent, essex: 'notNeeded' })
  })
})
