import * as z from 'zod'
import { openCase, take, type CaseFile, type StoredCase } from '../../machines/case-file.ts'
import type { CaseEvent, Effect } from '../../machines/case-events.ts'
import { whyNot } from '../../machines/why-not.ts'
import type { CommandPayload } from '../../machines/commands.ts'
import type { BoardTerms } from '../../machines/vocabulary/board.ts'
import type { Choice, Proposal } from '../../machines/vocabulary/submission.ts'
import { anInitiative, aProposal, aVote, theChiefs } from './case.ts'

/** What a played case came to: the case, every effect it asked for, and what was refused on the way, in words. */
export type Played = { caseFile: CaseFile; effects: Effect[]; refusals: string[] }

/** Midday on 1 March 2027, UTC: when every played case begins. */
export const start = Date.UTC(2027, 2, 1, 12)
export const second = 1_000
export const dayLong = 86_400_000

/** An event without its instant: events of a play are a second apart unless they say when. */
export type Moment = CaseEvent extends infer Each
  ? Each extends CaseEvent
    ? Omit<Each, 'atInstant'> & { atInstant?: number }
    : never
  : never

export const submitted = (proposal: Partial<Proposal> = {}, boards: BoardTerms[] = [theChiefs()]): Moment => ({
  type: 'submitted',
  proposal: aProposal(proposal),
  boards,
})

/** Papers put to a board between gates. */
export const betweenGates = (proposal: Partial<Proposal>, board: BoardTerms): Moment => ({
  type: 'submitted',
  proposal: aProposal(proposal),
  boards: [board],
  betweenGates: true,
})

/** A member's vote on the review now open, unless `overrides` names another. */
export const votes = (
  seatId: string,
  choice: Choice = 'approve',
  overrides: Partial<CommandPayload<'castVote'>> = {},
): Moment => ({
  type: 'voteCast',
  updateId: `d:${overrides.reviewId ?? 's1b1'}:${seatId}:${choice}:${overrides.decisionNumber ?? 0}`,
  ...aVote(seatId, choice, overrides),
})

export const passes = (
  machine: 'initiative' | 'review' | 'circulation' | 'consultation',
  id: string,
  name: string,
): Moment => ({
  type: 'deadlinePassed',
  of: { machine, id },
  name,
})

/** Plays events in order on a case; a refused event changes nothing and its reason is kept. */
export const playOn = (caseFile: CaseFile, events: readonly Moment[], fromInstant = start): Played =>
  events.reduce<Played>(
    (played, moment, index) => {
      const event: CaseEvent = { ...moment, atInstant: moment.atInstant ?? fromInstant + (index + 1) * second }
      const refused = whyNot(played.caseFile, event)
      if (refused) return { ...played, refusals: [...played.refusals, `${refused.type}: ${refused.reason}`] }
      const next = take(played.caseFile, event)
      return { ...played, caseFile: next.caseFile, effects: [...played.effects, ...next.effects] }
    },
    { caseFile, effects: [], refusals: [] },
  )

/** Plays events on a new initiative. */
export const play = (events: readonly Moment[], overrides: Parameters<typeof anInitiative>[0] = {}): Played => {
  const opened = openCase({ ...anInitiative(overrides), createdInstant: start })
  const played = playOn(opened.caseFile, events)
  return { ...played, effects: [...opened.effects, ...played.effects] }
}

const anyCase = z.custom<StoredCase>()

/** A case as it is once it was written down as JSON and read again. */
export const throughJson = (stored: StoredCase): StoredCase => anyCase.parse(JSON.parse(JSON.stringify(stored)))

/** Where the initiative is, as its machine says. */
export const whereabouts = ({ caseFile }: Played) => caseFile.initiative.value
