import * as z from 'zod'
import { pointRaised } from '../../../bench/gatehouse/words.ts'
import { ask, GaveUp, look, pressUntilConfirmed, toldBy, type Asker, type Told } from './asking.ts'
import type { Intent } from './ledger.ts'

/** A decision somebody means to make. */
export type Decision = Extract<Intent, { kind: 'decision' }>

/** What opening the link shows: a form that can be pressed, any number of times, or a decision that is recorded already. */
type Opened = { press: (apiUrl: string) => Promise<Told> } | { recorded: string }

const shown = z.object({
  form: z.string().optional(),
  typedNumber: z.string().optional(),
  recorded: z.object({ choice: z.string() }).optional(),
})
const recordedAnswer = z.object({ recorded: z.object({ choice: z.string() }) })

/** As a program decides. */
const openByProgram = async (asker: Asker, token: string, { act, choice }: Decision): Promise<Opened> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const read = await look(asker, `the form of ${act}`, (apiUrl) => ask(`${apiUrl}/api/decision`, { headers }))
  if (read.status !== 200) throw new GaveUp(`The form of ${act} was answered with ${read.status}: ${read.text}`)
  const { form, typedNumber, recorded } = shown.parse(JSON.parse(read.text))
  if (recorded) return { recorded: recorded.choice }
  const points = choice === 'sendBack' ? [pointRaised] : []
  const body = JSON.stringify({ form, typedAnswer: typedNumber, choice, points })
  return {
    press: async (apiUrl) => {
      const answer = await ask(`${apiUrl}/api/decision`, { method: 'POST', headers, body })
      const told = toldBy(answer, [200])
      if (told.outcome !== 'confirmed') return told
      const { recorded: said } = recordedAnswer.parse(JSON.parse(answer.text))
      return said.choice === choice ? told : { outcome: 'refused', words: `${said.choice} stands` }
    },
  }
}

/** As a member decides: opens the link, reads the page, presses, and has not been told until the page after it says so. */
const openByPage = async (asker: Asker, token: string, { act, choice }: Decision): Promise<Opened> => {
  const opened = await look(asker, `the link of ${act}`, (apiUrl) => ask(`${apiUrl}/d/${token}`))
  const { cookie, location } = opened
  if (opened.status !== 303) throw new GaveUp(`The link of ${act} was answered with ${opened.status}`)
  const read = await look(asker, `the page of ${act}`, (apiUrl) => ask(`${apiUrl}${location}`, { headers: { cookie } }))
  if (read.status !== 200) throw new GaveUp(`The page of ${act} was answered with ${read.status}`)
  if (read.text.includes('gh-recorded')) return { recorded: choice }
  const [, form = ''] = /name="form" value="([^"]+)"/.exec(read.text) ?? []
  const [, number = ''] = /id="number-shown">[^<]*<strong>(\d{4})</.exec(read.text) ?? []
  const fields = new URLSearchParams({ form, choice, 'typed-number': number, reason: '' })
  if (choice === 'sendBack') fields.append('points', pointRaised)
  const origin = asker.apiUrls[0] ?? ''
  const headers = { cookie, origin, 'content-type': 'application/x-www-form-urlencoded' }
  return {
    press: async (apiUrl) => {
      const pressed = await ask(`${apiUrl}${location}`, { method: 'POST', headers, body: fields.toString() })
      const told = toldBy(pressed, [303])
      if (told.outcome !== 'confirmed') return told
      const after = await ask(`${apiUrl}${pressed.location}`, { headers: { cookie } })
      const said = toldBy(after, [200])
      if (said.outcome !== 'confirmed' || after.text.includes('gh-recorded')) return said
      return { outcome: 'refused', status: 200, words: 'the page after the press does not say recorded' }
    },
  }
}

/**
 * Decides with the token of a delivered link, by the page or as a program, until it is known to be recorded. Whoever is left without
 * an answer presses the same form again, or opens the link anew and sees what is recorded or another form.
 * @throws GaveUp when it cannot be done.
 */
export const decide = async (asker: Asker, token: string, decision: Decision): Promise<void> => {
  const open = asker.chance.onceIn(2) ? openByPage : openByProgram
  for (let opened = 1; ; opened += 1) {
    const found = await open(asker, token, decision)
    if ('recorded' in found) {
      if (opened === 1) throw new GaveUp(`${decision.act} was decided before anybody pressed`)
      if (found.recorded !== decision.choice) throw new GaveUp(`${decision.act} is recorded as ${found.recorded}`)
      return asker.ledger.pressed(decision, 'confirmed', { words: 'read on opening the link anew' })
    }
    // A link bears ten fresh forms a minute; whoever opened it five times keeps pressing the form they have.
    if (await pressUntilConfirmed(asker, decision, found.press, { mayStartAnew: opened < 5 })) return
  }
}
