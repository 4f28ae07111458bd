import type * as z from 'zod'
import { stageInWords } from '../../../../activities/words/decisions.ts'
import { currentStage } from '../../../../machines/initiative/progress.ts'
import type { InitiativeContext } from '../../../../machines/initiative/context.ts'
import type { Board } from '../../../../machines/terms-of-reference.ts'
import { ask } from '../../../../machines/vocabulary/board.ts'
import type { ApiParts } from '../../../parts.ts'
import { preparing } from '../../json/preparing.ts'
import { wayFields, waysTyped } from './way-fields.ts'
import { line, lines, optionalLine, type Field } from './field.ts'
import { actForm, type About, type ActForm } from './form.ts'
import { moneyFields, moneyTyped } from './money-fields.ts'

/** What a board may be asked, in the words of a form. */
export const asks: Record<z.infer<typeof ask>, string> = {
  decide: 'Decide the case',
  agreeNextStep: 'Agree a next step, without approving the case',
  endorse: 'Endorse it',
  support: 'Support it',
  recommend: 'Recommend it to those who decide',
  note: 'Note it',
  rebaseline: 'Re-baseline what was agreed, without moving the stage',
  agreeException: 'Agree an exception, without moving the stage',
}

const boardsAt = (context: InitiativeContext) => {
  const stage = currentStage(context)
  return stage ? context.plan.gates[stage].boards : []
}

const boardIdsAt = (context: InitiativeContext) => [...new Set(boardsAt(context).map(({ board }) => board))]

const submissionFields = ({ context }: About, onFile: readonly Board[]): Field[] => {
  const boards = boardsAt(context)
  const choice: Field[] =
    boards.length > 1
      ? [
          {
            name: 'board',
            path: 'boardId',
            label: 'Which board, where no decision of the case is asked for',
            kind: 'select',
            optional: true,
            options: [
              { value: '', text: 'The one the plan names for it' },
              ...boards.map(({ board }) => ({ value: board, text: board })),
            ],
          },
        ]
      : []
  return [
    {
      name: 'ask',
      path: 'proposal.ask',
      label: 'What the board is asked to do',
      kind: 'choice',
      options: ask.options.map((value) => ({ value, text: asks[value] })),
    },
    ...choice,
    ...wayFields(boards, onFile),
    {
      name: 'asks',
      path: 'proposal.asks',
      label: 'The exact wording',
      kind: 'text',
      hint: 'Members read it after “you are asked to”, and decide on these words.',
    },
    { name: 'authorises', path: 'proposal.authorises', label: 'What agreeing authorises', kind: 'text' },
    {
      name: 'not-authorised',
      path: 'proposal.doesNotAuthorise',
      label: 'What it does not authorise',
      kind: 'text',
      optional: true,
    },
    {
      name: 'because',
      path: 'proposal.because',
      label: 'Why by that date',
      kind: 'line',
      optional: true,
      hint: 'The contract, law or meeting behind it.',
    },
    {
      name: 'options',
      path: 'proposal.options',
      label: 'Options considered',
      kind: 'text',
      optional: true,
      hint: 'At most ten, one a line.',
    },
    { name: 'recommendation', path: 'proposal.recommendation', label: 'Recommendation', kind: 'text', optional: true },
    {
      name: 'risks',
      path: 'proposal.risks',
      label: 'Risks',
      kind: 'text',
      optional: true,
      hint: 'At most three, one a line.',
    },
    ...moneyFields(context),
  ]
}

/** The form that sends the papers to the boards of the gate: every word a member will read. */
export const submissionForm = (parts: ApiParts): ActForm => {
  const { submission } = preparing(parts)
  const onFile = async ({ context, today }: About): Promise<Board[]> => {
    const boards = await Promise.all(boardIdsAt(context).map((id) => parts.directory.board(id, today)))
    return boards.filter((board) => board !== undefined)
  }
  return actForm({
    name: 'submit',
    quote: ({ context }) => {
      const stage = currentStage(context)
      return stage && `${stageInWords(stage)}, round ${context.stages[stage].round}`
    },
    // Where papers can go today, for the decision of the case: told before they are sent, and again by what comes of it.
    notes: ({ context }) => submission.meetings(context),
    fields: async (about) => submissionFields(about, await onFile(about)),
    schema: submission.body,
    body: (typed, { context }, wrong) => {
      const money = moneyTyped(typed, context, wrong)
      const options = lines(typed, 'options')
      const ways = waysTyped(typed, boardIdsAt(context), wrong)
      return {
        boardId: optionalLine(typed, 'board'),
        ...(ways.length > 0 ? { ways } : {}),
        proposal: {
          ask: line(typed, 'ask'),
          asks: line(typed, 'asks'),
          authorises: line(typed, 'authorises'),
          doesNotAuthorise: optionalLine(typed, 'not-authorised'),
          because: optionalLine(typed, 'because'),
          recommendation: optionalLine(typed, 'recommendation'),
          risks: lines(typed, 'risks'),
          ...(options.length > 0 ? { options } : {}),
          ...(money ? { money } : {}),
        },
      }
    },
    prepare: submission.prepare,
  })
}
