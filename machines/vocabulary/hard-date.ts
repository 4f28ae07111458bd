import * as z from 'zod'

/** What makes a date hard: nobody here can move it. */
export const basis = z.enum(['contract', 'law', 'meeting', 'funding', 'other'])
export type Basis = z.infer<typeof basis>
