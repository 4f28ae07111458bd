import { beforeAll, describe, expect, it } from 'vitest'
import type { OutboxMail } from '../../../activities/ports.ts'
import { openTestStore, type TestStore } from './open-test-store.ts'
import { begin, submitted, together, voted, type Life } from './life.ts'

let tables: TestStore
beforeAll(async () => {
  tables = await openTestStore()
})

const outbox = () => tables.store.outbox
const minute = 60_000

type NewMail = Parameters<TestStore['store']['outbox']['ensure']>[0][number]
const invitation = (life: Life, seatId: string, overrides: Partial<NewMail> = {}): NewMail => ({
  kind: 'invitation',
  initiativeId: life.initiativeId,
  reviewId: 's1b1',
  submissionId: 's1',
  seatId,
  personId: `chief-constable-${seatId}`,
  number: 0,
  sequence: 2,
  ...overrides,
})

/** An initiative before its board, on record. */
const recordedLife = async () => {
  const life = begin()
  submitted(life)
  await tables.store.record(together(life.recordings))
  return life
}

/** Claims whatever is due, and answers what is of this initiative. */
const claimFor = async (life: Life, nowInstant = tables.clock.nowInstant, limit = 100) =>
  (await outbox().claim(limit, nowInstant)).filter(({ initiativeId }) => initiativeId === life.initiativeId)

const mailsOf = async (life: Life) => outbox().ofInitiative(life.initiativeId)
const statesOf = async (life: Life) => (await mailsOf(life)).map(({ state }) => state)

describe('a mail is one row', () => {
  it('however often it is asked for, also where it has no review and no seat', async () => {
    const life = await recordedLife()
    const position: NewMail = {
      kind: 'currentPosition',
      initiativeId: life.initiativeId,
      personId: 'pmo',
      number: 0,
      sequence: 1,
    }
    const wanted = [invitation(life, 'kent'), invitation(life, 'essex'), position]
    await Promise.all([outbox().ensure(wanted), outbox().ensure(wanted)])
    await outbox().ensure(wanted)
    expect(await mailsOf(life)).toHaveLength(3)
  })

  it('and another one for another reminder, holder or submission', async () => {
    const life = await recordedLife()
    await outbox().ensure([
      invitation(life, 'kent'),
      invitation(life, 'kent', { kind: 'reminder', number: 1 }),
      invitation(life, 'kent', { kind: 'reminder', number: 2 }),
      invitation(life, 'kent', { personId: 'deputy' }),
      invitation(life, 'kent', { submissionId: 's2' }),
    ])
    expect(await mailsOf(life)).toHaveLength(5)
  })

  it('shown with nothing that it has not', async () => {
    const life = await recordedLife()
    await outbox().ensure([invitation(life, 'kent')])
    expect(await mailsOf(life)).toEqual([
      {
        ...invitation(life, 'kent'),
        mailId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        state: 'waiting',
        attempts: 0,
        nextAttemptInstant: tables.clock.nowInstant,
      },
    ])
  })
})

describe('a claim', () => {
  it('gives each mail to one sender only', async () => {
    const life = await recordedLife()
    const seats = Array.from({ length: 40 }, (_, index) => invitation(life, 'kent', { personId: `member-${index}` }))
    await outbox().ensure(seats)
    const claims = await Promise.all(Array.from({ length: 8 }, () => claimFor(life, tables.clock.nowInstant, 10)))
    const mailIds = claims.flat().map(({ mailId }) => mailId)
    expect(mailIds).toHaveLength(40)
    expect(new Set(mailIds).size).toBe(40)
    expect(await claimFor(life)).toEqual([])
  })

  it('holds for a minute, after which the mail is given to another', async () => {
    const life = await recordedLife()
    await outbox().ensure([invitation(life, 'kent')])
    const { nowInstant } = tables.clock
    expect(await claimFor(life)).toMatchObject([{ state: 'sending', attempts: 1 }])
    expect(await claimFor(life, nowInstant + minute - 1)).toEqual([])
    expect(await claimFor(life, nowInstant + minute)).toMatchObject([{ state: 'sending', attempts: 2 }])
  })

  it('leaves a mail whose entry is not recorded yet', async () => {
    const life = begin()
    submitted(life)
    await outbox().ensure([invitation(life, 'kent')])
    expect(await claimFor(life)).toEqual([])
    await tables.store.record(life.recordings[0]!)
    expect(await claimFor(life)).toEqual([])
    await tables.store.record(life.recordings[1]!)
    expect(await claimFor(life)).toHaveLength(1)
  })

  it('takes the oldest first, no more than asked for', async () => {
    const life = await recordedLife()
    for (const seatId of ['kent', 'essex', 'norfolk']) {
      await outbox().ensure([invitation(life, seatId)])
      tables.clock.nowInstant += 1
    }
    expect((await claimFor(life, tables.clock.nowInstant, 2)).map(({ seatId }) => seatId)).toEqual(['kent', 'essex'])
    expect(await claimFor(life, tables.clock.nowInstant, 0)).toEqual([])
  })
})

describe('after the attempt', () => {
  const claimed = async (): Promise<{ life: Life; mail: OutboxMail }> => {
    const life = await recordedLife()
    await outbox().ensure([invitation(life, 'kent')])
    const [mail] = await claimFor(life)
    return { life, mail: mail! }
  }

  it('a sent mail is never claimed again, and stays sent whatever another sender comes to', async () => {
    const { life, mail } = await claimed()
    const { nowInstant } = tables.clock
    await claimFor(life, nowInstant + minute)
    await outbox().markSent(mail.mailId, 1, nowInstant)
    await outbox().markDelayed(mail.mailId, nowInstant, 'the connection was cut', nowInstant)
    await outbox().markUndeliverable(mail.mailId, 'no such mailbox')
    await outbox().markSent(mail.mailId, 2, nowInstant + 5)
    expect(await mailsOf(life)).toMatchObject([{ state: 'sent', sentInstant: nowInstant }])
    expect(await claimFor(life, nowInstant + 60 * minute)).toEqual([])
  })

  it('a delayed mail says since when, and waits until its next attempt', async () => {
    const { life, mail } = await claimed()
    const { nowInstant } = tables.clock
    await outbox().markDelayed(mail.mailId, nowInstant + 5 * minute, 'greylisted', nowInstant)
    expect(await claimFor(life, nowInstant + 5 * minute - 1)).toEqual([])
    await claimFor(life, nowInstant + 5 * minute)
    await outbox().markDelayed(mail.mailId, nowInstant + 60 * minute, 'still greylisted', nowInstant + 5 * minute)
    expect(await mailsOf(life)).toMatchObject([
      { state: 'delayed', delayedSinceInstant: nowInstant, lastError: 'still greylisted', attempts: 2 },
    ])
  })

  it('an undeliverable mail stays on the list of open ones, one not needed does not', async () => {
    const { life, mail } = await claimed()
    const isOpen = async () => (await outbox().ofAllOpen()).some(({ mailId }) => mailId === mail.mailId)
    await outbox().markUndeliverable(mail.mailId, `550 no such mailbox\0${'x'.repeat(5000)}`)
    expect(await statesOf(life)).toEqual(['undeliverable'])
    expect(await isOpen()).toBe(true)
    await outbox().markNotNeeded(mail.mailId)
    expect(await isOpen()).toBe(false)
    expect(await claimFor(life, tables.clock.nowInstant + 60 * minute)).toEqual([])
  })
})

describe('what follows from an entry is written with it', () => {
  it('a receipt for each decision and the outcome, once, however often the entries come', async () => {
    await tables.store.directory.putPerson({ personId: 'change-team', name: 'Change team', email: 'team@kent.example' })
    const life = begin({ changeTeam: { title: 'Change team', personId: 'change-team' } })
    submitted(life)
    voted(life, 'kent')
    voted(life, 'essex')
    for (const recording of life.recordings) await tables.store.record(recording)
    await tables.store.record(together(life.recordings))
    expect((await mailsOf(life)).map(({ kind, personId, sequence }) => [kind, personId, sequence])).toEqual(
      expect.arrayContaining([
        ['receipt', 'chief-constable-kent', 3],
        ['receipt', 'chief-constable-essex', 4],
        ['outcome', 'change-team', 4],
      ]),
    )
    expect(await mailsOf(life)).toHaveLength(3)
  })

  it('none to a change team or PMO without an address on file', async () => {
    const life = begin({ changeTeam: { title: 'Change team', personId: 'nobody-on-file' } })
    submitted(life)
    voted(life, 'kent')
    voted(life, 'essex')
    await tables.store.record(together(life.recordings))
    expect((await mailsOf(life)).map(({ kind }) => kind)).toEqual(['receipt', 'receipt'])
  })
})
