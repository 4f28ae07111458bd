import type { FastifyRequest } from 'fastify'
import { noteAccess } from '../../decisions/access.ts'
import { findMatter, type Matter } from '../../decisions/matter.ts'
import type { ApiParts } from '../../parts.ts'
import { Problem } from '../../problems.ts'
import type { CountLinkUse } from './link-limits.ts'
import { bearerOf, browserSecretIn, isOwnOrigin, visitorOf } from './visit.ts'

/**
 * What the token a program sends stands for.
 * @throws Problem 401 where it is no token, or of no link that serves; tries of unknown tokens are noted and counted.
 */
export const matterByProgram = async (
  parts: ApiParts,
  count: CountLinkUse,
  request: FastifyRequest,
  serves: (matter: Matter) => boolean = () => true,
): Promise<Matter> => {
  const token = bearerOf(request)
  const session = browserSecretIn(request.headers['gatehouse-session'])
  const matter = token ? await findMatter(parts, token, session) : undefined
  if (matter && serves(matter)) return matter
  await noteAccess(parts.links, visitorOf(request), undefined, 'unknownToken')
  await count.unknownToken(request)
  throw new Problem(401, 'unknown-link', 'Send the token of the link in the email as "Authorization: Bearer <token>".')
}

/** A press as a program sends it: it has no field that only a machine would fill. */
export const pressByProgram = (
  parts: ApiParts,
  matter: Matter,
  request: FastifyRequest,
  { form }: { form?: string | undefined },
) => ({
  matter,
  visitor: visitorOf(request),
  // A browser page of somebody else's cannot send this header unasked; one that tries is refused all the same.
  isOwnOrigin: request.headers.origin === undefined || isOwnOrigin(parts, request),
  sealedForm: form,
  decoy: '',
})
