import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { tidied } from './document-tidy.ts'
import packageFile from '../package.json' with { type: 'json' }

/** Describes every JSON route as OpenAPI 3.1, from the same schemas that check what goes in and out. Pages are not in it. */
export const describeApi = async (app: FastifyInstance): Promise<void> => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Gatehouse',
        version: packageFile.version,
        description:
          'Moves initiatives between public bodies through five gated stages. Everything a page can do, this can; a board’s ' +
          'decision is made with its link alone. For development only: until sign-in exists whoever reaches it is believed.',
      },
      tags: [
        { name: 'Commands', description: 'What people ask of an initiative. Each is recorded before it is answered.' },
        { name: 'Reading', description: 'What the record holds' },
        { name: 'Directory', description: 'Organisations, people, boards and governance plans' },
        { name: 'Papers', description: 'Papers by content' },
        { name: 'Decisions', description: 'What a member decides with the link from an email' },
        { name: 'Running', description: 'Whether Gatehouse runs' },
      ],
    },
    hideUntagged: true,
    transform: jsonSchemaTransform,
    transformObject: (document) => tidied(jsonSchemaTransformObject(document)),
  })
}
