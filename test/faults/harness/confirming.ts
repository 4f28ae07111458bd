import * as z from 'zod'
import { ask, GaveUp, look, pressUntilConfirmed, toldBy, type Asker, type Told } from './asking.ts'
import type { Intent } from './ledger.ts'

const shown = z.object({
  form: z.string().optional(),
  typedNumber: z.string().optional(),
  confirmed: z.object({ by: z.string() }).optional(),
})

/**
 * Confirms what was recorded of a meeting with the token of the chair's link, as a program does, until it is known to be recorded.
 * @throws GaveUp when it cannot be done.
 */
export const confirm = async (
  asker: Asker,
  token: string,
  intent: Extract<Intent, { kind: 'confirmation' }>,
): Promise<void> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  for (let opened = 1; ; opened += 1) {
    const read = await look(asker, `the room of ${intent.act}`, (apiUrl) =>
      ask(`${apiUrl}/api/decision/room`, { headers }),
    )
    if (read.status !== 200)
      throw new GaveUp(`The room of ${intent.act} was answered with ${read.status}: ${read.text}`)
    const { form, typedNumber, confirmed } = shown.parse(JSON.parse(read.text))
    if (confirmed) {
      if (opened === 1) throw new GaveUp(`${intent.act} was confirmed before anybody pressed`)
      return asker.ledger.pressed(intent, 'confirmed', { words: 'read on opening the link anew' })
    }
    const body = JSON.stringify({ form, typedAnswer: typedNumber, answer: 'confirm' })
    const press = async (apiUrl: string): Promise<Told> => {
      const answer = await ask(`${apiUrl}/api/decision/room`, { method: 'POST', headers, body })
      const told = toldBy(answer, [200])
      if (told.outcome !== 'confirmed' || shown.parse(JSON.parse(answer.text)).confirmed) return told
      return { outcome: 'refused', status: 200, words: 'the answer does not say confirmed' }
    }
    if (await pressUntilConfirmed(asker, intent, press, { mayStartAnew: opened < 5 })) return
  }
}
