import * as z from 'zod'
import { calendarOf } from '../../../activities/calendar.ts'
import { contentOf } from '../../../bench/gatehouse/words.ts'
import type { OtherCommand } from '../../../bench/lifecycle.ts'
import { commandUpdateId } from '../../../workflows/ids.ts'
import { ask, GaveUp, pressUntilConfirmed, toldBy, type Asker, type Told } from './asking.ts'
import { confirm } from './confirming.ts'
import { decide } from './deciding.ts'
import type { Delivered, Mailbox } from './mailbox.ts'
import { addressOf, chairSeatId, seatIds, type SeatId } from './on-file.ts'

/** How many gates a whole life passes, papers sent back once: as many submissions, each asking every seat. */
export const submissionsOfALife = 6

const mailWithinMilliseconds = 240_000
const answer = z.object({ sequence: z.int() })

/** One command through the JSON API, pressed again with the same key until it is confirmed. */
export const command = async (
  asker: Asker,
  initiativeId: string,
  name: OtherCommand | 'rate' | 'recordRoom',
  index: number,
  body: object,
): Promise<void> => {
  const key = `${initiativeId}-${index}`
  const path = name === 'create' ? '/api/initiatives' : `/api/initiatives/${initiativeId}/commands/${name}`
  const headers = { 'content-type': 'application/json', 'idempotency-key': key, 'x-acting-as': 'change team' }
  const press = async (apiUrl: string): Promise<Told> => {
    const answered = await ask(`${apiUrl}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    const told = toldBy(answered, [200, 201])
    if (told.outcome !== 'confirmed') return told
    return { ...told, sequence: answer.parse(JSON.parse(answered.text)).sequence }
  }
  const act = `${name} #${index}`
  await pressUntilConfirmed(asker, { kind: 'command', initiativeId, act, updateId: commandUpdateId(key) }, press)
}

/** The token of a copy of the `number`-th mail of a kind to a seat, once it has arrived. A row is known by its Message-ID. */
const linked = async (
  asker: Asker,
  mailbox: Mailbox,
  { kind, reference, seatId, number }: Pick<Delivered, 'kind' | 'reference'> & { seatId: SeatId; number: number },
): Promise<string> => {
  for (const untilInstant = Date.now() + mailWithinMilliseconds; Date.now() < untilInstant;) {
    const copies = Map.groupBy(
      mailbox.mails.filter(
        (mail) => mail.kind === kind && mail.reference === reference && mail.to === addressOf(seatId),
      ),
      ({ rowId }) => rowId,
    )
    const wanted = [...copies.values()][number - 1]
    if (wanted) return asker.chance.oneOf(wanted).token
    await mailbox.nextMail(1_000)
  }
  throw new GaveUp(`${reference}: no ${kind} ${number} to ${seatId} within ${mailWithinMilliseconds / 1000} seconds`)
}

/** The token of a copy of a seat's invitation to its `round`-th review, once it has arrived. */
export const invited = (asker: Asker, mailbox: Mailbox, reference: string, seatId: SeatId, round: number) =>
  linked(asker, mailbox, { kind: 'invitation', reference, seatId, number: round })

/**
 * Plays one initiative from its first papers to its closure, its members deciding at the same time, each with the link in their own
 * mail, and once in the room. The end is the same whatever happens on the way: five gates, the first one's papers sent back once.
 * @throws GaveUp with the first thing that could not be done.
 */
export const playLife = async (asker: Asker, mailbox: Mailbox, initiativeId: string): Promise<void> => {
  let index = 0
  let round = 0
  const does = (name: OtherCommand, more: object = {}) =>
    command(asker, initiativeId, name, index++, { ...contentOf(name, initiativeId), ...more })
  const decidesInTheRoom = async () => {
    const reviewId = `s${round}b1`
    // Who is not asked before the board has decided is not asked at all.
    await Promise.all(seatIds.map((seatId) => invited(asker, mailbox, initiativeId, seatId, round)))
    await command(asker, initiativeId, 'recordRoom', index++, {
      reviewId,
      day: calendarOf().dayOf(Date.now()),
      seats: seatIds.map((seatId) => ({ seatId, attendance: 'present', position: { choice: 'approve' } })),
      recordedBy: 'Secretary of the board',
    })
    const chair = { kind: 'roomToConfirm' as const, reference: initiativeId, seatId: chairSeatId, number: 1 }
    const token = await linked(asker, mailbox, chair)
    await confirm(asker, token, { kind: 'confirmation', initiativeId, act: `${reviewId} room`, reviewId })
  }
  const decides = async (seatId: SeatId, choice: 'approve' | 'sendBack' = 'approve') => {
    const reviewId = `s${round}b1`
    const token = await invited(asker, mailbox, initiativeId, seatId, round)
    const act = `${reviewId} ${seatId}`
    await decide(asker, token, { kind: 'decision', initiativeId, act, reviewId, seatId, choice })
  }
  const submit = async () => {
    round += 1
    await does('submit')
  }
  const passesTheGate = async () => {
    await submit()
    await Promise.all(seatIds.map((seatId) => decides(seatId)))
  }

  await does('create', {
    plan: { id: 'under-fire', version: 1 },
    changeTeam: { title: 'Vetting change team', personId: 'change-team' },
  })
  await submit()
  await Promise.all([decides('kent'), decides('essex')])
  await decides('norfolk', 'sendBack')
  await does('answerPoint')
  await passesTheGate()
  await submit()
  await decidesInTheRoom()
  await does('openConsultation')
  await does('closeConsultation')
  await passesTheGate()
  await passesTheGate()
  await does('confirmReadiness')
  await does('goLive')
  await passesTheGate()
  await does('close')
}
