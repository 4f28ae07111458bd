import * as z from 'zod'
import { day, line } from './text.ts'

/** Which bank holidays an organisation keeps. */
export const division = z.enum(['englandAndWales', 'scotland', 'northernIreland'])
export type Division = z.infer<typeof division>

/** Days an organisation is closed besides its bank holidays. */
export const closedDays = z.array(day).max(100)

/** A weekday no work is counted on, though it is a working day in England and Wales, and whose closure it is. */
export const passedOver = z.strictObject({ day, closedFor: z.array(line).min(1).max(60) })
export type PassedOver = z.infer<typeof passedOver>
