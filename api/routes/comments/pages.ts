import type { FastifyReply } from 'fastify'
import { peopleNamed, type Circulated, type WhyOver } from '../../comments/circulated.ts'
import { commentPaths } from '../../comments/paths.ts'
import { sealComment, type CommentForm } from '../../comments/sealed-comment.ts'
import { nothingTyped, type TypedComment } from '../../comments/typed.ts'
import { fourDigits, newNonce } from '../../decisions/sealed-form.ts'
import type { Wrong } from '../../decisions/typed.ts'
import type { ApiParts } from '../../parts.ts'
import { presentCirculated, presentCommentForm, presentOver, presentTypedComment } from '../../present/comment-page.ts'
import type { Page } from '../../views/views.ts'

/** A form that comes back: what was typed in it, what is wrong with it, and the form it was typed in, where that was ours. */
export type CommentComesBack = {
  code: number
  typed: TypedComment
  wrong?: Wrong[]
  notice?: string
  form?: CommentForm
}

const present = async (parts: ApiParts, circulated: Circulated) => {
  const asking = presentCirculated(circulated, await peopleNamed(parts, circulated))
  const page = (title: string, more: Partial<Page> = {}): Page => ({
    title: `${title}, ${asking.initiative.reference}`,
    forMember: true,
    marking: asking.marking,
    rehearsal: asking.rehearsal,
    ...more,
  })
  return { asking, page }
}

/** A form sealed anew. Its nonce is fresh; the number, the edition and what had been said stay those of the form that came back. */
export const freshCommentForm = async (
  parts: Pick<ApiParts, 'formKey' | 'clock'>,
  { link, circulation, own }: Circulated,
  before?: CommentForm,
) => {
  const { tokenId, initiativeId, circulationId, personId } = link
  const typedNumber = before?.typedNumber ?? fourDigits()
  const sealed = await sealComment(parts.formKey, {
    nonce: newNonce(),
    tokenId,
    initiativeId,
    circulationId,
    personId,
    edition: before?.edition ?? circulation.edition,
    madeBefore: before?.madeBefore ?? own.length,
    servedInstant: parts.clock(),
    typedNumber,
  })
  return { sealed, typedNumber }
}

/** The stakeholder's page with its form; `back` when it was sent and not accepted. */
export const showCommentForm = async (
  parts: ApiParts,
  reply: FastifyReply,
  circulated: Circulated,
  back?: CommentComesBack,
) => {
  const { asking, page } = await present(parts, circulated)
  const form = await freshCommentForm(parts, circulated, back?.form)
  // A number typed for another form is no longer right; one that was wrong is shown again, to be seen beside the right one.
  const typed = back ? { ...back.typed, ...(back.form ? {} : { typedNumber: '' }) } : nothingTyped
  const wrong = back?.wrong ?? []
  return reply.code(back?.code ?? 200).view('comments/comment.njk', {
    page: page('Your comments', { hasErrors: wrong.length > 0 }),
    asking,
    notice: back?.notice,
    form: presentCommentForm(circulated, { action: commentPaths.page(circulated.link), ...form }, typed, wrong),
  })
}

/** What this stakeholder has said, from the record, with what came of it. */
export const showSaidSoFar = async (
  parts: ApiParts,
  reply: FastifyReply,
  circulated: Circulated,
  notRecorded?: { code: number; sentences: string[]; typed?: TypedComment },
) => {
  const { asking, page } = await present(parts, circulated)
  return reply.code(notRecorded?.code ?? 200).view('comments/said.njk', {
    page: page('What you said'),
    asking,
    standing: circulated.standing.kind,
    notRecorded: notRecorded?.sentences,
    typed: notRecorded?.typed ? presentTypedComment(notRecorded.typed) : [],
    moreHref: commentPaths.page(circulated.link),
  })
}

export const showCommentHold = async (
  parts: ApiParts,
  reply: FastifyReply,
  circulated: Circulated,
  back?: { code: number; typed: TypedComment },
) => {
  const { asking, page } = await present(parts, circulated)
  return reply.code(back?.code ?? 200).view('comments/on-hold.njk', {
    page: page('On hold'),
    asking,
    typed: back ? presentTypedComment(back.typed) : [],
  })
}

/** Why a link is of no use any more: 410. */
export const showOver = (reply: FastifyReply, why: WhyOver, typed?: TypedComment) => {
  const { title, sentences } = presentOver(why)
  return reply.code(410).view('decisions/said.njk', {
    page: { title, forMember: true } satisfies Page,
    sentences,
    typed: typed ? presentTypedComment(typed) : [],
  })
}
