import type { FastifyReply } from 'fastify'
import type { Matter } from '../../decisions/matter.ts'
import { paths } from '../../decisions/paths.ts'
import { secretaryOnFile } from '../../decisions/question.ts'
import { fourDigits, newNonce, seal, type Form } from '../../decisions/sealed-form.ts'
import type { Typed, Wrong } from '../../decisions/typed.ts'
import type { ApiParts } from '../../parts.ts'
import { nothingTyped, presentForm, presentTyped, type Written } from '../../present/decision-form.ts'
import { presentAsking, presentSecretary, type People } from '../../present/decision.ts'
import { presentEnded } from '../../present/ended-link.ts'
import { presentRecorded } from '../../present/recorded-decision.ts'
import type { Page } from '../../views/views.ts'
import type { Ballot } from '../../../machines/review.ts'

/** A form that comes back: what was typed in it, what is wrong with it, and the form it was typed in, where that was ours. */
export type ComesBack = { code: number; typed: Typed; wrong?: Wrong[]; notice?: string; form?: Form }

const peopleOf = async ({ directory }: ApiParts, { link, review }: Matter): Promise<People> => {
  const [holder, person, board] = await Promise.all([
    directory.person(link.holderId),
    secretaryOnFile({ directory }, review.context),
    directory.board(review.context.terms.boardId),
  ])
  return { holder, secretary: presentSecretary(review.context, person, board) }
}

/** What every page about a matter is made from. */
export const presentPage = async (parts: ApiParts, matter: Matter) => {
  const asking = presentAsking(matter, await peopleOf(parts, matter), matter.link)
  const page = (title: string, more: Partial<Page> = {}): Page => ({
    title,
    forMember: true,
    marking: asking.marking,
    rehearsal: asking.rehearsal,
    ...more,
  })
  return { asking, page }
}

/** A form sealed anew. Its nonce is fresh; number and place in the order of decisions stay those of the form that came back. */
export const freshForm = async (
  parts: ApiParts,
  { link, ballot }: Matter,
  act: Form['act'],
  before: Form | undefined,
  decisionNumber = ballot?.number ?? 0,
) => {
  const { tokenId, initiativeId, reviewId, submissionId, seatId } = link
  const typedNumber = before?.typedNumber ?? fourDigits()
  const sealed = await seal(parts.formKey, {
    act,
    nonce: newNonce(),
    tokenId,
    initiativeId,
    reviewId,
    submissionId,
    seatId,
    decisionNumber: before?.decisionNumber ?? decisionNumber,
    servedInstant: parts.clock(),
    typedNumber,
  })
  return { sealed, typedNumber }
}

/** The decision page with its form; `back` when it was sent and not accepted. */
export const showForm = async (parts: ApiParts, reply: FastifyReply, matter: Matter, back?: ComesBack) => {
  const { asking, page } = await presentPage(parts, matter)
  const form = await freshForm(parts, matter, 'decide', back?.form)
  // A number typed for another form is no longer right; one that was wrong is shown again, to be seen beside the right one.
  const typed = back ? { ...back.typed, ...(back.form ? {} : { typedNumber: '' }) } : nothingTyped
  const wrong = back?.wrong ?? []
  return reply.code(back?.code ?? 200).view('decisions/decide.njk', {
    page: page(`Your decision, ${asking.initiative.reference}`, { hasErrors: wrong.length > 0 }),
    asking,
    notice: back?.notice,
    changing: matter.ballot && presentRecorded(matter, matter.ballot),
    keepHref: paths.recorded(matter.link),
    form: presentForm(matter, { action: paths.decide(matter.link), nowInstant: parts.clock(), ...form }, typed, wrong),
  })
}

/** What the seat has recorded, from the record; `notCounted` says why a press just now did not count. */
export const showRecorded = async (
  parts: ApiParts,
  reply: FastifyReply,
  matter: Matter,
  ballot: Ballot,
  notCounted?: { code: number; sentences: string[] },
) => {
  const { asking, page } = await presentPage(parts, matter)
  return reply.code(notCounted?.code ?? 200).view('decisions/recorded.njk', {
    page: page(`Your recorded decision, ${asking.initiative.reference}`),
    asking,
    recorded: presentRecorded(matter, ballot),
    notCounted: notCounted?.sentences,
    changeHref: paths.change(matter.link),
    notMeHref: paths.notMe(matter.link),
  })
}

export const showHold = async (parts: ApiParts, reply: FastifyReply, matter: Matter, code = 200, typed?: Typed) => {
  const { asking, page } = await presentPage(parts, matter)
  return reply.code(code).view('decisions/on-hold.njk', {
    page: page(`On hold, ${asking.initiative.reference}`),
    asking,
    typed: typed ? presentTyped(typed) : [],
  })
}

/** Why a link is of no use any more: 410, with a way to learn how things stand that tells only the address on file. */
export const showEnded = (reply: FastifyReply, matter: Matter, mayAsk = true) => {
  const { standing, link } = matter
  const why = standing.kind === 'ended' ? standing.why : 'reviewEnded'
  const ended = presentEnded(why, mayAsk ? paths.position(link) : undefined)
  return reply.code(410).view('decisions/ended.njk', { page: memberPage(ended.title), ended })
}

/** One thing said, and what was typed set out to be copied. */
export const showSaid = (
  reply: FastifyReply,
  code: number,
  title: string,
  sentences: string[],
  more: { written?: Written[]; recordedHref?: string } = {},
) =>
  reply.code(code).view('decisions/said.njk', {
    page: memberPage(title),
    sentences,
    typed: more.written ?? [],
    recordedHref: more.recordedHref,
  })

export const showOpenAgain = (reply: FastifyReply, written?: Written[]) =>
  showSaid(
    reply,
    403,
    'Open the link in your email again',
    [
      written ? 'This was not recorded: the page had been open too long, or was not opened from your link.' : '',
      'For your safety a page stays open for four hours after it was last used. The link in your email opens it again.',
    ].filter(Boolean),
    written ? { written } : {},
  )

export const showNotConfirmed = (reply: FastifyReply, action: string, fields: { name: string; value: string }[]) =>
  reply
    .code(503)
    .header('retry-after', '5')
    .view('decisions/not-confirmed.njk', { page: memberPage('Not confirmed yet'), action, fields })

const memberPage = (title: string): Page => ({ title, forMember: true })
