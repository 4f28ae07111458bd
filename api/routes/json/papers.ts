import multipart, { type MultipartFile, type MultipartValue } from '@fastify/multipart'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { marking, paperRef } from '../../../machines/vocabulary/submission.ts'
import { line } from '../../../machines/vocabulary/text.ts'
import type { ApiParts } from '../../parts.ts'
import { Problem, wrongFields, wrongFieldsOf } from '../../problems.ts'
import { named, problems } from '../../schemas/named.ts'

/** The largest paper taken in: 25 MB. */
const paperLimitBytes = 25 * 1024 * 1024

const words = z.strictObject({
  title: line,
  version: line,
  marking: marking.default('OFFICIAL'),
  pageCount: z.coerce.number('must be a number').int().min(1).max(10_000).optional(),
})

const upload = named('PaperUpload', words.extend({ file: z.file().describe('At most 25 MB') }))

/** Papers by content: sent once, named by their hash from then on. */
export const paperRoutes = async (app: FastifyInstance, { papers }: ApiParts): Promise<void> => {
  await app.register(multipart, {
    throwFileSizeLimit: true,
    limits: { fileSize: paperLimitBytes, files: 1, fields: 8, fieldSize: 2_000, parts: 9, headerPairs: 20 },
  })
  const typed = app.withTypeProvider<ZodTypeProvider>()

  typed.route({
    method: 'POST',
    url: '/api/papers',
    bodyLimit: paperLimitBytes + 64 * 1024,
    schema: {
      operationId: 'keepPaper',
      summary: 'Keep a paper, and get the reference a command carries',
      description: 'One file and what people call it. The same file again is kept once.',
      tags: ['Papers'],
      consumes: ['multipart/form-data'],
      body: upload,
      response: { 201: paperRef, ...problems },
    },
    // Parts are read one by one below, so that nothing large is kept before it is known to be wanted.
    validatorCompiler: () => (sent: unknown) => ({ value: sent }),
    handler: async (request, reply) => {
      if (!request.isMultipart())
        throw new Problem(415, 'unknown-content', 'Send a form with a file (Content-Type: multipart/form-data).')
      let file: { bytes: Buffer; mediaType: string } | undefined
      const said: Record<string, unknown> = {}
      try {
        for await (const part of request.parts()) {
          if (isFile(part)) file = { bytes: await part.toBuffer(), mediaType: part.mimetype }
          else said[part.fieldname] = part.value
        }
      } catch (error) {
        throw refusedUpload(error)
      }
      const read = words.safeParse(said)
      const wrong = [
        ...(read.success ? [] : wrongFieldsOf(read.error, 'body')),
        ...(file && file.bytes.length > 0
          ? []
          : [{ in: 'body' as const, field: 'file', expected: 'is required: the paper as a file that is not empty' }]),
      ]
      if (!read.success || !file || wrong.length > 0) throw wrongFields(wrong)
      return reply.code(201).send(await papers.keep({ ...read.data, ...file }))
    },
  })

  typed.route({
    method: 'GET',
    url: '/api/papers/:sha256',
    schema: {
      operationId: 'readPaper',
      summary: 'A paper as it was sent',
      description:
        'Always as an attachment. For development only: until sign-in exists anybody on this machine may read it.',
      tags: ['Papers'],
      params: z.object({ sha256: paperRef.shape.sha256 }),
      response: {
        200: { description: 'The file', content: { 'application/octet-stream': { schema: z.any() } } },
        ...problems,
      },
    },
    handler: async ({ params: { sha256 } }, reply) => {
      const [found, bytes] = await Promise.all([papers.find(sha256), papers.read(sha256)])
      if (!found || !bytes) throw new Problem(404, 'unknown-paper', `There is no paper ${sha256}.`)
      return reply
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(found.title)}`)
        .header('content-security-policy', "default-src 'none'; sandbox")
        .type('application/octet-stream')
        .send(bytes)
    },
  })
}

const isFile = (part: MultipartFile | MultipartValue): part is MultipartFile => part.type === 'file'

const refusedUpload = (error: unknown): unknown => {
  if (!(error instanceof Error)) return error
  const code = 'code' in error ? error.code : ''
  if (code === 'FST_REQ_FILE_TOO_LARGE' || code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new Problem(413, 'too-large', 'A paper may hold at most 25 MB.', [
      { in: 'body', field: 'file', expected: 'must be at most 25 MB' },
    ])
  if (typeof code === 'string' && /LIMIT|PROTO/.test(code))
    return new Problem(400, 'wrong-form', 'The form must hold one file, and title, version and marking once each.')
  return error
}
