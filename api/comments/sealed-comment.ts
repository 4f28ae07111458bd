import * as z from 'zod'
import { identifier, instant } from '../../machines/vocabulary/text.ts'
import { sealedFor } from '../sealed.ts'

/** What a comment's form carries back: for which link it was shown, on which edition of the papers, after how many comments, when. */
const form = z.strictObject({
  /** Names this showing of the form: a double press repeats it, a new page does not. */
  nonce: z.string().min(16).max(64),
  tokenId: z.string().max(64),
  initiativeId: identifier,
  circulationId: identifier,
  personId: identifier,
  edition: z.int().min(1).max(9999),
  /** How many comments the stakeholder had made when it was shown. */
  madeBefore: z.int().min(0).max(9999),
  servedInstant: instant,
  typedNumber: z.string().regex(/^\d{4}$/),
})
export type CommentForm = z.infer<typeof form>

/** No form of a decision can be passed off as one to comment by, nor the other way round. */
export const { seal: sealComment, unseal: unsealComment } = sealedFor('gatehouse comment form', form)
