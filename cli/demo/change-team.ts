import { randomUUID } from 'node:crypto'
import type * as z from 'zod'
import type { CommandName } from '../../machines/commands.ts'
import { paperRef, type proposal } from '../../machines/vocabulary/submission.ts'
import type { JsonApi } from '../api/json-api.ts'

/** What the change team asks of its initiative, each act through the public API. */
export type ChangeTeam = {
  /** @throws Error with the refusal's own words. */
  act: (name: CommandName, content: object) => Promise<void>
  /** The words in which an act is refused. @throws Error when it is not refused. */
  refusalOf: (name: CommandName, content: object) => Promise<string>
  /** Keeps a paper and gives it to the gate as the evidence it asks for. */
  provide: (evidenceId: string, title: string, version: string, text: string) => Promise<void>
}

/** Papers put to the board, in the exact words members see. */
export type Proposal = z.input<typeof proposal>

export const changeTeamOf = (api: JsonApi, initiativeId: string, role: string): ChangeTeam => {
  const ask = (name: CommandName, json: object) =>
    api.ask('POST', `/api/initiatives/${initiativeId}/commands/${name}`, {
      json,
      headers: { 'idempotency-key': randomUUID(), 'x-acting-as': role },
    })
  const act = async (name: CommandName, content: object) => {
    const answer = await ask(name, content)
    if (!answer.ok) throw new Error(`${name} was refused: ${answer.detail}`)
  }
  return {
    act,
    refusalOf: async (name, content) => {
      const answer = await ask(name, content)
      if (answer.ok || answer.status >= 500) throw new Error(`${name} was expected to be refused, and was not.`)
      return answer.detail
    },
    provide: async (evidenceId, title, version, text) => {
      const form = new FormData()
      form.append('title', title)
      form.append('version', version)
      form.append('file', new Blob([text], { type: 'text/plain' }), `${evidenceId}.txt`)
      const kept = await api.ask('POST', '/api/papers', { form })
      if (!kept.ok) throw new Error(`The paper ${title} was refused: ${kept.detail}`)
      await act('provideEvidence', { evidenceId, paper: paperRef.parse(kept.content) })
    },
  }
}
