import * as z from 'zod'
import { correspondence, decisionRule, othersShown, ownCase, sharedSeats } from '../../machines/vocabulary/board.ts'
import { provenance } from '../../machines/vocabulary/facts.ts'
import { heldMeeting } from '../../machines/vocabulary/meeting.ts'
import { day, identifier, isoDuration, line } from '../../machines/vocabulary/text.ts'
import { closedDays, division } from '../../machines/vocabulary/working-days.ts'
import { chairsAction } from '../../machines/vocabulary/way.ts'
import { named } from './named.ts'

const kind = z.enum(['force', 'pcc', 'pfcc', 'fire', 'ambulance', 'council', 'university', 'national', 'programme'])

export const organisationBody = named(
  'OrganisationPut',
  z.strictObject({
    name: line,
    kind,
    commissionerId: identifier.optional(),
    division: division.optional().describe('Whose bank holidays it keeps; those of England and Wales when left out'),
    closedDays: closedDays.optional().describe('Days it is closed besides'),
  }),
)
export const organisation = named(
  'Organisation',
  z.object({
    organisationId: z.string(),
    name: z.string(),
    kind,
    commissionerId: z.string().optional(),
    division: division.optional(),
    closedDays: z.array(z.string()).optional(),
  }),
)

export const personBody = named(
  'PersonPut',
  z.strictObject({
    name: line.describe('The role in words, "Chief Constable, Kent", until the person’s own name is given'),
    email: z.string().max(2_000).describe('One plain address: this is where decision links are sent'),
    phone: line.optional(),
  }),
)
export const person = named(
  'Person',
  z.object({ personId: z.string(), name: z.string(), email: z.string(), phone: z.string().optional() }),
)

const seat = z.strictObject({
  seatId: identifier,
  title: line.describe('"Chief Constable, Kent"'),
  organisationIds: z.array(identifier).min(1).max(10),
  chair: z.boolean().default(false),
  viceChair: z.boolean().optional().describe('Takes the chair’s part where the chair cannot decide'),
  pairId: identifier.optional().describe('Seats of one pair decide jointly'),
  deputies: z
    .array(z.strictObject({ personId: identifier, fromDay: day.optional(), untilDay: day.optional() }))
    .max(10)
    .optional()
    .describe('Who may sit for the holder; with dates, while the holder is away'),
  holdings: z
    .array(z.strictObject({ personId: identifier, fromDay: day }))
    .max(100)
    .describe('Who holds the seat from which day; the newest that has begun counts'),
})

export const boardBody = named(
  'BoardPut',
  z.strictObject({
    name: line,
    saidAs: line.optional().describe('What a source calls it, where that differs'),
    fromDay: day.describe('The day from which these terms hold'),
    rule: decisionRule,
    ruleProvenance: provenance,
    membersProvenance: provenance,
    seats: z.array(seat).max(60),
    vetoSeatIds: z.array(identifier).max(60).optional().describe('Members whose refusal alone ends a matter'),
    sharedSeats: sharedSeats.optional().describe('A seat held for several organisations is one vote when left out'),
    ownCase: ownCase.optional().describe('The seat of somebody whose own case it is stands aside when left out'),
    secretary: z.strictObject({ title: line, personId: identifier.optional(), phone: line.optional() }).optional(),
    othersShown: othersShown.optional().describe('When a member sees how the others decided: always when left out'),
    correspondence: correspondence
      .optional()
      .describe('The rule by which it decides outside its meetings, and how long it then has; it cannot when left out'),
    chairsAction: chairsAction
      .optional()
      .describe('Its chair may act for it between its meetings, within these limits; not so when left out'),
    papersDueBefore: isoDuration
      .optional()
      .describe('How long before a meeting its papers are due, in working days, where the meeting does not say it'),
    meetings: z
      .array(heldMeeting)
      .max(200)
      .default([])
      .describe('Days; or a day with when it starts and how long before it papers are due, in working days'),
  }),
)
export const board = named(
  'Board',
  z.object({
    boardId: z.string(),
    version: z.int(),
    name: z.string(),
    saidAs: z.string().optional(),
    fromDay: z.string(),
    rule: decisionRule,
    ruleProvenance: provenance,
    membersProvenance: provenance,
    seats: z.array(
      z.object({
        seatId: z.string(),
        title: z.string(),
        organisationIds: z.array(z.string()),
        chair: z.boolean(),
        viceChair: z.boolean().optional(),
        pairId: z.string().optional(),
        deputies: z
          .array(z.object({ personId: z.string(), fromDay: z.string().optional(), untilDay: z.string().optional() }))
          .optional(),
        holdings: z.array(z.object({ personId: z.string(), fromDay: z.string() })),
      }),
    ),
    vetoSeatIds: z.array(z.string()).optional(),
    sharedSeats: sharedSeats.optional(),
    ownCase: ownCase.optional(),
    secretary: z
      .object({ title: z.string(), personId: z.string().optional(), phone: z.string().optional() })
      .optional(),
    othersShown: othersShown.optional(),
    correspondence: correspondence.optional(),
    chairsAction: chairsAction.optional(),
    papersDueBefore: z.string().optional(),
    meetings: z.array(
      z.union([
        z.string(),
        z.object({ day: z.string(), startsAt: z.string().optional(), papersDue: z.string().optional() }),
      ]),
    ),
  }),
)

/** What came of putting something on file; the same thing again changes nothing. */
export const put = named('Put', z.object({ outcome: z.enum(['added', 'changed', 'unchanged']) }))

export const organisations = named('Organisations', z.object({ organisations: z.array(organisation) }))
export const people = named('People', z.object({ people: z.array(person) }))
export const boards = named('Boards', z.object({ boards: z.array(board) }))
