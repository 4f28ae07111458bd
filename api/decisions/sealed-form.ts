import { randomBytes, randomInt } from 'node:crypto'
import * as z from 'zod'
import { identifier, instant } from '../../machines/vocabulary/text.ts'
import { sealedFor } from '../sealed.ts'

/**
 * What a form carries back, unreadable and unchangeable: for which link, seat and papers it was shown, on top of which decision,
 * when, and the number the person was asked to type.
 */
const form = z.strictObject({
  act: z.enum(['decide', 'dispute', 'ask', 'code', 'passOn', 'room']),
  /** Names this showing of the form: a double press repeats it, a new page does not. */
  nonce: z.string().min(16).max(64),
  tokenId: z.string().max(64),
  initiativeId: identifier,
  reviewId: identifier,
  submissionId: identifier,
  seatId: identifier,
  /** The number of the seat's decision the form was served with, 0 where there was none; of a room, the version it showed. */
  decisionNumber: z.int().min(0).max(9999),
  servedInstant: instant,
  typedNumber: z.string().regex(/^\d{4}$/),
})
export type Form = z.infer<typeof form>

/** A number for a person to type, without a leading zero that a numeric keypad or a reader might drop. */
export const fourDigits = () => String(randomInt(1000, 10_000))

export const newNonce = () => randomBytes(18).toString('base64url')

/** A sealed form: nothing else sealed with the same key file can be passed off as one. */
export const { seal, unseal } = sealedFor('gatehouse decision form', form)
