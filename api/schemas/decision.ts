import * as z from 'zod'
import { ask } from '../../machines/vocabulary/board.ts'
import { stageId } from '../../machines/vocabulary/facts.ts'
import { assurance } from '../../machines/vocabulary/people.ts'
import { choice, conditionWritten, marking, money } from '../../machines/vocabulary/submission.ts'
import { moment, named } from './named.ts'

/** How a program shows which link it uses: the token of the link in the email. */
export const linkHeaders = z.looseObject({
  authorization: z
    .string()
    .optional()
    .describe('`Bearer <token>`: the last part of the address of the link in the email'),
  'gatehouse-session': z
    .string()
    .optional()
    .describe('The `session` read with the decision: a one-time code counts only in the one it was asked for in'),
})

const recordedDecision = named(
  'RecordedDecision',
  z.object({
    reference: z.string().describe('To quote'),
    number: z.int().describe('1 for the seat’s first decision; every version is kept and the last one counts'),
    choice,
    reason: z.string().optional(),
    points: z.array(z.string()),
    conditions: z.array(conditionWritten),
    deferUntilDay: z.string().optional(),
    toMeeting: z.literal(true).optional().describe('That day is a later meeting of the board'),
    atInstant: moment,
    settled: z.boolean().describe('Whether the board has finished with these papers'),
    outcome: z.string().optional().describe('What the board decided, once it is settled'),
    follows: z.array(z.string()).describe('The same in words: what it settles, or who is still awaited and until when'),
  }),
)

const formFields = {
  form: z.string().describe('Sealed; send it back as it is. It may be used once: a repeat of it counts once'),
  typedNumber: z.string().describe('The number a person is shown and has to type'),
}

export const decisionView = named(
  'Decision',
  z.object({
    standing: z
      .enum(['open', 'onHold', 'receipt'])
      .describe('`receipt`: the board has finished, and this seat keeps sight of its own decision'),
    initiative: z.object({ initiativeId: z.string(), title: z.string(), reference: z.string() }),
    marking,
    rehearsal: z.boolean().describe('Whether it is played through and decides nothing real'),
    board: z.string(),
    seat: z.object({ seatId: z.string(), title: z.string() }),
    ask,
    asks: z.string().describe('What the seat is asked, in the exact words of the papers'),
    because: z.string().optional(),
    authorises: z.string(),
    doesNotAuthorise: z.string().optional(),
    recommendation: z.string().optional(),
    options: z.array(z.string()).optional(),
    changesInPapers: z.array(z.string()).describe('Since the board last saw papers of this stage, in words'),
    money: money.optional(),
    risks: z.array(z.string()),
    decideByInstant: moment,
    nextMeetingDay: z.string().optional().describe('The board’s next meeting it can be deferred to'),
    meetings: z
      .array(z.string())
      .describe('The meeting it is for, and the one it missed, in words; none where the board has a time instead'),
    papers: z.array(
      z.object({
        sha256: z.string(),
        title: z.string(),
        version: z.string(),
        marking,
        opensWith: z
          .enum(['link', 'code', 'nothing'])
          .describe(
            '`code`: marked above what the link alone opens; `nothing`: for named readers, of whom the holder is not one',
          ),
      }),
    ),
    assurance: z
      .object({ needed: assurance, held: assurance, codeAsked: z.boolean() })
      .describe(
        'How it must be known, and is known in this session, that the member decides. A: the link; B: a one-time code too',
      ),
    session: z
      .string()
      .optional()
      .describe('Where a one-time code is of use: send it back as the header Gatehouse-Session'),
    rule: z.string(),
    others: z.array(
      z.object({
        title: z.string(),
        hasDecided: z.boolean().optional(),
        decided: z.string().optional().describe('How, in words, once they have decided'),
      }),
    ),
    othersShown: z
      .boolean()
      .describe('`false`: the board’s terms keep where the others stand until this seat has decided'),
    conditionsMayBlock: z
      .array(z.object({ stage: stageId, title: z.string() }))
      .describe('The stages still to come, whose papers a condition may keep back'),
    choices: z.array(z.object({ choice, words: z.string(), means: z.string() })),
    recorded: recordedDecision.optional(),
    ...z.object(formFields).partial().shape,
  }),
)

/** A decision as a program sends it. What it lacks is answered together with everything else that is wrong, so little is required here. */
export const decisionSent = named(
  'DecisionSent',
  z.strictObject({
    form: z.string().max(4000).optional().describe('The sealed form read before'),
    typedAnswer: z.string().max(100).default('').describe('The number the person typed'),
    code: z.string().max(100).default('').describe('The one-time code, where `assurance.needed` is B'),
    choice: z.string().max(100).default('').describe('One of the choices offered; there is no default'),
    reason: z.string().default(''),
    points: z.array(z.string()).default([]).describe('What the change team must answer, when sending back'),
    conditions: z
      .array(
        z.strictObject({
          text: z.string(),
          ownerTitle: z.string().default('').describe('Who meets it, by role'),
          dueOn: z.string().default('').describe('A day such as 2027-06-14'),
          blocksStage: z.string().default('').describe('One of `conditionsMayBlock`; none when empty'),
          mayDischarge: z.string().default('').describe('Who may accept that it is met, by role; the board when empty'),
        }),
      )
      .default([]),
    deferUntilDay: z.string().max(100).default('').describe('A day such as 2027-06-14'),
    deferToMeetingDay: z
      .string()
      .max(100)
      .default('')
      .describe('In place of a date: the day of the board’s next meeting, as `nextMeetingDay` gave it'),
  }),
)

export const codeSent = named(
  'CodeAskedFor',
  z.strictObject({
    form: z.string().max(4000).optional().describe('The sealed form read before; it is not used up'),
    typedAnswer: z.string().max(100).default('').describe('The number the person typed'),
  }),
)
export const codeAsked = named('CodeEmailed', z.object({ outcome: z.literal('emailed') }))

export const decisionAnswer = named(
  'DecisionAnswer',
  z.object({ outcome: z.enum(['recorded', 'alreadyRecorded']), recorded: recordedDecision }),
)

export const disputeView = named('Dispute', z.object({ disputed: recordedDecision, ...formFields }))

export const disputeSent = named(
  'DisputeSent',
  z.strictObject({
    form: z.string().max(4000).optional(),
    typedAnswer: z.string().max(100).default(''),
    statement: z.string().default('').describe('What happened, in the member’s own words'),
  }),
)

export const disputeAnswer = named(
  'DisputeAnswer',
  z.object({
    outcome: z.literal('recorded'),
    atInstant: moment,
    byMail: z
      .boolean()
      .describe('The initiative is closed: secretary and PMO are told by mail, its record takes no more'),
  }),
)
