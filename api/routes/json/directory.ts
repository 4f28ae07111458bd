import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { Directory } from '../../../activities/ports.ts'
import type { Board } from '../../../machines/terms-of-reference.ts'
import { mailAddressAt } from '../../../activities/mail/address.ts'
import { identifier } from '../../../machines/vocabulary/text.ts'
import type { ApiParts } from '../../parts.ts'
import { Problem, wrongFields, wrongFieldsOf, type WrongField } from '../../problems.ts'
import * as directorySchemas from '../../schemas/directory.ts'
import { problems } from '../../schemas/named.ts'

const { board, boardBody, boards, organisationBody, organisations, people, personBody, put } = directorySchemas

/** Organisations, people and boards: what decisions are asked of, and where they are sent. */
export const directoryRoutes = async (app: FastifyInstance, { directory, mailDomains }: ApiParts): Promise<void> => {
  const typed = app.withTypeProvider<ZodTypeProvider>()
  const tags = ['Directory']
  const putAnswers = { 200: put, 201: put, ...problems }
  const statusOf = (outcome: string) => (outcome === 'added' ? 201 : 200)

  typed.route({
    method: 'PUT',
    url: '/api/organisations/:organisationId',
    schema: {
      operationId: 'putOrganisation',
      summary: 'Put an organisation on file',
      tags,
      params: z.object({ organisationId: identifier }),
      body: organisationBody,
      response: putAnswers,
    },
    handler: async ({ params, body }, reply) => {
      const outcome = await directory.putOrganisation({ ...params, ...body })
      return reply.code(statusOf(outcome)).send({ outcome })
    },
  })

  typed.route({
    method: 'GET',
    url: '/api/organisations',
    schema: {
      operationId: 'readOrganisations',
      summary: 'Every organisation on file',
      tags,
      response: { 200: organisations, ...problems },
    },
    handler: async () => ({ organisations: await directory.organisations() }),
  })

  typed.route({
    method: 'PUT',
    url: '/api/people/:personId',
    schema: {
      operationId: 'putPerson',
      summary: 'Put a person on file, with the one address decision links go to',
      tags,
      params: z.object({ personId: identifier }),
      body: personBody,
      response: putAnswers,
    },
    handler: async ({ params, body }, reply) => {
      refuseUnsafe(body, mailDomains)
      const outcome = await directory.putPerson({ ...params, ...body })
      return reply.code(statusOf(outcome)).send({ outcome })
    },
  })

  typed.route({
    method: 'GET',
    url: '/api/people',
    schema: { operationId: 'readPeople', summary: 'Everybody on file', tags, response: { 200: people, ...problems } },
    handler: async () => ({ people: await directory.people() }),
  })

  typed.route({
    method: 'PUT',
    url: '/api/boards/:boardId',
    schema: {
      operationId: 'putBoard',
      summary: 'Put a board’s terms of reference on file',
      description:
        'Changed terms are a new version. Papers that are with the board keep the terms they went out under.',
      tags,
      params: z.object({ boardId: identifier }),
      body: boardBody,
      response: putAnswers,
    },
    handler: async ({ params, body }, reply) => {
      const wrong = await unknownIn(body, directory)
      if (wrong.length > 0) throw wrongFields(wrong, 422)
      const outcome = await directory.putBoard({ ...params, ...body })
      return reply.code(statusOf(outcome)).send({ outcome })
    },
  })

  typed.route({
    method: 'GET',
    url: '/api/boards',
    schema: {
      operationId: 'readBoards',
      summary: 'Every board on file, each with its newest terms',
      tags,
      response: { 200: boards, ...problems },
    },
    handler: async () => ({ boards: await directory.boards() }),
  })

  typed.route({
    method: 'GET',
    url: '/api/boards/:boardId',
    schema: {
      operationId: 'readBoard',
      summary: 'One board with its newest terms',
      tags,
      params: z.object({ boardId: identifier }),
      response: { 200: board, ...problems },
    },
    handler: async ({ params: { boardId } }) => {
      const found = await directory.board(boardId)
      if (found) return found
      throw new Problem(404, 'unknown-board', `There is no board ${boardId}.`, [
        { in: 'path', field: 'boardId', expected: 'must be the id of a board on file' },
      ])
    },
  })
}

const lineBreaks = /[\p{Cc}\u2028\u2029]/u

/**
 * What would reach further than one mailbox, past one line of a header, or somebody else's domain (section 4 of the reliability rules,
 * inputs 12 to 14).
 */
const refuseUnsafe = (
  { name, email, phone }: z.infer<typeof personBody>,
  mailDomains: readonly string[] | undefined,
): void => {
  const address = mailAddressAt(mailDomains).safeParse(email)
  const wrong: WrongField[] = address.success
    ? []
    : wrongFieldsOf(address.error, 'body')
        .slice(0, 1)
        .map((found) => ({ ...found, field: 'email' }))
  for (const [field, value] of Object.entries({ name, phone }))
    if (value !== undefined && lineBreaks.test(value))
      wrong.push({ in: 'body', field, expected: 'must be one line without control characters' })
  if (wrong.length > 0) throw wrongFields(wrong, 422)
}

/** What a board's terms name that is not on file, or name twice. */
const unknownIn = async (
  { seats, secretary }: Pick<Board, 'seats' | 'secretary'>,
  directory: Pick<Directory, 'people' | 'organisations'>,
): Promise<WrongField[]> => {
  const known = new Set((await directory.people()).map(({ personId }) => personId))
  const bodies = new Set((await directory.organisations()).map(({ organisationId }) => organisationId))
  const at = (field: string, expected: string): WrongField => ({ in: 'body', field, expected })
  const person = (field: string, personId: string | undefined) =>
    personId === undefined || known.has(personId)
      ? []
      : [at(field, `must be somebody on file: there is no person ${personId}`)]
  return [
    ...seats.flatMap(({ seatId, organisationIds, holdings }, index) => [
      ...(seats.findIndex((seat) => seat.seatId === seatId) < index
        ? [at(`seats.${index}.seatId`, `must not be given twice: ${seatId}`)]
        : []),
      ...organisationIds
        .filter((id) => !bodies.has(id))
        .map((id) => at(`seats.${index}.organisationIds`, `must be on file: there is no organisation ${id}`)),
      ...holdings.flatMap(({ personId }, held) => person(`seats.${index}.holdings.${held}.personId`, personId)),
    ]),
    ...person('secretary.personId', secretary?.personId),
  ]
}
