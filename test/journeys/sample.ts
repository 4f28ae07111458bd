import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type * as z from 'zod'
import type { ReceivedMail } from '../support/smtp.ts'
import { jsonApi } from '../../cli/api/json-api.ts'
import { changeTeamOf, type Proposal } from '../../cli/demo/change-team.ts'
import { importPortfolio } from '../../cli/import/import-portfolio.ts'
import type { Board } from '../../machines/terms-of-reference.ts'
import { stageId, type StageId } from '../../machines/vocabulary/facts.ts'
import { governancePlan, type gate } from '../../machines/vocabulary/plan.ts'
import { startJourneys } from '../api/decisions/journey.ts'
import { press, type Member, type ShownPage } from '../api/decisions/member.ts'
import { ownNamespace } from '../support/own-namespace.ts'

const examples = fileURLToPath(new URL('../../examples/', import.meta.url))

/** What is typed on a decision page, by the names of its fields; approving when nothing is. */
type Fields = NonNullable<Parameters<typeof press>[2]>

/** Which boards of the portfolio a journey asks: at every gate, and between gates. */
type Asked = Partial<z.input<typeof gate>> & Pick<z.input<typeof governancePlan>, 'betweenGates'>

/** A plan for rehearsing with boards as they are on file, by their own rules: everything decided under it is tagged as rehearsed. */
const rehearsalOf = (initiativeId: string, { betweenGates, ...asked }: Asked) =>
  governancePlan.parse({
    id: `rehearsal-${initiativeId}`,
    version: 1,
    title: `Rehearsal of ${initiativeId}`,
    kind: 'rehearsal',
    gates: {
      ...Object.fromEntries(stageId.options.map((stage) => [stage, asked])),
      consultation: { ...asked, consultation: { minimumPeriod: 'PT45S', basis: 'Seconds stand for days.' } },
    },
    ...(betweenGates ? { betweenGates } : {}),
  })

/** The portfolio with one of its initiatives: everybody in it, every board and plan, as they stand in the file. */
const portfolioWith = async (initiativeId: string) => {
  const text = await readFile(`${examples}portfolio.yaml`, 'utf8')
  const [before, initiatives = ''] = text.split(/(?<=^initiatives:\n)/m)
  const row = initiatives.split(/^(?= {2}- id: )/m).find((each) => each.startsWith(`  - id: ${initiativeId}\n`))
  if (!before || !row) throw new Error(`The sample has no initiative ${initiativeId}`)
  return `${before}${row}`
}

/**
 * The sample portfolio as its importer brings it in, on real parts: API, PostgreSQL, Temporal, mail. Everything afterwards is asked
 * through the public API and decided through the links in the mails. Of the initiatives only the one the file is about; call once a
 * file.
 */
export const startSample = async (portfolioId: string) => {
  const journeys = await startJourneys({
    linkLimits: { postsPerMinute: 1_000 },
    people: [],
    temporal: ownNamespace(),
  })
  const { smtp, store, member } = journeys
  const api = jsonApi(journeys.publicUrl)
  const text = await portfolioWith(portfolioId)
  const progress = () => () => {}
  const imported = await importPortfolio({ text, folder: examples, api, role: 'PMO', dryRun: false, progress })
  const left = imported.rows.filter(({ outcome }) => outcome !== 'added')
  if (left.length + imported.problems.length > 0) throw new Error(JSON.stringify([...left, ...imported.problems]))

  const emailOf = async (personId: string) => {
    const person = await store.directory.person(personId)
    if (!person) throw new Error(`${personId} is not on file`)
    return person.email
  }

  /** Puts other terms of a board on file, as the PMO does; papers already out keep theirs. */
  const changeTerms = async (boardId: string, change: (board: Board) => Partial<Board>) => {
    const board = (await store.directory.boards()).find((each) => each.boardId === boardId)
    if (!board) throw new Error(`${boardId} is not on file`)
    const { boardId: _id, version: _version, ...terms } = { ...board, ...change(board) }
    const put = await api.ask('PUT', `/api/boards/${boardId}`, { json: terms })
    if (!put.ok) throw new Error(put.detail)
  }

  /** Begins a second record of the initiative at a stage it has passed since, to go through that stage as it was reported. */
  const beginAgain = async (again: string, stage: StageId, beside: object) => {
    const recorded = await store.initiatives.find(portfolioId)
    if (!recorded) throw new Error(`${portfolioId} is not in the record`)
    const { title, programme, organisations, plan } = recorded.state.initiative.context
    const entry = { stage, provenance: { certainty: 'assumed' } }
    const begun = await api.ask('POST', '/api/initiatives', {
      json: { initiativeId: again, title, reference: again, programme, organisations, plan, entry, ...beside },
      headers: { 'idempotency-key': `begin-${again}`, 'x-acting-as': 'PMO' },
    })
    if (!begun.ok) throw new Error(begun.detail)
  }

  /**
   * An initiative of the portfolio that is rehearsed with boards as they are on file, from the stage it is assumed to be at; or else
   * the second record begun of it.
   */
  const rehearse = async ({ stage, again, ...asked }: Asked & { stage?: StageId; again?: string }) => {
    const initiativeId = again ?? portfolioId
    const team = changeTeamOf(api, initiativeId, 'change team')
    const plan = rehearsalOf(initiativeId, asked)
    await team.act('changePlan', { plan, reason: 'No report says which board decides at which gate.' })
    if (stage) await team.act('stateStage', { stage, provenance: { certainty: 'assumed' } })

    /** Mails that came before the newest papers went out are not looked at again. */
    let mailsBefore = 0
    const mailTo = async (personId: string, fits: (mail: ReceivedMail) => boolean) => {
      const address = await emailOf(personId)
      return smtp.waitForMail(
        (mail) => smtp.mails.indexOf(mail) >= mailsBefore && mail.to.includes(address) && fits(mail),
        20_000,
      )
    }
    const invitationTo = (personId: string, board: string) =>
      mailTo(personId, ({ subject, text }) => /Decision needed/.test(subject) && text.includes(`Board: ${board}`))
    const linkIn = ({ links, subject }: ReceivedMail) => {
      const link = links.find((each) => each.startsWith(`${journeys.publicUrl}/d/`))
      if (!link) throw new Error(`No decision link in "${subject}"`)
      return new URL(link).pathname
    }
    const caseNow = async () => {
      const recorded = await store.initiatives.find(initiativeId)
      if (!recorded) throw new Error(`${initiativeId} is not in the record`)
      const { state } = recorded
      return { ...state, context: state.initiative.context }
    }

    return {
      team,
      /** Sends the papers, as the change team does. `beside`: which board, or that it is between gates. */
      submit: async (proposal: Proposal, beside: object = {}) => {
        mailsBefore = smtp.mails.length
        await team.act('submit', { proposal, ...beside })
      },
      /** Each of these members opens the link in their own mail from this board, fills in the page and presses. All at once. */
      decide: async (board: string, decisions: Readonly<Record<string, Fields>>): Promise<ShownPage[]> =>
        Promise.all(
          Object.entries(decisions).map(async ([personId, fields]) => {
            const chief: Member = member()
            const page = await chief.open(linkIn(await invitationTo(personId, board)))
            const receipt = await press(chief, page, fields)
            if (!receipt.text.startsWith('Recorded')) throw new Error(`${personId}: ${receipt.text}`)
            return receipt
          }),
        ),
      invitationTo,
      linkIn,
      mailTo,
      /** The addresses of everybody a mail from this board asked since the papers went out. */
      asked: (board: string) =>
        smtp.mails
          .slice(mailsBefore)
          .filter(({ subject, text: words }) => /Decision needed/.test(subject) && words.includes(`Board: ${board}`))
          .flatMap(({ to }) => to)
          .toSorted(),
      now: caseNow,
      /** The newest decision in the record. */
      decision: async () => (await caseNow()).context.decisions.at(-1),
      /** Where each party stood when its board ended, by its id. */
      stands: async () =>
        Object.fromEntries(
          ((await caseNow()).context.decisions.at(-1)?.parties ?? []).map((p) => [p.partyId, p.stand]),
        ),
      /** What can be read on the initiative's page. */
      page: async () => (await member().open(`/initiatives/${initiativeId}`)).text,
    }
  }

  return { ...journeys, api, changeTerms, beginAgain, rehearse, emailOf }
}
export type Sample = Awaited<ReturnType<typeof startSample>>

export const sevenForces = [
  'essex',
  'kent',
  'norfolk',
  'suffolk',
  'bedfordshire',
  'hertfordshire',
  'cambridgeshire',
] as const
export type Force = (typeof sevenForces)[number]

export const chiefOf = (force: Force) => `chief-constable-${force}`
export const commissionerOf = (force: Force) => `commissioner-${force}-${force === 'essex' ? 'pfcc' : 'pcc'}`

/** The same decision by each of these people. */
export const each = (personIds: readonly string[], fields: Fields = {}): Record<string, Fields> =>
  Object.fromEntries(personIds.map((personId) => [personId, fields]))
