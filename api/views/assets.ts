import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifySchema } from 'fastify'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { builtStyles, packageFolder } from './styles.ts'

/** The addresses of what every page loads. `styles` and `icon` carry the hash of their content, so they may be kept for a year. */
export type AssetAddresses = { styles: string; icon: string; logo: string }

/** Keeps a route that is no part of the API out of the OpenAPI document. */
const hidden: FastifySchema & { hide: boolean } = { hide: true }

const aYearInSeconds = 31_536_000
const unchanging = `public, max-age=${aYearInSeconds}, immutable`

/**
 * Serves the stylesheet, the icon and the images the stylesheet asks for, and nothing else of the packages they come from:
 * their folders also hold templates, Sass, the crown and a typeface that is gov.uk's own.
 */
export const registerAssets = async (app: FastifyInstance): Promise<AssetAddresses> => {
  const { css, hash, imageNames } = await builtStyles()
  const logo = await readFile(join(import.meta.dirname, 'images/gatehouse.svg'), 'utf8')
  const addresses = { styles: `/assets/gatehouse-${hash}.css`, icon: `/assets/gatehouse-${hash}.svg` }

  app.get(addresses.styles, { schema: hidden }, (_request, reply) =>
    reply.header('cache-control', unchanging).type('text/css; charset=utf-8').send(css),
  )
  app.get(addresses.icon, { schema: hidden }, (_request, reply) =>
    reply.header('cache-control', unchanging).type('image/svg+xml').send(logo),
  )
  await app.register(fastifyStatic, {
    root: [
      join(packageFolder('govuk-frontend'), 'dist/govuk/assets/images'),
      join(packageFolder('@ministryofjustice/frontend'), 'moj/assets/images'),
    ],
    prefix: '/assets/images/',
    allowedPath: (path) => imageNames.includes(path.replace(/^\//, '')),
    index: false,
    maxAge: '1d',
    decorateReply: false,
    schemaHide: true,
  })
  return { ...addresses, logo }
}
