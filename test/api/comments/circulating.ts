import { randomUUID } from 'node:crypto'
import type { CommandName, CommandPayload } from '../../../machines/commands.ts'
import type { PaperRef } from '../../../machines/vocabulary/submission.ts'
import { aBoardWithSecretary } from '../../support/mail.ts'
import { anInitiative, aProposal, changeTeam } from '../../support/case.ts'
import {
  aCirculation,
  fiveCases,
  planWithFiveCases,
  stakeholderIds,
  type StakeholderId,
} from '../../support/circulation.ts'
import { dayLong } from '../../support/play.ts'
import type { Journeys } from '../decisions/journey.ts'
import { actionOf, fieldsOf, numberOn, type Member, type ShownPage } from '../decisions/member.ts'

export const addressOf = (personId: StakeholderId) => `${personId}@stakeholders.example`

/** Puts the stakeholders on file, and the change team that answers them. Once a file. */
export const putStakeholders = async ({ store }: Pick<Journeys, 'store'>) => {
  for (const personId of stakeholderIds)
    await store.directory.putPerson({ personId, name: personId, email: addressOf(personId) })
  await store.directory.putPerson({
    personId: 'change-team',
    name: 'Change Manager',
    email: 'change.team@seven-force.example',
    phone: '01622 000 200',
  })
}

/** An initiative with its five cases on file and one batch of them before stakeholders, all of it real. */
export const circulating = async (
  journeys: Journeys,
  {
    batch = {},
    texts = {},
    markings = {},
  }: {
    batch?: Parameters<typeof aCirculation>[0]
    texts?: Record<string, string>
    markings?: Record<string, PaperRef['marking']>
  } = {},
) => {
  const initiativeId = `case-${randomUUID().slice(0, 8)}`
  const reference = `7F-${initiativeId.slice(5).toUpperCase()}`
  await journeys.parts.cases.begin(
    anInitiative({
      initiativeId,
      reference,
      plan: planWithFiveCases,
      changeTeam: { title: 'Change team', personId: 'change-team' },
    }),
    changeTeam,
    `begin-${initiativeId}`,
  )
  const ask = async <Name extends Exclude<CommandName, 'create' | 'castVote'>>(
    name: Name,
    payload: CommandPayload<Name>,
  ) => journeys.ask(initiativeId, name, payload)
  const provide = async (evidenceId: string, version: string, text = `${evidenceId} ${version}`) => {
    const paper = await journeys.store.papers.keep({
      bytes: Buffer.from(text),
      title: fiveCases.find(({ id }) => id === evidenceId)?.title ?? evidenceId,
      version,
      marking: markings[evidenceId] ?? 'OFFICIAL',
      mediaType: 'text/plain',
    })
    await ask('provideEvidence', { evidenceId, paper })
    return paper
  }
  const papers: Record<string, PaperRef> = {}
  for (const { id } of fiveCases) papers[id] = await provide(id, '0.1', `${texts[id] ?? id} of ${initiativeId}`)
  const circulate = (overrides: Parameters<typeof aCirculation>[0] = {}) =>
    ask(
      'circulate',
      aCirculation({
        commentByInstant: Date.now() + 10 * dayLong,
        answerByInstant: Date.now() + 15 * dayLong,
        ...overrides,
      }),
    )
  const asked = await circulate(batch)
  if (asked.kind !== 'recorded') throw new Error(`Nothing was circulated: ${JSON.stringify(asked)}`)
  const mailTo = (personId: StakeholderId, subject: RegExp) =>
    journeys.smtp.waitForMail(
      (mail) => mail.to.includes(addressOf(personId)) && mail.subject.includes(reference) && subject.test(mail.subject),
    )
  const state = async () => {
    const recorded = await journeys.store.initiatives.find(initiativeId)
    if (!recorded) throw new Error(`${initiativeId} is not in the record`)
    return recorded.state
  }
  return {
    initiativeId,
    reference,
    papers,
    ask,
    provide,
    circulate,
    mailTo,
    state,
    /** The link in the mail a stakeholder was really sent. */
    linkOf: async (personId: StakeholderId, subject = /Your comments are asked for/) => {
      const mail = await mailTo(personId, subject)
      const link = mail.links.find((each) => each.startsWith(`${journeys.publicUrl}/c/`))
      if (!link) throw new Error(`No link to comment by in "${mail.subject}"`)
      return new URL(link).pathname
    },
    circulation: async (circulationId = 'first') => (await state()).circulations?.[circulationId]?.context,
    comments: async (circulationId = 'first') => (await state()).circulations?.[circulationId]?.context.comments ?? [],
    accesses: () => journeys.store.links.accesses(initiativeId),
    submit: () =>
      ask('submit', {
        proposal: aProposal(),
        boards: [aBoardWithSecretary({ decideByInstant: Date.now() + 10 * dayLong, reminderInstants: [] })],
      }),
  }
}
export type Circulating = Awaited<ReturnType<typeof circulating>>

/** A stakeholder before their page, opened from their mail. */
export const atTheirPage = async (
  journeys: Journeys,
  initiative?: Circulating,
  personId: StakeholderId = 'finance',
) => {
  const theCase = initiative ?? (await circulating(journeys))
  const link = await theCase.linkOf(personId)
  const reader = journeys.member()
  return { initiative: theCase, reader, link, page: await reader.open(link) }
}

/** Presses the button of a stakeholder's page, having filled in its form as a person would. */
export const say = (
  reader: Member,
  page: ShownPage,
  fields: Record<string, string> = {},
  headers: Record<string, string> = {},
) =>
  reader.send(
    actionOf(page),
    {
      ...fieldsOf(page),
      says: 'comment',
      text: 'The savings are not shown by force.',
      'typed-number': numberOn(page),
      ...fields,
    },
    headers,
  )

export const sayNothing = (reader: Member, page: ShownPage) => say(reader, page, { says: 'noComment', text: '' })
