import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import type { DecisionLink } from '../../../activities/ports.ts'
import type { Place, Visitor } from '../../decisions/access.ts'
import { findMatter, needsCode, type Matter } from '../../decisions/matter.ts'
import type { ApiParts } from '../../parts.ts'

type Purpose = DecisionLink['purpose']

const fourHoursInSeconds = 4 * 60 * 60

/**
 * A cookie of its own for each initiative, review and seat, so that two open links never disturb each other, and one of its own for
 * "this was not me", which must not put a deciding link out of use. `__Host-`: no other host, path or plain page can set it.
 */
const cookieName = ({ initiativeId, reviewId, seatId }: Place, purpose: Purpose) =>
  `__Host-gatehouse-${purpose === 'decide' ? '' : 'not-me-'}${initiativeId}.${reviewId}.${seatId}`

/** Puts the token where no address, log or referrer shows it, for four hours from now. */
export const keepToken = (reply: FastifyReply, place: Place, purpose: Purpose, token: string): void =>
  keepForFourHours(reply, cookieName(place, purpose), token)

export const keepForFourHours = (reply: FastifyReply, name: string, value: string): void => {
  void reply.setCookie(name, value, {
    httpOnly: true,
    secure: true,
    sameSite: 'lax',
    path: '/',
    maxAge: fourHoursInSeconds,
  })
}

/** Names a browser at the page of a seat, where a one-time code may be asked for: a code opens nothing in another one. */
const browserCookie = ({ initiativeId, reviewId, seatId }: Place) =>
  `__Host-gatehouse-browser-${initiativeId}.${reviewId}.${seatId}`

/** 256 random bits, as a token has. */
const browserSecret = z.string().regex(/^[A-Za-z0-9_-]{43}$/)

/** The secret a request names its browser by, if it is one that we could have given out. */
export const browserSecretIn = (sent: unknown): string | undefined => browserSecret.safeParse(sent).data

export const newBrowserSecret = () => randomBytes(32).toString('base64url')

const place = z.object({ initiativeId: z.string(), reviewId: z.string(), seatId: z.string() })

/** Where a request wants to go. */
export const placeOf = (request: FastifyRequest): Place => place.parse(request.params)

/**
 * What the cookie of this place stands for; undefined without one. A token of another seat, review or initiative is none,
 * whatever name its cookie was given. Using the cookie renews it.
 */
export const openMatter = async (
  parts: ApiParts,
  request: FastifyRequest,
  reply: FastifyReply,
  purpose: Purpose = 'decide',
): Promise<Matter | undefined> => {
  const wanted = placeOf(request)
  const token = request.cookies[cookieName(wanted, purpose)]
  const secret = browserSecretIn(request.cookies[browserCookie(wanted)])
  const matter = token ? await findMatter(parts, token, secret) : undefined
  if (!token || !matter || matter.link.purpose !== purpose || !isAt(matter.link, wanted)) return undefined
  keepToken(reply, wanted, purpose, token)
  if (purpose === 'decide' && needsCode(matter))
    keepForFourHours(reply, browserCookie(wanted), secret ?? newBrowserSecret())
  return matter
}

const isAt = (link: DecisionLink, wanted: Place) =>
  link.initiativeId === wanted.initiativeId && link.reviewId === wanted.reviewId && link.seatId === wanted.seatId

export const visitorOf = (request: FastifyRequest): Visitor => ({
  ipAddress: request.ip,
  userAgent: request.headers['user-agent'],
  warn: (err) => request.log.error({ err }, 'a visit could not be noted'),
})

/** The token a program sends in place of a cookie. */
export const bearerOf = ({ headers }: FastifyRequest): string | undefined =>
  /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1]

/** Whether a page of ours sent this form. Every browser says where a form comes from; "null" and nothing are not ours. */
export const isOwnOrigin = ({ publicUrl }: ApiParts, { headers }: FastifyRequest): boolean =>
  headers.origin === new URL(publicUrl).origin
