import { createHash, randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto'
import { sql, type RawBuilder } from 'kysely'
import type { CodeSession, OneTimeCodes } from '../ports.ts'
import type { StoreConnection } from './connection.ts'

const minuteMilliseconds = 60_000
/** Reliability rule 17: eight figures, ten minutes, five tries. */
const validMilliseconds = 10 * minuteMilliseconds
const triesAtMost = 5
/** A mail that could not leave in this time brings a code nobody waits for any more. */
export const wantedMilliseconds = 30 * minuteMilliseconds
/** As long as a page stays open after it was last used. */
export const confirmedMilliseconds = 4 * 60 * minuteMilliseconds

type Found = {
  codeNumber: number
  codeHash?: string
  expiresInstant?: number
  tries: number
  confirmedInstant?: number
}

const found = sql`
  json_strip_nulls(json_build_object('codeNumber', code_number, 'codeHash', code_hash, 'expiresInstant', expires_instant,
    'tries', tries, 'confirmedInstant', confirmed_instant)) as found`

/** One-time codes as rows. A code is eight random figures, kept as a salted scrypt: whoever reads the table cannot enter it in time. */
export const oneTimeCodesOf = (connection: StoreConnection, clock: () => number): OneTimeCodes => {
  const rowsOf = <Row>(query: RawBuilder<Row>): Promise<Row[]> =>
    connection.run(async (em) => (await query.execute(em.getKysely())).rows)
  /** Only the newest code a browser asked for counts, and only for the seat it was asked for. */
  const newest = async ({
    secret,
    initiativeId,
    reviewId,
    seatId,
    holderId,
  }: CodeSession): Promise<Found | undefined> => {
    const rows = await rowsOf(sql<{ found: Found }>`
      select ${found} from one_time_code
      where session_sha256 = ${sha256(secret)} and initiative_id = ${initiativeId} and review_id = ${reviewId}
        and seat_id = ${seatId} and holder_id = ${holderId}
      order by code_number desc limit 1`)
    return rows[0]?.found
  }
  const isConfirmed = ({ confirmedInstant }: Found) =>
    confirmedInstant !== undefined && clock() < confirmedInstant + confirmedMilliseconds

  return {
    ask: async ({ secret, initiativeId, reviewId, seatId, holderId, pressId }, { most, sinceInstant }) => {
      await rowsOf(sql`
        insert into one_time_code (press_id, session_sha256, initiative_id, review_id, seat_id, holder_id, asked_instant)
        select ${pressId}, ${sha256(secret)}, ${initiativeId}, ${reviewId}, ${seatId}, ${holderId}, ${clock()}::bigint
        where (
          select count(*) from one_time_code
          where initiative_id = ${initiativeId} and review_id = ${reviewId} and seat_id = ${seatId}
            and asked_instant > ${sinceInstant}
        ) < ${most}
        on conflict (press_id) do nothing`)
      const [asked] = await rowsOf(sql<{ number: string }>`
        select code_number as number from one_time_code where press_id = ${pressId}`)
      return asked ? Number(asked.number) : 'tooMany'
    },

    isWanted: async (number) => {
      const rows = await rowsOf(sql`
        select from one_time_code
        where code_number = ${number} and confirmed_instant is null and asked_instant > ${clock() - wantedMilliseconds}`)
      return rows.length === 1
    },

    mint: async (number) => {
      const code = String(randomInt(0, 10 ** 8)).padStart(8, '0')
      const expiresInstant = clock() + validMilliseconds
      await rowsOf(sql`
        update one_time_code set code_hash = ${await hashed(code)}, expires_instant = ${expiresInstant}
        where code_number = ${number} and confirmed_instant is null`)
      return { code, expiresInstant }
    },

    confirm: async (session, code) => {
      const asked = await newest(session)
      if (!asked) return { kind: 'notAsked' }
      if (isConfirmed(asked)) return { kind: 'confirmed' }
      // A try is counted before it is compared, so that many at once are no more than one after the other.
      const [tried] = await rowsOf(sql<{ found: Found }>`
        update one_time_code set tries = tries + 1
        where code_number = ${asked.codeNumber} and confirmed_instant is null and tries < ${triesAtMost}
          and code_hash is not null and expires_instant > ${clock()}
        returning ${found}`)
      if (!tried) {
        const now = (await newest(session)) ?? asked
        return isConfirmed(now) ? { kind: 'confirmed' } : (whyOver(now, clock()) ?? { kind: 'notSent' })
      }
      if (!(await matches(code, tried.found.codeHash ?? '')))
        return { kind: 'wrong', triesLeft: triesAtMost - tried.found.tries }
      await rowsOf(sql`
        update one_time_code set confirmed_instant = ${clock()}::bigint, code_hash = null
        where code_number = ${asked.codeNumber} and confirmed_instant is null`)
      return { kind: 'confirmed' }
    },

    standing: async (session) => {
      const asked = await newest(session)
      if (!asked) return 'notAsked'
      if (isConfirmed(asked)) return 'confirmed'
      return whyOver(asked, clock()) ? 'notAsked' : 'asked'
    },
  }
}

/** What keeps a code that was asked for from ever being entered; undefined while nothing does. */
const whyOver = ({ tries, expiresInstant, confirmedInstant }: Found, nowInstant: number) => {
  if (tries >= triesAtMost) return { kind: 'usedUp' as const }
  const isPast = confirmedInstant !== undefined || (expiresInstant !== undefined && expiresInstant <= nowInstant)
  return isPast ? { kind: 'expired' as const } : undefined
}

const sha256 = (secret: string) => createHash('sha256').update(secret).digest('hex')

const derived = (code: string, salt: Buffer): Promise<Buffer> =>
  new Promise((done, failed) => {
    scrypt(code, salt, 32, (error, key) => (error ? failed(error) : done(key)))
  })

const hashed = async (code: string): Promise<string> => {
  const salt = randomBytes(16)
  return `${salt.toString('base64')} ${(await derived(code, salt)).toString('base64')}`
}

const matches = async (code: string, hash: string): Promise<boolean> => {
  const [salt = '', key = ''] = hash.split(' ')
  const expected = Buffer.from(key, 'base64')
  return expected.length === 32 && timingSafeEqual(await derived(code, Buffer.from(salt, 'base64')), expected)
}
