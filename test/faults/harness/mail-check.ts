import type { Delivered } from './mailbox.ts'
import { submissionsOfALife } from './lifecycle-under-fire.ts'
import { addressOf, chairSeatId, changeTeamAddress, seatIds } from './on-file.ts'

/** What became of the mails that are owed: how many, how many never came, rows that nobody owes, and copies beyond the first. */
export type MailFindings = {
  expected: number
  missing: string[]
  doubled: string[]
  copies: number
  /** The most copies of one mail, the first included. */
  mostOfOne: number
}

/** Mails of a kind that somebody is owed, and how many different ones. */
export type Owed = { kind: Delivered['kind']; to: string; times: number }

/**
 * The mails a whole life owes: every seat is asked and gets a receipt at every submission, the chair is asked once whether what was
 * recorded in the room is right, and the change team hears each outcome.
 */
const owedByALife: readonly Owed[] = [
  ...seatIds.flatMap((seatId): Owed[] => [
    { kind: 'invitation', to: addressOf(seatId), times: submissionsOfALife },
    { kind: 'receipt', to: addressOf(seatId), times: submissionsOfALife },
  ]),
  { kind: 'roomToConfirm', to: addressOf(chairSeatId), times: 1 },
  { kind: 'outcome', to: changeTeamAddress, times: submissionsOfALife },
]

/** Compares delivered mails with what initiatives owe, whole lives unless it is said otherwise. Copies of one mail share the row in their Message-ID. */
export const checkMails = (
  mails: readonly Delivered[],
  initiativeIds: readonly string[],
  owed: readonly Owed[] = owedByALife,
): MailFindings => {
  const found: MailFindings = { expected: 0, missing: [], doubled: [], copies: 0, mostOfOne: 0 }
  const ofInitiative = Map.groupBy(mails, ({ reference }) => reference)
  for (const initiativeId of initiativeIds) {
    const its = ofInitiative.get(initiativeId) ?? []
    for (const { kind, to, times } of owed) {
      const fitting = its.filter((mail) => mail.kind === kind && mail.to === to)
      const rows = Map.groupBy(fitting, ({ rowId }) => rowId)
      const what = `${initiativeId}: ${kind} to ${to}`
      found.expected += times
      for (let lacking = rows.size; lacking < times; lacking += 1) found.missing.push(what)
      for (let more = rows.size; more > times; more -= 1) found.doubled.push(what)
      found.copies += fitting.length - rows.size
      found.mostOfOne = Math.max(found.mostOfOne, ...[...rows.values()].map((copies) => copies.length))
    }
    const others = its.filter(({ kind, to }) => !owed.some((each) => each.kind === kind && each.to === to))
    for (const { kind, to } of others) found.doubled.push(`${initiativeId}: ${kind} to ${to}, which nobody is owed`)
  }
  return found
}
