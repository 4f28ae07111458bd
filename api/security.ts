import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance } from 'fastify'
import { Problem } from './problems.ts'

/**
 * Headers, cookies, form bodies and limits, for pages and API alike. A page's inline script or style needs the nonce
 * `reply.cspNonce`; nothing is loaded from elsewhere. Limits count only on routes that ask (`config.rateLimit`).
 */
export const secure = async (app: FastifyInstance, publicUrl: string): Promise<void> => {
  const isHttps = publicUrl.startsWith('https:')
  await app.register(helmet, {
    enableCSPNonces: true,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    strictTransportSecurity: isHttps,
  })
  await app.register(cookie)
  await app.register(formbody)
  await app.register(rateLimit, { global: false })

  // A few bytes may unpack to gigabytes, so what is compressed counts as too large without being unpacked.
  app.addHook('onRequest', async ({ headers }) => {
    const coding = headers['content-encoding']
    if (coding && coding !== 'identity')
      throw new Problem(413, 'compressed', 'Compressed content is not read. Send it without Content-Encoding.')
  })
}
