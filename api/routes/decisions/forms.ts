import type { FastifyReply } from 'fastify'
import type { Matter } from '../../decisions/matter.ts'
import type { NamedDeputy } from '../../decisions/pass-on.ts'
import { paths } from '../../decisions/paths.ts'
import type { Form } from '../../decisions/sealed-form.ts'
import type { Wrong } from '../../decisions/typed.ts'
import { assuranceNeeded } from '../../../machines/assurance.ts'
import type { Ballot } from '../../../machines/review.ts'
import type { ApiParts } from '../../parts.ts'
import { presentWrong } from '../../present/decision-form.ts'
import { presentRecorded } from '../../present/recorded-decision.ts'
import { freshForm, presentPage } from './pages.ts'

type ComesBack = { typedNumber: string; wrong?: Wrong[]; notice?: string; form?: Form }

/** What every form beside the decision itself shows: sealed anew, with what was typed in it before and what is wrong with it. */
const formAgain = async (
  parts: ApiParts,
  matter: Matter,
  act: Form['act'],
  back: ComesBack | undefined,
  decisionNumber?: number,
) => ({
  ...(await freshForm(parts, matter, act, back?.form, decisionNumber)),
  typed: { typedNumber: back?.form ? back.typedNumber : '' },
  wrong: presentWrong(back?.wrong ?? []),
})

const hasErrors = (back: ComesBack | undefined) => ({ hasErrors: (back?.wrong ?? []).length > 0 })

/** The form to say that a recorded decision was not made by the member. */
export const showNotMe = async (
  parts: ApiParts,
  reply: FastifyReply,
  matter: Matter,
  ballot: Ballot,
  back?: ComesBack & { code: number; statement: string },
) => {
  const { asking, page } = await presentPage(parts, matter)
  return reply.code(back?.code ?? 200).view('decisions/not-me.njk', {
    page: page(`This was not me, ${asking.initiative.reference}`, hasErrors(back)),
    asking,
    notice: back?.notice,
    recorded: presentRecorded(matter, ballot),
    form: {
      action: paths.notMe(matter.link),
      ...(await formAgain(parts, matter, 'dispute', back, ballot.number)),
      statement: back?.statement ?? '',
    },
  })
}

/** The box for a question to the board's secretary. */
export const showQuestion = async (
  parts: ApiParts,
  reply: FastifyReply,
  matter: Matter,
  back?: ComesBack & { code: number; question: string },
) => {
  const { asking, page } = await presentPage(parts, matter)
  return reply.code(back?.code ?? 200).view('decisions/question.njk', {
    page: page(`Ask a question, ${asking.initiative.reference}`, hasErrors(back)),
    asking,
    notice: back?.notice,
    backHref: paths.decide(matter.link),
    form: {
      action: paths.question(matter.link),
      ...(await formAgain(parts, matter, 'ask', back)),
      question: back?.question ?? '',
    },
  })
}

/** Whom a member may pass a decision to. */
export const showPassOn = async (
  parts: ApiParts,
  reply: FastifyReply,
  matter: Matter,
  deputies: readonly NamedDeputy[],
  back?: ComesBack & { code: number; deputyId: string; reason: string },
) => {
  const { asking, page } = await presentPage(parts, matter)
  return reply.code(back?.code ?? 200).view('decisions/pass-on.njk', {
    page: page(`Pass to your deputy, ${asking.initiative.reference}`, hasErrors(back)),
    asking,
    notice: back?.notice,
    backHref: paths.decide(matter.link),
    form: {
      action: paths.passOn(matter.link),
      ...(await formAgain(parts, matter, 'passOn', back)),
      deputies,
      deputyId: back?.deputyId ?? '',
      reason: back?.reason ?? '',
    },
  })
}

/** Where a one-time code is asked for, and typed once it has come. */
export const showCode = async (
  parts: ApiParts,
  reply: FastifyReply,
  matter: Matter,
  back?: ComesBack & { status: number; code: string },
) => {
  const { asking, page } = await presentPage(parts, matter)
  const { codeAsked } = matter.browser
  return reply.code(back?.status ?? 200).view('decisions/code.njk', {
    page: page(`One-time code, ${asking.initiative.reference}`, hasErrors(back)),
    asking,
    notice: back?.notice,
    toDecide: assuranceNeeded(matter.review.context.terms) === 'B',
    codeAsked,
    backHref: paths.decide(matter.link),
    form: {
      action: paths.code(matter.link),
      enterAction: paths.enterCode(matter.link),
      ...(await formAgain(parts, matter, 'code', back)),
      code: back?.code ?? '',
    },
  })
}
