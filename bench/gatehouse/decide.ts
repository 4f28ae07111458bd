import * as z from 'zod'
import type { Step } from '../lifecycle.ts'
import type { Answer, Http } from './http.ts'
import { pointRaised } from './words.ts'

type Decision = Extract<Step, { command: 'decide' }>

/** Decides with the token of a link and answers with the milliseconds from the press to the recorded decision. */
export type Decide = (http: Http, token: string, decision: Decision) => Promise<number>

const shown = z.object({ form: z.string(), typedNumber: z.string() })

/** As a program decides: reads what is asked, then sends the decision, which is timed. */
export const decideByApi: Decide = async (http, token, { choice }) => {
  const headers = { authorization: `Bearer ${token}` }
  const { form, typedNumber } = shown.parse(await http.json('GET', '/api/decision', undefined, headers))
  const points = choice === 'sendBack' ? [pointRaised] : []
  const from = performance.now()
  await http.json('POST', '/api/decision', { form, typedAnswer: typedNumber, choice, points }, headers)
  return performance.now() - from
}

/** As a member decides: opens the link, reads the page, presses, and sees the page that says what is recorded. Timed from the press. */
export const decideByPage =
  (origin: string): Decide =>
  async (http, token, { choice }) => {
    const opened = expecting(303, await http.send('GET', `/d/${token}`))
    const cookie = String(opened.headers['set-cookie']).split(';')[0] ?? ''
    const path = String(opened.headers.location)
    const page = expecting(200, await http.send('GET', path, { headers: { cookie } })).text
    const [, form = ''] = /name="form" value="([^"]+)"/.exec(page) ?? []
    const [, number = ''] = /id="number-shown">[^<]*<strong>(\d{4})</.exec(page) ?? []
    const fields = new URLSearchParams({ form, choice, 'typed-number': number, reason: '' })
    if (choice === 'sendBack') fields.append('points', pointRaised)
    const headers = { cookie, origin, 'content-type': 'application/x-www-form-urlencoded' }
    const from = performance.now()
    const pressed = expecting(303, await http.send('POST', path, { headers, body: fields.toString() }))
    const recorded = await http.send('GET', String(pressed.headers.location), { headers: { cookie } })
    const milliseconds = performance.now() - from
    if (!expecting(200, recorded).text.includes('gh-recorded'))
      throw new Error('The page after a press does not say recorded.')
    return milliseconds
  }

const expecting = (status: number, answer: Answer): Answer => {
  if (answer.status === status) return answer
  throw new Error(`A page was answered with ${answer.status} instead of ${status}: ${answer.text.slice(0, 500)}`)
}
