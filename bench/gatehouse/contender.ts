import { initiativeWorkflowId } from '../../workflows/ids.ts'
import { lifecycle, timed, type Contender, type Note, type OtherCommand } from '../lifecycle.ts'
import type { Decide } from './decide.ts'
import type { Http } from './http.ts'
import type { MailSink } from './mail-sink.ts'
import { contentOf } from './words.ts'

/** What our product is reached by. `decisions` counts those made, each of which owes one receipt. */
export type Reached = { http: Http; mails: MailSink; decisions: { made: number } }

const act = async ({ http }: Reached, id: string, command: OtherCommand, index: number, note: Note): Promise<void> => {
  const headers = { 'idempotency-key': `${id}-${index}`, 'x-acting-as': 'change team' }
  const path = command === 'create' ? '/api/initiatives' : `/api/initiatives/${id}/commands/${command}`
  await timed(note, command, () => http.json('POST', path, contentOf(command, id), headers))
}

/**
 * Plays lifecycles on our product as people would. Members decide with the links of the mails that reached the mail server, once all
 * mails of a review have arrived, so that no invitation is overtaken by its own decision.
 */
export const gatehouseContender = (name: string, reached: Reached, decide: Decide): Contender => {
  const { http, mails, decisions } = reached
  return {
    name,
    isOurs: true,
    workflowId: initiativeWorkflowId,
    play: async (id, note) => {
      let round = 0
      for (const [index, step] of lifecycle.entries()) {
        if (step.command === 'decide') {
          const tokens = await mails.invited(id, round)
          note('decide', await decide(http, tokens[step.seatId], step))
          decisions.made += 1
        } else {
          await act(reached, id, step.command, index, note)
          if (step.command === 'submit') round += 1
        }
      }
    },
    settled: () => mails.arrived('receipt', decisions.made),
  }
}

/** Begins an initiative and puts its first papers to the board: it then waits for three members. */
export const openInitiative = async (reached: Reached, id: string): Promise<void> => {
  await act(reached, id, 'create', 0, () => {})
  await act(reached, id, 'submit', 1, () => {})
  await reached.mails.invited(id, 1)
}
