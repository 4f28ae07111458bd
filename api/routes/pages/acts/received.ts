import type { FastifyRequest } from 'fastify'
import * as z from 'zod'
import { stageId } from '../../../../machines/vocabulary/facts.ts'
import { identifier } from '../../../../machines/vocabulary/text.ts'
import type { Typed } from './field.ts'
import type { SentFile } from './form.ts'

/** What an act is about, named in the address and carried in the form. Anything else is left out. */
const subjects = z.object({
  stage: stageId.optional().catch(undefined),
  evidenceId: identifier.optional().catch(undefined),
  pointId: identifier.optional().catch(undefined),
  circulationId: identifier.optional().catch(undefined),
  commentNumber: z
    .string()
    .regex(/^[1-9]\d{0,3}$/)
    .optional()
    .catch(undefined),
  cohortId: identifier.optional().catch(undefined),
  reviewId: identifier.optional().catch(undefined),
  trancheId: identifier.optional().catch(undefined),
  dateId: identifier.optional().catch(undefined),
  conditionId: identifier.optional().catch(undefined),
})

/** The stage, point, paper, comment, cohort, board decision, tranche or condition an act is about. */
export const subjectIn = (sent: unknown): Typed => {
  const read = subjects.safeParse(sent).data ?? {}
  return Object.fromEntries(Object.entries(read).flatMap(([name, id]) => (id === undefined ? [] : [[name, id]])))
}

/** The key minted with the form; a form without one is not ours. */
export const keyIn = (typed: Typed): string | undefined => z.uuid().safeParse(typed['key']).data

const fields = z.record(z.string(), z.union([z.string(), z.array(z.string()).transform((all) => all[0] ?? '')]))

/** A form as it was sent: its fields, and its file where it has one. */
export const received = async (request: FastifyRequest): Promise<{ typed: Typed; file: SentFile | undefined }> => {
  if (!request.isMultipart()) return { typed: fields.safeParse(request.body).data ?? {}, file: undefined }
  const typed: Record<string, string> = {}
  let file: SentFile | undefined
  for await (const part of request.parts()) {
    if (part.type === 'file') file = { bytes: await part.toBuffer(), mediaType: part.mimetype }
    else if (typeof part.value === 'string') typed[part.fieldname] = part.value
  }
  return { typed, file }
}
