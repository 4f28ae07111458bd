import type * as z from 'zod'
import type { CommandPayload } from '../../../../machines/commands.ts'
import type { StoredCase } from '../../../../machines/case-file.ts'
import type { InitiativeContext } from '../../../../machines/initiative/context.ts'
import type { Actor } from '../../../../machines/vocabulary/people.ts'
import { expectations } from '../../../../machines/vocabulary/expectation.ts'
import type { Asked, Cases } from '../../../parts.ts'
import type { ActName } from '../../../present/acts.ts'
import { Problem } from '../../../problems.ts'
import { wrongEntry, type Field, type Typed, type WrongEntry } from './field.ts'

/** What a form is about: the initiative with its board decisions, and the point, tranche, paper or decision named in the address. */
export type About = { context: InitiativeContext; reviews: StoredCase['reviews']; subject: Typed; today: string }

/** A file that came with a form. */
export type SentFile = { bytes: Buffer; mediaType: string }

type Sending = { cases: Cases; by: Actor; key: string }
type Sent = { kind: 'wrong'; wrong: WrongEntry[]; problem?: Problem } | { kind: 'asked'; asked: Asked }

/** The page of one act: what it asks, and how what was typed becomes the command the API takes under the same name. */
export type ActForm = {
  name: ActName
  fields: (about: About) => Field[] | Promise<Field[]>
  /** What the act is about, in the words of whoever wrote them. */
  quote?: (about: About) => string | undefined
  /** What is worth knowing before it is sent. */
  notes?: (about: About) => Promise<string[]>
  send: (typed: Typed, about: About, sending: Sending, file: SentFile | undefined) => Promise<Sent>
}

type Described<Name extends ActName, Body> = {
  name: Name
  fields: (about: About) => Field[] | Promise<Field[]>
  quote?: (about: About) => string | undefined
  /** What is worth knowing before it is sent. */
  notes?: (about: About) => Promise<string[]>
  schema: z.ZodType<Body>
  /** The JSON the API would take. `wrong` notes what cannot be read at all. */
  body: (typed: Typed, about: About, wrong: (name: string, expected: string) => undefined) => unknown
  /** Works out what people do not say: the same function the API uses. */
  prepare: (body: Body, initiativeId: string, file: SentFile | undefined) => Promise<CommandPayload<Name>>
}

/** A form whose content is checked by the API's own schema and prepared by the API's own function. */
export const actForm = <Name extends ActName, Body>(described: Described<Name, Body>): ActForm => ({
  name: described.name,
  fields: described.fields,
  ...(described.quote ? { quote: described.quote } : {}),
  ...(described.notes ? { notes: described.notes } : {}),
  send: async (typed, about, { cases, by, key }, file) => {
    const fields = await described.fields(about)
    const wrong: WrongEntry[] = []
    const body = described.body(typed, about, (name, expected) => {
      const field = fields.find((each) => each.name === name)
      wrong.push(wrongEntry(fields, field?.path ?? name, expected))
      return undefined
    })
    const read = described.schema.safeParse(body)
    const found = read.success ? [] : expectations(read.error.issues)
    const all = [...wrong, ...found.map(({ path, expected }) => wrongEntry(fields, path.join('.'), expected))]
    const unique = all.filter(
      (each, index) => all.findIndex(({ name }) => name === each.name && name) === index || !each.name,
    )
    if (!read.success || unique.length > 0) return { kind: 'wrong', wrong: unique }
    const { initiativeId } = about.context
    try {
      const payload = await described.prepare(read.data, initiativeId, file)
      return { kind: 'asked', asked: await cases.command(described.name, initiativeId, payload, by, key) }
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const named = error.errors.map(({ field, expected }) => wrongEntry(fields, field, expected))
      return { kind: 'wrong', wrong: named.length > 0 ? named : [{ text: error.message }], problem: error }
    }
  },
})
