import { randomInt } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { readPlan } from '../../activities/plan-file.ts'
import { readPortfolio } from '../../activities/portfolio/portfolio-file.ts'
import { reportedDateInWords } from '../../activities/words/dates.ts'
import type { Creation } from '../../machines/vocabulary/creation.ts'
import { jsonApi, type JsonApi } from '../api/json-api.ts'
import { addressesOnFile } from './case-now.ts'
import type { Mailbox } from './mailbox.ts'
import { rehearsalOf, type Narrator } from './rehearsal.ts'
import { goLive, reviewAndClosure } from './last-stages.ts'
import { consultation, fullBusinessCase, outlineBusinessCase } from './stages.ts'

export type PlayOptions = {
  apiUrl: string
  mailbox: Mailbox
  narrator: Narrator
  /** The rehearsal's governance plan as a file's text; `examples/plans/rehearsal.yaml` when left out. Every duration is its own. */
  planYaml?: string
  /** How long a member reads before pressing; the API's least is two seconds. */
  readForMs?: number
  mailWithinMs?: number
}

export type Played = { initiativeId: string; pageUrl: string }

const example = (name: string) => readFile(new URL(`../../examples/${name}`, import.meta.url), 'utf8')
const role = 'Change team, 7F Vetting'

/**
 * Plays 7F Vetting through all five stages as people would: the change team through the public API, the boards through the links in
 * the emails delivered. What the sources report is carried as reported; everything past it is a rehearsal and tagged so.
 * @throws Error in plain words at the first thing that does not go as it should.
 */
export async function playVetting(options: PlayOptions): Promise<Played> {
  const { mailbox, narrator, readForMs = 2_100, mailWithinMs = 60_000 } = options
  const api = jsonApi(options.apiUrl)
  const addresses = await addressesOnFile(api)
  if (!addresses.has('chief-constable-kent'))
    throw new Error(
      'The people of the sample portfolio are not on file. Bring them in: npm run gatehouse -- import examples/portfolio.yaml',
    )

  const initiativeId = `vetting-rehearsal-${randomInt(36 ** 5)
    .toString(36)
    .padStart(5, '0')}`
  await begin(api, initiativeId, options.planYaml ?? (await example('plans/rehearsal.yaml')), narrator)
  const rehearsal = rehearsalOf({ api, addresses, mailbox, readForMs, mailWithinMs }, initiativeId, role, narrator)
  await outlineBusinessCase(rehearsal)
  await fullBusinessCase(rehearsal)
  await consultation(rehearsal)
  await goLive(rehearsal)
  await reviewAndClosure(rehearsal)
  return { initiativeId, pageUrl: `${api.url}/initiatives/${initiativeId}` }
}

/** Puts the rehearsal's plan on file and begins the record with what the sources report of 7F Vetting. */
async function begin(api: JsonApi, initiativeId: string, planYaml: string, narrator: Narrator): Promise<void> {
  narrator.step('A rehearsal of 7F Vetting begins')
  const plan = readPlan(planYaml)
  if ('problems' in plan) throw new Error(`The rehearsal's plan is not as expected: ${JSON.stringify(plan.problems)}`)
  const { id, version, note } = plan.plan
  const put = await api.ask('POST', '/api/plans', { yaml: planYaml })
  if (!put.ok) throw new Error(`The rehearsal's plan was refused: ${put.detail}`)
  if (note) narrator.say(`Its governance plan says: ${note}`)

  const reported = reportedVetting(await example('portfolio.yaml'))
  const reference = `${reported.reference}-${initiativeId.slice(-5).toUpperCase()}`
  const begun = await api.ask('POST', '/api/initiatives', {
    json: {
      ...reported,
      initiativeId,
      reference,
      title: `${reported.title} (rehearsal)`,
      changeTeam: { title: role },
      plan: { id, version },
      entry: {
        stage: 'outlineBusinessCase',
        provenance: { certainty: 'rehearsal' },
        note: 'The rehearsal begins here. The reports do not say which stage it is at.',
      },
    },
    headers: { 'idempotency-key': `begin-${initiativeId}`, 'x-acting-as': role },
  })
  if (!begun.ok) throw new Error(`The rehearsal could not begin: ${begun.detail}`)
  for (const { boardName, verb, wording, on, provenance } of reported.decisions) {
    const source = provenance.sourceTitle ?? ''
    narrator.say(`Reported: ${boardName}, ${reportedDateInWords(on)}, ${verb}: “${wording}” (${source})`)
  }
  narrator.say(`Everything from here on is rehearsed, and every page of ${reference} says so.`)
}

/** What the sample portfolio holds of 7F Vetting. */
function reportedVetting(portfolio: string): Omit<Creation, 'plan' | 'importedRowSha256'> {
  const row = readPortfolio(portfolio).rows.find(({ kind, id }) => kind === 'initiative' && id === 'vetting')
  if (row?.kind !== 'initiative') throw new Error('examples/portfolio.yaml no longer holds 7F Vetting.')
  return row.value.creation
}
