import type { Actor } from '../machines/vocabulary/people.ts'
import type { Asked } from './parts.ts'
import { Problem, type WrongField } from './problems.ts'

/** The status of a refusal; one that no status fits better is a conflict with how things stand. */
const statusOf: Record<string, number> = { InvalidInput: 422, TooLarge: 413, RecordBehind: 503, Fault: 500 }

const kebab = (type: string) => type.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase()

/** A refusal that begins "evidenceId: …" names a field of what was sent. */
const fieldIn = (reason: string): WrongField[] => {
  const [, field, expected] = /^([a-z][\w.]*): (.+)$/s.exec(reason) ?? []
  return field && expected ? [{ in: 'body', field, expected }] : []
}

export const refusedAs = (type: string, reason: string): Problem =>
  new Problem(statusOf[type] ?? 409, kebab(type), reason, fieldIn(reason))

export const unknownInitiative = (initiativeId: string): Problem =>
  new Problem(404, 'unknown-initiative', `There is no initiative ${initiativeId}.`, [
    { in: 'path', field: 'initiativeId', expected: 'must be the id of an initiative on record' },
  ])

/**
 * The answer to a command, once it is in the record.
 * @throws Problem saying why there is none: 409 and its kin for a refusal, 404, 422 for a key used for something else, and 503
 * when it is not confirmed, after which the same press is safe.
 */
export const answered = (initiativeId: string, asked: Asked) => {
  switch (asked.kind) {
    case 'recorded':
    case 'alreadyRecorded':
      return { initiativeId, outcome: asked.kind, sequence: asked.sequence, atInstant: asked.atInstant }
    case 'refused':
      throw refusedAs(asked.type, asked.reason)
    case 'notConfirmed':
      throw new Problem(503, 'not-confirmed', asked.reason)
    case 'unknownInitiative':
      throw unknownInitiative(initiativeId)
    case 'keyReused': {
      const expected = 'must be a new one, because this key was used before for something else'
      throw new Problem(422, 'key-reused', `Idempotency-Key ${expected}.`, [
        { in: 'header', field: 'Idempotency-Key', expected },
      ])
    }
  }
}

/** Who acts, as the request says it; believed as it stands until sign-in exists. */
export const actorOf = (headers: { 'x-acting-as': string }): Actor => ({
  kind: 'person',
  role: headers['x-acting-as'],
  channel: 'api',
})
