import * as z from 'zod'
import { stages } from '../../machines/stages/index.ts'
import { correspondence, decisionRule, othersShown, ownCase, sharedSeats } from '../../machines/vocabulary/board.ts'
import { rating, reportedDecision, reportedFact, type StageId } from '../../machines/vocabulary/facts.ts'
import { heldMeeting } from '../../machines/vocabulary/meeting.ts'
import { marking } from '../../machines/vocabulary/submission.ts'
import { chairsAction, type ChairsAction } from '../../machines/vocabulary/way.ts'
import { day, identifier, isoDuration, line, passage, text } from '../../machines/vocabulary/text.ts'
import { closedDays, type Division } from '../../machines/vocabulary/working-days.ts'
import { mailAddress } from '../mail/address.ts'
import { writtenDate } from './written-date.ts'

/** One source or several, by id. Several: the file does not say which of them a fact is in. */
const sourceIds = z.union([identifier.transform((id) => [id]), z.array(identifier).min(1).max(6)])

const stageTitles = stages.map(({ title }) => title.toLowerCase())

/** A stage by its name: "full business case". */
const stageName = z.string().transform((written, context): StageId => {
  const named = stages.find(({ title }) => title.toLowerCase() === written.toLowerCase())
  if (named) return named.id
  context.issues.push({ code: 'custom', message: `must be one of ${stageTitles.join(', ')}`, input: written })
  return z.NEVER
})

/** A document facts are taken from, as people cite it; what else it says of itself is kept beside. */
export const writtenSource = z.strictObject({
  id: identifier,
  title: text(240),
  written: writtenDate.optional(),
  approved: writtenDate.optional(),
  writtenFor: line.optional(),
  marking: marking.optional(),
  agendaNumber: line.optional(),
  version: line.optional(),
  nextReport: writtenDate.optional(),
})

const divisions: Record<string, Division> = {
  'england and wales': 'englandAndWales',
  scotland: 'scotland',
  'northern ireland': 'northernIreland',
}

/** Whose bank holidays an organisation keeps: "Scotland". */
const divisionName = z.string().transform((written, context): Division => {
  const named = divisions[written.toLowerCase()]
  if (named) return named
  context.issues.push({
    code: 'custom',
    message: 'must be one of England and Wales, Scotland, Northern Ireland',
    input: written,
  })
  return z.NEVER
})

export const writtenOrganisation = z.strictObject({
  id: identifier,
  name: line,
  kind: z.enum(['force', 'pcc', 'pfcc', 'fire', 'ambulance', 'council', 'university', 'national', 'programme']),
  commissioner: identifier.optional(),
  division: divisionName.optional(),
  closedDays: closedDays.optional(),
})

/** Somebody by role; `for` names the organisations the role acts for, and so the seat it takes on a board. */
export const writtenPerson = z.strictObject({
  id: identifier,
  name: line,
  email: mailAddress,
  phone: line.optional(),
  for: z.array(identifier).max(10).default([]),
})

export const writtenProgramme = z.strictObject({
  id: identifier,
  name: line,
  organisations: z.array(identifier).min(1).max(60),
})

const fullDeputy = z.strictObject({ deputy: identifier, from: day.optional(), until: day.optional() })
const fullMember = z.strictObject({
  holder: identifier,
  seat: identifier.optional(),
  title: line.optional(),
  for: z.array(identifier).min(1).max(10).optional(),
  since: day.optional(),
  /** Members of one pair decide jointly. */
  pair: identifier.optional(),
  viceChair: z.boolean().optional(),
  /** Who may sit for the member; with dates, while the member is away. */
  deputies: z
    .array(z.union([identifier.transform((deputy): z.infer<typeof fullDeputy> => ({ deputy })), fullDeputy]))
    .max(10)
    .optional(),
})

/** A seat by its holder, where the seat is the holder's role; or in full. */
const writtenMember = z.union([identifier.transform((holder): z.infer<typeof fullMember> => ({ holder })), fullMember])

const terms = {
  members: z.array(writtenMember).min(1).max(60).optional(),
  /** The members who chair, by person; more than one for joint chairs. */
  chair: z.union([identifier.transform((id) => [id]), z.array(identifier).min(1).max(4)]).optional(),
  secretary: identifier.optional(),
  rule: decisionRule.optional(),
  othersShown: othersShown.optional(),
  /** Seats whose refusal alone ends a matter. */
  veto: z.array(identifier).max(60).optional(),
  sharedSeats: sharedSeats.optional(),
  /** How it decides outside its meetings. */
  correspondence: correspondence.optional(),
  /** Whether its chair may act for it between meetings: `true`, or within limits. */
  chairsAction: z.union([z.literal(true).transform((): ChairsAction => ({})), chairsAction]).optional(),
  ownCase: ownCase.optional(),
}

/** A board: what its source says of it, and under `assumed` what nobody reported. Each part stands in one of the two. */
export const writtenBoard = z.strictObject({
  id: identifier,
  name: line,
  saidAs: line.optional(),
  source: sourceIds.optional(),
  /** The first day on which these terms are taken to hold. */
  from: day,
  /** How long before a meeting its papers are due, in working days, where the meeting does not say it. */
  papersDueBefore: isoDuration.optional(),
  meetings: z.array(heldMeeting).max(60).default([]),
  ...terms,
  assumed: z.strictObject(terms).default({}),
})

export const writtenPlan = z.strictObject({ id: identifier, file: line })

const inSomeRole = z.union([
  line.transform((title) => ({ title })),
  z.strictObject({ title: line, person: identifier.optional() }),
])

/** At which of the five stages it is: as its source says, as somebody reads it (`assumed` says why), or not reported. */
const entry = z.union([
  z.literal('not reported').transform(() => ({})),
  stageName.transform((stage) => ({ stage })),
  z.strictObject({ stage: stageName, note: passage }),
  z.strictObject({ stage: stageName, assumed: passage }),
])

const writtenDecision = z.strictObject({
  id: identifier.optional(),
  /** A board of this file by id; or `{ name }`, in the source's words, for a board that is not in it. */
  board: z.union([identifier, z.strictObject({ name: line })]),
  verb: line,
  wording: passage,
  kind: reportedDecision.shape.kind,
  on: writtenDate,
  stage: stageName.optional(),
  authorises: passage.optional(),
  doesNotAuthorise: passage.optional(),
  source: sourceIds.optional(),
})

const factDetails = {
  id: identifier.optional(),
  kind: reportedFact.shape.kind.default('note'),
  stage: stageName.optional(),
  date: writtenDate.optional(),
  /** A date that lay ahead when the source was written and has passed: shown, never fired. */
  wasDue: writtenDate.optional(),
  source: sourceIds.optional(),
}

/** A fact in the source's words, in one line or with its date; `assumed` in place of `text` for a reading of the source. */
const writtenFact = z.union([
  passage.transform((said) => ({ text: said, kind: 'note' as const })),
  z.strictObject({ text: passage, ...factDetails }),
  z.strictObject({ assumed: passage, ...factDetails }),
])

/** A mail on a day to come, to a person of this file. Nothing else in a row sends one. */
const writtenReminder = z.strictObject({ on: day, who: identifier, about: passage })

/** An initiative as its row says it; what it does not say stays unsaid. */
export const writtenInitiative = z.strictObject({
  id: identifier,
  reference: line,
  title: line,
  source: sourceIds,
  marking: marking.default('OFFICIAL'),
  programme: identifier.optional(),
  /** Those of the programme when left out. */
  organisations: z.array(identifier).min(1).max(60).optional(),
  plan: identifier,
  sro: inSomeRole.optional(),
  executiveLead: inSomeRole.optional(),
  changeTeam: inSomeRole.optional(),
  entry,
  waitsFor: z
    .strictObject({ whom: line, what: passage, since: writtenDate.optional(), source: sourceIds.optional() })
    .optional(),
  decisions: z.array(writtenDecision).max(40).default([]),
  facts: z.array(writtenFact).max(60).default([]),
  ratings: z
    .array(
      z.strictObject({
        kind: rating.shape.kind,
        rag: rating.shape.rag,
        date: writtenDate,
        source: sourceIds.optional(),
      }),
    )
    .max(12)
    .default([]),
  cohorts: z
    .array(z.strictObject({ id: identifier, title: line }))
    .max(20)
    .default([]),
  tranches: z
    .array(z.strictObject({ id: identifier, title: line, plannedFor: writtenDate.optional() }))
    .max(40)
    .default([]),
  remind: z.array(writtenReminder).max(10).default([]),
})

export type WrittenBoard = z.output<typeof writtenBoard>
export type WrittenInitiative = z.output<typeof writtenInitiative>
