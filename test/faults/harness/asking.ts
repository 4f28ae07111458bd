import { setTimeout as wait } from 'node:timers/promises'
import type { Chance } from './chance.ts'
import type { Intent, Ledger, Outcome } from './ledger.ts'

/** An answer of the API, or of a page. */
export type Answered = { status: number; cookie: string; location: string; text: string }

/** What one press came to, and what is worth keeping of the answer. */
export type Told = { outcome: Outcome; status?: number; sequence?: number; words?: string }

/** Somebody outside who asks one of two API processes, and asks again as people do. */
export type Asker = { apiUrls: readonly string[]; ledger: Ledger; chance: Chance }

/** No person and no program waits for ever: what is not answered by then is a failure of the service. */
const patienceMilliseconds = 240_000
const answerWithinMilliseconds = 20_000

/** What a person did in vain. */
export class GaveUp extends Error {}

/** @throws whatever breaks the connection: nothing is then known of what was asked. */
export const ask = async (url: string, init: RequestInit = {}): Promise<Answered> => {
  const answer = await fetch(url, {
    ...init,
    redirect: 'manual',
    signal: AbortSignal.timeout(answerWithinMilliseconds),
  })
  return {
    status: answer.status,
    cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '',
    location: answer.headers.get('location') ?? '',
    text: await answer.text(),
  }
}

/** Nothing can be concluded from these: asked again, the same may be answered. */
const promisesNothing = (status: number) => status >= 500 || status === 429

/** Asks for something to look at until it is answered, now of one API process, now of the other. */
export const look = async (asker: Asker, what: string, read: (apiUrl: string) => Promise<Answered>) => {
  const untilInstant = Date.now() + patienceMilliseconds
  let last = 'none'
  for (; Date.now() < untilInstant; await wait(asker.chance.between(100, 400))) {
    const answer = await read(asker.chance.oneOf(asker.apiUrls)).catch((error: unknown) => void (last = String(error)))
    if (answer && !promisesNothing(answer.status)) return answer
    if (answer) last = `${answer.status}: ${answer.text.slice(0, 200)}`
  }
  throw new GaveUp(`${what} was not answered for ${patienceMilliseconds / 1000} seconds; the last answer: ${last}`)
}

/** What an answer says to whoever pressed: `confirmedBy` are the statuses that say "recorded". */
export const toldBy = ({ status, text }: Answered, confirmedBy: readonly number[]): Told => {
  if (confirmedBy.includes(status)) return { outcome: 'confirmed', status }
  const words = text.slice(0, 300)
  return { outcome: promisesNothing(status) ? 'unknown' : 'refused', status, words }
}

/**
 * Presses until it is confirmed, each press noted in the ledger. Once in five a press is a double one, of both API processes at the
 * same time. Resolves with `false` when the person rather opens the link anew than press again.
 * @throws GaveUp when it is refused, or not answered for too long.
 */
export const pressUntilConfirmed = async (
  { apiUrls, ledger, chance }: Asker,
  intent: Intent,
  press: (apiUrl: string) => Promise<Told>,
  { mayStartAnew = false }: { mayStartAnew?: boolean } = {},
): Promise<boolean> => {
  const untilInstant = Date.now() + patienceMilliseconds
  const pressOnce = async (apiUrl: string): Promise<Told> => {
    const told = await press(apiUrl).catch((error: unknown): Told => ({ outcome: 'unknown', words: String(error) }))
    ledger.pressed(intent, told.outcome, told)
    return told
  }
  while (Date.now() < untilInstant) {
    const [first, second] = chance.shuffled(apiUrls)
    if (first === undefined) throw new RangeError('There is no API to ask.')
    const isDouble = second !== undefined && chance.onceIn(5)
    const told = await Promise.all([pressOnce(first), ...(isDouble ? [pressOnce(second)] : [])])
    if (told.some(({ outcome }) => outcome === 'confirmed')) return true
    const refused = told.find(({ outcome }) => outcome === 'refused')
    if (refused)
      throw new GaveUp(`${intent.initiativeId} ${intent.act} was refused with ${refused.status}: ${refused.words}`)
    if (mayStartAnew && chance.onceIn(4)) return false
    await wait(chance.between(100, 500))
  }
  throw new GaveUp(`${intent.initiativeId} ${intent.act} was not confirmed for ${patienceMilliseconds / 1000} seconds`)
}
