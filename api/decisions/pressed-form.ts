import type { ApiParts } from '../parts.ts'
import type { Matter } from './matter.ts'
import { unseal, type Form } from './sealed-form.ts'

/** What came with a press besides what a person typed. A program's press has no page behind it, so no origin to check. */
export type FormPress = {
  isOwnOrigin: boolean
  sealedForm: string | undefined
  /** A field no person sees; only something that fills in every field fills it. */
  decoy: string
}

/** Why a press is not taken for a person's, on the form we showed on this link. */
export type NotPressed = { kind: 'foreignOrigin' | 'formMissing' } | { kind: 'tooQuick' | 'decoyFilled'; form: Form }

/**
 * The form a press was made on, once it is one: sent from a page of ours, shown for this act on this link, after the time a person
 * needs to read it. What was typed, above all the number shown, is for each act to check.
 */
export const pressedForm = async (
  { formKey, clock, dwellMilliseconds }: Pick<ApiParts, 'formKey' | 'clock' | 'dwellMilliseconds'>,
  matter: Matter,
  { isOwnOrigin, sealedForm, decoy }: FormPress,
  act: Form['act'],
): Promise<{ kind: 'pressed'; form: Form } | NotPressed> => {
  if (!isOwnOrigin) return { kind: 'foreignOrigin' }
  const form = await unseal(formKey, sealedForm)
  if (form?.act !== act || !isOf(form, matter)) return { kind: 'formMissing' }
  if (clock() - form.servedInstant < dwellMilliseconds) return { kind: 'tooQuick', form }
  return decoy === '' ? { kind: 'pressed', form } : { kind: 'decoyFilled', form }
}

/** A form counts only with the link it was shown on: nobody can use one seat's page with another seat's link. */
const isOf = (form: Form, { link }: Matter): boolean =>
  form.tokenId === link.tokenId &&
  form.initiativeId === link.initiativeId &&
  form.reviewId === link.reviewId &&
  form.submissionId === link.submissionId &&
  form.seatId === link.seatId

/** What is to be put right where the number shown was not typed; nothing where it was. */
export const wrongNumber = (form: Form, typedNumber: string): { field: string; expected: string }[] =>
  typedNumber.trim() === form.typedNumber
    ? []
    : [{ field: 'typedAnswer', expected: `Type the four-digit number shown: ${form.typedNumber}` }]
