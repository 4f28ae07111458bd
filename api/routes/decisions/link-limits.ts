import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { LinkLimits } from '../../parts.ts'
import { Problem } from '../../problems.ts'

export const usualLinkLimits = {
  getsPerMinute: 300,
  postsPerMinute: 10,
  unknownPerHour: 100,
} satisfies Partial<LinkLimits>

declare module 'fastify' {
  interface FastifyRequest {
    /** What the use of a link is counted under. */
    limitKey: string
  }
}

/** Counts the use of links. Each throws a problem (429) once there was too much of it. */
export type CountLinkUse = {
  page(request: FastifyRequest, tokenId: string): Promise<void>
  form(request: FastifyRequest, tokenId: string, sealedForm: string | undefined): Promise<void>
  unknownToken(request: FastifyRequest): Promise<void>
}

const aMinute = 60_000
const anHour = 60 * aMinute

export const linkLimits = (app: FastifyInstance, settings: Partial<LinkLimits> = {}): CountLinkUse => {
  const { getsPerMinute, postsPerMinute, unknownPerHour } = { ...usualLinkLimits, ...settings }
  app.decorateRequest('limitKey', '')
  const counter = (max: number, timeWindow: number) => {
    const count = app.createRateLimit({ max, timeWindow, keyGenerator: ({ limitKey }) => limitKey })
    return async (request: FastifyRequest, key: string) => {
      request.limitKey = key
      const counted = await count(request)
      if (counted.isAllowed) return { isFirst: false }
      if (counted.isExceeded)
        throw new Problem(
          429,
          'too-many',
          `This link is used too often. Wait ${counted.ttlInSeconds} seconds and try again; what was recorded stays recorded.`,
        )
      return { isFirst: counted.remaining === max - 1 }
    }
  }
  const pages = counter(getsPerMinute, aMinute)
  const repeats = counter(getsPerMinute, aMinute)
  const forms = counter(postsPerMinute, aMinute)
  const unknown = counter(unknownPerHour, anHour)

  return {
    page: async (request, tokenId) => {
      await pages(request, tokenId)
    },
    // A double press, or a press repeated because it was not confirmed, is harmless and must not lock a member out.
    form: async (request, tokenId, sealedForm = '') => {
      const name = createHash('sha256').update(sealedForm).digest('base64url')
      const { isFirst } = await repeats(request, `${tokenId} ${name}`)
      if (isFirst || sealedForm === '') await forms(request, tokenId)
    },
    unknownToken: async (request) => {
      await unknown(request, request.ip)
    },
  }
}
