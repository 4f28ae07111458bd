import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { sql } from 'kysely'
import { AccessRow, AgendaLinkRow, CommentLinkRow, DecisionLinkRow } from './entities/links.ts'
import type { AccessNote, DecisionLink, Links } from '../ports.ts'
import type { CommentLink } from '../ports/circulation.ts'
import type { AgendaLink } from '../ports/meetings.ts'
import type { StoreConnection } from './connection.ts'
import { lazily } from './lazily.ts'

const tokenBytes = 32

/** Somebody looked at something. What was done, refused or disputed is on disk before it is answered. */
const visits: readonly AccessNote['kind'][] = ['linkFetched', 'pageShown', 'paperOpened']

/** How a token looks: what is none is not worth a query. */
const tokenPattern = /^[A-Za-z0-9_-]{43}$/

/** As an agenda's token looks with the place of one matter on it behind. */
const itemTokenPattern = /^([A-Za-z0-9_-]{43})\.([a-z0-9-]{1,63})\.([a-z0-9-]{1,63})\.([a-z0-9-]{1,63})$/

/** Longer than any browser's name of itself; a longer one is somebody playing. */
const charactersAtMost = 500

/** After an initiative has closed, a disputed decision's row is the only place that keeps what the member said: all of it. */
const statementCharacters = 4000

/** Links by the SHA-256 of their token: looking one up takes no longer the nearer a guess comes. */
export const linksOf = (connection: StoreConnection, clock: () => number): Links => ({
  mint: (link) =>
    connection.run(async (em) => {
      const { token, ...minted } = newToken()
      await em.insert(DecisionLinkRow, { ...link, ...minted, mintedInstant: clock() })
      return { token, tokenId: minted.tokenId }
    }),

  mintComment: (link) =>
    connection.run(async (em) => {
      const { token, ...minted } = newToken()
      await em.insert(CommentLinkRow, { ...link, ...minted, mintedInstant: clock() })
      return { token, tokenId: minted.tokenId }
    }),

  findComment: async (token) => {
    if (!tokenPattern.test(token)) return undefined
    return connection.run(async (em) => {
      const row = await em.findOne(CommentLinkRow, { tokenSha256: sha256(token) })
      return row ? commentLinkOf(row) : undefined
    })
  },

  mintAgenda: (link) =>
    connection.run(async (em) => {
      const { token, ...minted } = newToken()
      await em.insert(AgendaLinkRow, { ...link, ...minted, mintedInstant: clock() })
      return { token, tokenId: minted.tokenId }
    }),

  findAgenda: async (token) => {
    if (!tokenPattern.test(token)) return undefined
    return connection.run(async (em) => {
      const row = await em.findOne(AgendaLinkRow, { tokenSha256: sha256(token) })
      return row ? agendaLinkOf(row) : undefined
    })
  },

  find: async (token) => {
    const [, agendaToken, ...place] = itemTokenPattern.exec(token) ?? []
    if (agendaToken !== undefined) return connection.run((em) => itemLink(em, agendaToken, place))
    if (!tokenPattern.test(token)) return undefined
    return connection.run(async (em) => {
      const row = await em.findOne(DecisionLinkRow, { tokenSha256: sha256(token) })
      return row ? linkOf(row) : undefined
    })
  },

  noteAccess: (note) =>
    connection.run(async (em) => {
      const kept = {
        ...note,
        reason: shortened(note.reason, note.kind === 'disputed' ? statementCharacters : charactersAtMost),
        userAgent: shortened(note.userAgent),
      }
      await sql`
        insert into access_row (at_instant, kind, token_id, initiative_id, review_id, seat_id, circulation_id, person_id, reason,
                                ip_address, user_agent)
        select ${clock()}::bigint, kind, "tokenId", "initiativeId", "reviewId", "seatId", "circulationId", "personId", reason,
               "ipAddress", "userAgent"
        from jsonb_to_record(${JSON.stringify(kept)}::jsonb) note (
          kind text, "tokenId" text, "initiativeId" text, "reviewId" text, "seatId" text, "circulationId" text,
          "personId" text, reason text, "ipAddress" text, "userAgent" text
        )
        where ${visits.includes(note.kind) ? lazily : sql`true`}`.execute(em.getKysely())
    }),

  accesses: (initiativeId) =>
    connection.run(async (em) => {
      const rows = await em.find(AccessRow, { initiativeId }, { orderBy: { accessId: 'asc' } })
      return rows.map(accessOf)
    }),
})

const sha256 = (token: string) => createHash('sha256').update(token).digest('hex')

/** PostgreSQL takes no NUL; what a stranger sends is kept short. */
const shortened = (text: string | undefined, most = charactersAtMost) =>
  text?.replaceAll('\0', '').toWellFormed().slice(0, most)

/** 256 random bits, with what is kept of them. */
const newToken = () => {
  const token = randomBytes(tokenBytes).toString('base64url')
  return { token, tokenSha256: sha256(token), tokenId: randomUUID() }
}

const agendaLinkOf = ({ tokenSha256: _hash, ...link }: AgendaLinkRow): AgendaLink => link

/** One matter as a member opens it from their agenda: of that board alone, on the papers now before it. */
const itemLink = async (
  em: EntityManager,
  agendaToken: string,
  [initiativeId = '', reviewId = '', seatId = '']: readonly string[],
): Promise<DecisionLink | undefined> => {
  const { rows } = await sql<Omit<DecisionLink, 'purpose'>>`
    with asked as (
      select initiative_id, state #> array['reviews', ${reviewId}::text, 'context'] as review
      from initiative where initiative_id = ${initiativeId}
    )
    select token_id as "tokenId", initiative_id as "initiativeId", ${reviewId}::text as "reviewId",
           review ->> 'submissionId' as "submissionId", ${seatId}::text as "seatId", person_id as "holderId",
           minted_instant::float8 as "mintedInstant"
    from agenda_link join asked on review #>> '{terms,boardId}' = board_id
    where token_sha256 = ${sha256(agendaToken)}`.execute(em.getKysely())
  return rows[0] && { ...rows[0], purpose: 'decide' }
}

const commentLinkOf = ({ tokenSha256: _hash, ...link }: CommentLinkRow): CommentLink => link

const linkOf = (row: DecisionLinkRow): DecisionLink => ({
  tokenId: row.tokenId,
  purpose: row.purpose,
  initiativeId: row.initiativeId,
  reviewId: row.reviewId,
  submissionId: row.submissionId,
  seatId: row.seatId,
  holderId: row.holderId,
  decisionNumber: row.decisionNumber ?? undefined,
  mintedInstant: row.mintedInstant,
  expiresInstant: row.expiresInstant ?? undefined,
})

const accessOf = (row: AccessRow): AccessNote & { atInstant: number } => ({
  atInstant: row.atInstant,
  kind: row.kind,
  tokenId: row.tokenId ?? undefined,
  initiativeId: row.initiativeId ?? undefined,
  reviewId: row.reviewId ?? undefined,
  seatId: row.seatId ?? undefined,
  circulationId: row.circulationId ?? undefined,
  personId: row.personId ?? undefined,
  reason: row.reason ?? undefined,
  ipAddress: row.ipAddress ?? undefined,
  userAgent: row.userAgent ?? undefined,
})
