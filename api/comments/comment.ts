import type { Actor } from '../../machines/vocabulary/people.ts'
import { noteAccess, whyRefused, type Visitor } from '../decisions/access.ts'
import type { Wrong } from '../decisions/typed.ts'
import type { ApiParts } from '../parts.ts'
import type { Circulated, WhyOver } from './circulated.ts'
import type { CommentPlace } from './paths.ts'
import { unsealComment, type CommentForm } from './sealed-comment.ts'
import { readComment, type Saying, type TypedComment } from './typed.ts'

/** One press of "Record this", as it reached us. A program's press has no page behind it, so no origin to check. */
export type CommentPress = {
  /** What the token stands for; absent when the cookie or the token is missing or stands for something else. */
  circulated: Circulated | undefined
  /** Where the press was sent to, for the access row of one without a link. */
  place?: CommentPlace
  visitor: Visitor
  isOwnOrigin: boolean
  sealedForm: string | undefined
  /** A field no person sees; only something that fills in every field fills it. */
  decoy: string
  typed: TypedComment
}

/** What came of a press. Only the first two may be shown as recorded. */
export type Commented =
  | { kind: 'recorded'; says: Saying['name'] }
  | { kind: 'alreadyRecorded'; says: Saying['name'] }
  | { kind: 'linkMissing' | 'foreignOrigin' | 'formMissing' }
  | { kind: 'tooQuick' | 'decoyFilled'; form: CommentForm }
  | { kind: 'linkEnded'; why: WhyOver }
  | { kind: 'notRight'; wrong: Wrong[]; tooLong: boolean; form: CommentForm }
  | { kind: 'refused'; type: string; reason: string }
  /** It may or may not have been kept: the same press, sent again, shows which. */
  | { kind: 'notConfirmed'; reason: string }

/**
 * The one way a stakeholder's comment is made, for pages and programs alike, with the checks of a decision: whose link this is, that a
 * page of ours sent it, that the form is the one shown on this link, that a person took the time and typed. Then the initiative's own
 * record decides whether it counts.
 */
export const comment = async (parts: ApiParts, press: CommentPress): Promise<Commented> => {
  const commented = await judge(parts, press)
  const isKept = ['recorded', 'alreadyRecorded', 'notConfirmed'].includes(commented.kind)
  const reason = 'type' in commented ? commented.type : (whyRefused[commented.kind] ?? commented.kind)
  const at = press.circulated?.link ?? press.place
  await noteAccess(parts.links, press.visitor, at, isKept ? 'posted' : 'postRefused', reason)
  return commented
}

const judge = async (parts: ApiParts, press: CommentPress): Promise<Commented> => {
  const { circulated, typed } = press
  if (!circulated) return { kind: 'linkMissing' }
  const { standing } = circulated
  if (standing.kind === 'ended' || standing.kind === 'receipt') return { kind: 'linkEnded', why: standing.why }
  if (!press.isOwnOrigin) return { kind: 'foreignOrigin' }
  const form = await unsealComment(parts.formKey, press.sealedForm)
  if (!form || !isOf(form, circulated)) return { kind: 'formMissing' }
  if (parts.clock() - form.servedInstant < parts.dwellMilliseconds) return { kind: 'tooQuick', form }
  if (press.decoy !== '') return { kind: 'decoyFilled', form }
  const read = readComment(circulated, form, typed)
  if ('wrong' in read) return { kind: 'notRight', ...read, form }
  return record(parts, circulated, read.saying, form)
}

/** A form counts only with the link it was shown on: nobody can use one stakeholder's page with another's link. */
const isOf = (form: CommentForm, { link }: Circulated): boolean =>
  form.tokenId === link.tokenId &&
  form.initiativeId === link.initiativeId &&
  form.circulationId === link.circulationId &&
  form.personId === link.personId

/** Who acts when a link is used: the stakeholder, known by a link and a typed answer alone (assurance level A). */
const stakeholderOf = ({ link, stakeholder: { title, organisation } }: Circulated): Actor => ({
  kind: 'stakeholder',
  role: `${title} (${organisation})`.slice(0, 200).toWellFormed(),
  personId: link.personId,
  channel: 'emailLink',
  assurance: 'A',
  tokenId: link.tokenId,
})

const record = async (
  parts: ApiParts,
  circulated: Circulated,
  saying: Saying,
  form: CommentForm,
): Promise<Commented> => {
  const { initiativeId } = circulated.link
  const by = stakeholderOf(circulated)
  const key = `comment-${form.nonce}`
  const asked =
    saying.name === 'comment'
      ? await parts.cases.command('comment', initiativeId, saying.payload, by, key)
      : await parts.cases.command('noComment', initiativeId, saying.payload, by, key)
  switch (asked.kind) {
    case 'recorded':
    case 'alreadyRecorded':
      return { kind: asked.kind, says: saying.name }
    case 'notConfirmed':
      return asked
    case 'refused':
      return asked.type === 'RecordBehind' ? { kind: 'notConfirmed', reason: asked.reason } : asked
    case 'keyReused':
      return { kind: 'refused', type: 'OtherComment', reason: 'This form was sent before, with other words.' }
    case 'unknownInitiative':
      return { kind: 'notConfirmed', reason: 'The record did not answer.' }
  }
}
