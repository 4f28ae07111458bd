import { hkdfSync, randomBytes, randomInt } from 'node:crypto'
import { CompactEncrypt, compactDecrypt } from 'jose'
import * as z from 'zod'
import { identifier, instant } from '../../machines/vocabulary/text.ts'

/**
 * What a form carries back, unreadable and unchangeable: for which link, seat and papers it was shown, on top of which decision,
 * when, and the number the person was asked to type.
 */
const form = z.strictObject({
  act: z.enum(['decide', 'dispute', 'ask', 'code', 'passOn']),
  /** Names this showing of the form: a double press repeats it, a new page does not. */
  nonce: z.string().min(16).max(64),
  tokenId: z.string().max(64),
  initiativeId: identifier,
  reviewId: identifier,
  submissionId: identifier,
  seatId: identifier,
  /** The number of the seat's decision the form was served with; 0 where there was none. */
  decisionNumber: z.int().min(0).max(9999),
  servedInstant: instant,
  typedNumber: z.string().regex(/^\d{4}$/),
})
export type Form = z.infer<typeof form>

/** A number for a person to type, without a leading zero that a numeric keypad or a reader might drop. */
export const fourDigits = () => String(randomInt(1000, 10_000))

export const newNonce = () => randomBytes(18).toString('base64url')

/** The key of forms alone, so that nothing else sealed with the same key file can be passed off as a form. */
const formsOnly = (formKey: Uint8Array) =>
  new Uint8Array(hkdfSync('sha256', formKey, new Uint8Array(), 'gatehouse decision form', 32))

/**
 * Seals a form into one field (a compact JWE, AES-256-GCM). Nothing is kept on the server: every API process with the same key,
 * also after a restart, can open it.
 */
export const seal = (formKey: Uint8Array, content: Form): Promise<string> =>
  new CompactEncrypt(new TextEncoder().encode(JSON.stringify(content)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(formsOnly(formKey))

/** What a sealed form holds; undefined for anything that was not sealed with this key. */
export const unseal = async (formKey: Uint8Array, sealed: string | undefined): Promise<Form | undefined> => {
  if (!sealed || sealed.length > 2000) return undefined
  try {
    const { plaintext } = await compactDecrypt(sealed, formsOnly(formKey), {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    })
    const read: unknown = JSON.parse(new TextDecoder().decode(plaintext))
    return form.safeParse(read).data
  } catch {
    return undefined
  }
}
