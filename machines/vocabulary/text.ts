import * as z from 'zod'

/** Text a person typed: at most `maxCharacters`, no NUL and no unpaired surrogate, because PostgreSQL and JSON refuse both. */
export const text = (maxCharacters: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(maxCharacters, `must be at most ${maxCharacters.toLocaleString('en-GB')} characters`)
    .refine((value) => !value.includes('\u0000') && value.isWellFormed(), 'must not hold control or broken characters')

/** A line: a name, a title, a reference. */
export const line = text(200)

/** A comment, reason or wording, at most 4,000 characters (reliability rule 3: one long comment must not end a workflow). */
export const passage = text(4000)

/** An opaque, URL-safe id: lower-case letters, digits and hyphens, at most 63. Never derived from a title or a person. */
export const identifier = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'must be lower-case letters, digits and hyphens, at most 63')
  // The one name of this shape that every object of JavaScript already answers to: as a key it would be found without being there.
  .refine((value) => value !== 'constructor', 'must not be the word constructor')

/** An absolute moment, milliseconds since 1970 in UTC. */
export const instant = z.int().min(0).max(8_640_000_000_000_000)

/** A calendar day, `2027-06-14`. */
export const day = z.iso.date()

/** An ISO 8601 duration of weeks, days, hours, minutes and seconds (`P45D`, `PT8S`); months and years are refused because they vary. */
export const isoDuration = z
  .string()
  .regex(/^P(?!$)(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$/, 'must be an ISO 8601 duration such as P45D or PT8S')

/** A number of milliseconds, at most a hundred years. */
export const milliseconds = z.int().min(0).max(3_155_760_000_000)

/** Pence, so that sums never round. */
export const pence = z.int()
