import type { FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import { findCirculated, type Circulated } from '../../comments/circulated.ts'
import type { CommentPlace } from '../../comments/paths.ts'
import type { ApiParts } from '../../parts.ts'
import { keepForFourHours } from '../decisions/visit.ts'

/** A cookie of its own for each circulation and stakeholder, which no deciding link shares. */
const cookieName = ({ initiativeId, circulationId, personId }: CommentPlace) =>
  `__Host-gatehouse-comment-${initiativeId}.${circulationId}.${personId}`

/** Puts the token where no address, log or referrer shows it, for four hours from now. */
export const keepCommentToken = (reply: FastifyReply, place: CommentPlace, token: string): void =>
  keepForFourHours(reply, cookieName(place), token)

const place = z.object({ initiativeId: z.string(), circulationId: z.string(), personId: z.string() })

/** Where a request wants to go. */
export const commentPlaceOf = (request: FastifyRequest): CommentPlace => place.parse(request.params)

/** What the cookie of this place stands for; undefined without one, or for a token of another place. Using the cookie renews it. */
export const openCirculated = async (
  parts: ApiParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Circulated | undefined> => {
  const wanted = commentPlaceOf(request)
  const token = request.cookies[cookieName(wanted)]
  const circulated = token ? await findCirculated(parts, token) : undefined
  if (!token || !circulated || !isAt(circulated, wanted)) return undefined
  keepCommentToken(reply, wanted, token)
  return circulated
}

const isAt = ({ link }: Circulated, wanted: CommentPlace) =>
  link.initiativeId === wanted.initiativeId &&
  link.circulationId === wanted.circulationId &&
  link.personId === wanted.personId
