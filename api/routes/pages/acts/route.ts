import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { randomBytes, randomUUID } from 'node:crypto'
import type { RecordedInitiative } from '../../../../activities/ports.ts'
import { stakeholderInWords } from '../../../../machines/circulation/why-not.ts'
import { restoreCase } from '../../../../machines/stored-case.ts'
import { refusedAs, unknownInitiative } from '../../../answers.ts'
import type { ApiParts, Asked } from '../../../parts.ts'
import { actsOf } from '../../../present/acts.ts'
import { Problem } from '../../../problems.ts'
import { isOwnOrigin } from '../../decisions/visit.ts'
import { boardForms } from './board-forms.ts'
import { carryingOutForms } from './carrying-out-forms.ts'
import { chairsActionForm } from './chairs-action-form.ts'
import { circulationForms } from './circulation-forms.ts'
import { line, type Typed } from './field.ts'
import type { About, ActForm } from './form.ts'
import { governingForms } from './governing-forms.ts'
import { meetingForm } from './meeting-form.ts'
import { preparingForms } from './preparing-forms.ts'
import { keyIn, received, subjectIn } from './received.ts'
import { roomForm } from './room-form.ts'
import { roles, shownForm, type FormState } from './shown-form.ts'

type Params = { initiativeId: string; act: string }

const paperLimitBytes = 25 * 1024 * 1024
const newForm = (): FormState => ({ key: randomUUID(), typed: {}, wrong: [] })

/** Ids of what an act begins are made with its form, so that the same press names the same thing. */
const beginning: Record<string, { field: string; prefix: string }> = {
  circulate: { field: 'circulationId', prefix: 'batch' },
  openConsultation: { field: 'cohortId', prefix: 'cohort' },
  setHardDate: { field: 'dateId', prefix: 'date' },
  planTranche: { field: 'trancheId', prefix: 'tranche' },
}

const withNewId = (act: string, subject: Typed): Typed => {
  const begun = beginning[act]
  return begun && !subject[begun.field]
    ? { ...subject, [begun.field]: `${begun.prefix}-${randomBytes(4).toString('hex')}` }
    : subject
}

/** Titles of what an act is about, for the page. */
const titlesOf = ({ state }: RecordedInitiative, subject: Typed): Typed => {
  const { cohortId, trancheId, circulationId, commentNumber } = subject
  const circulation = circulationId ? state.circulations?.[circulationId]?.context : undefined
  const comment = circulation?.comments.find(({ number }) => String(number) === commentNumber)
  const cohort = cohortId ? state.consultations[cohortId]?.context.title : undefined
  const tranche = trancheId ? state.rollOuts[trancheId]?.context.title : undefined
  return {
    ...(circulation ? { circulationTitle: `Batch ${circulation.number}: ${circulation.title}` } : {}),
    ...(circulation && comment
      ? { commentTitle: `${stakeholderInWords(circulation, comment.stakeholderId)}: ${comment.text ?? ''}` }
      : {}),
    ...(cohort ? { cohortTitle: cohort } : {}),
    ...(tranche ? { trancheTitle: tranche } : {}),
  }
}

/**
 * `GET` and `POST /initiatives/:initiativeId/acts/:act`: the page of one act, under the command's own name. A form is sent once a key,
 * from our own pages only; what cannot be done or read comes back with everything typed. Development only: there is no sign-in.
 */
export const actRoutes = async (app: FastifyInstance, parts: ApiParts): Promise<void> => {
  await app.register(multipart, { limits: { fileSize: paperLimitBytes, files: 1, fields: 600, parts: 601 } })
  const forms = new Map<string, ActForm>(
    [
      ...preparingForms(parts),
      ...circulationForms(parts),
      ...boardForms(parts),
      roomForm(parts),
      ...carryingOutForms(parts),
      ...governingForms(parts),
      chairsActionForm(parts),
      meetingForm(parts),
    ].map((form) => [form.name, form]),
  )

  const found = async ({ initiativeId, act }: Params) => {
    const form = forms.get(act)
    if (!form) throw new Problem(404, 'not-found', `There is no act ${act}.`)
    const recorded = await parts.initiatives.find(initiativeId)
    if (!recorded) throw unknownInitiative(initiativeId)
    return { form, recorded }
  }

  const aboutOf = (recorded: RecordedInitiative, subject: Typed): About => ({
    context: recorded.state.initiative.context,
    reviews: recorded.state.reviews,
    subject: { ...subject, ...titlesOf(recorded, subject) },
    today: parts.calendar.dayOf(parts.clock()),
  })

  const show = async (reply: FastifyReply, code: number, form: ActForm, about: About, state: FormState) => {
    const notes = state.why === undefined ? await form.notes?.(about) : []
    // The form's own origin must be told when it is sent: without this the browser would say "null".
    return reply
      .code(code)
      .header('referrer-policy', 'same-origin')
      .view('act.njk', await shownForm(form, about, { ...state, ...(notes ? { notes } : {}) }))
  }

  app.get<{ Params: Params }>('/initiatives/:initiativeId/acts/:act', async ({ params, query }, reply) => {
    const { form, recorded } = await found(params)
    const asked = subjectIn(query)
    const acts = actsOf(restoreCase(recorded.state), parts.clock()).all
    const known = acts.find(
      ({ name, subject }) => name === form.name && Object.entries(subject).every(([key, id]) => asked[key] === id),
    )
    const why = known ? known.why : `This cannot be done now. The initiative’s page says what can.`
    const about = aboutOf(recorded, withNewId(form.name, asked))
    return show(reply, why ? 409 : 200, form, about, { ...newForm(), ...(why ? { why } : {}) })
  })

  app.post<{ Params: Params }>(
    '/initiatives/:initiativeId/acts/:act',
    { bodyLimit: paperLimitBytes + 64 * 1024 },
    async (request, reply) => {
      if (!isOwnOrigin(parts, request))
        throw new Problem(
          403,
          'foreign-origin',
          'The form was not sent from one of Gatehouse’s own pages, so nothing was recorded. Open the page again.',
        )
      const { form, recorded } = await found(request.params)
      const { typed, file } = await received(request)
      const about = aboutOf(recorded, subjectIn(typed))
      const key = keyIn(typed)
      if (!key)
        return show(reply, 400, form, about, {
          ...newForm(),
          typed,
          wrong: [{ text: 'This page was too old. Press again.' }],
        })
      const role = roles.find((each) => each === line(typed, 'role'))
      if (!role)
        return show(reply, 422, form, about, {
          ...newForm(),
          typed,
          wrong: [{ name: 'role', text: 'Choose: You act as' }],
        })

      const sent = await form.send(
        typed,
        about,
        { cases: parts.cases, by: { kind: 'person', role, channel: 'page' }, key },
        file,
      )
      if (sent.kind === 'wrong')
        return show(reply, sent.problem?.statusCode ?? 422, form, about, { ...newForm(), typed, wrong: sent.wrong })
      const answer = outcomeOf(request.params.initiativeId, sent.asked)
      if ('sequence' in answer)
        return reply.redirect(`/initiatives/${request.params.initiativeId}?recorded=${answer.sequence}`, 303)
      // The same press again is safe only under the same key; a new try needs a new one.
      const state = answer.isPressAgain ? { key } : { key: randomUUID() }
      return show(reply, answer.code, form, about, { ...state, typed, wrong: [{ text: answer.text }] })
    },
  )
}

type Outcome = { sequence: number } | { code: number; text: string; isPressAgain: boolean }

const outcomeOf = (initiativeId: string, asked: Asked): Outcome => {
  switch (asked.kind) {
    case 'recorded':
    case 'alreadyRecorded':
      return { sequence: asked.sequence }
    case 'refused': {
      const { statusCode, message } = refusedAs(asked.type, asked.reason)
      return { code: statusCode, text: message.replace(/^[a-z]\w*: /, ''), isPressAgain: false }
    }
    case 'notConfirmed':
      return { code: 503, text: asked.reason, isPressAgain: true }
    case 'keyReused':
      return {
        code: 409,
        text: 'This page had been used for something else. Look through it and press again.',
        isPressAgain: false,
      }
    case 'unknownInitiative':
      throw unknownInitiative(initiativeId)
  }
}
