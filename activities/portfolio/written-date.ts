import * as z from 'zod'
import { reportedDate, type ReportedDate } from '../../machines/vocabulary/facts.ts'

const forms =
  'must be a day (2017-06-08), a month (2019-09), { from: 2017-06-08, to: 2017-06-10 }, { by: 2019-09-13 }, ' +
  '{ said: "earlier in 2017" } or not reported'

const longForm = z.union([
  z.strictObject({ from: z.string(), to: z.string() }),
  z.strictObject({ by: z.string() }),
  z.strictObject({ said: z.string() }),
])

const readDate = (written: unknown): ReportedDate | undefined => {
  if (written === 'not reported') return { precision: 'notReported' }
  const candidate = typeof written === 'string' ? shortForm(written) : withPrecision(longForm.safeParse(written).data)
  const read = reportedDate.safeParse(candidate)
  return read.success ? read.data : undefined
}

const shortForm = (written: string) =>
  /^\d{4}-\d{2}$/.test(written) ? { precision: 'month', month: written } : { precision: 'day', on: written }

const withPrecision = (date: z.infer<typeof longForm> | undefined) => {
  if (!date) return undefined
  if ('from' in date) return { precision: 'range', ...date }
  return 'by' in date ? { precision: 'by', ...date } : { precision: 'said', ...date }
}

/**
 * A date as a portfolio file writes it, with no more precision than its source: `2017-06-08`, `2019-09`, `{ from, to }`, `{ by }`,
 * `{ said }` for the source's own phrase, `not reported`. "By September 2019" names no day, so it is written `{ said: by September 2019 }`.
 */
export const writtenDate = z.unknown().transform((written, context): ReportedDate => {
  const date = readDate(written)
  if (date?.precision === 'range' && date.from > date.to)
    context.issues.push({ code: 'custom', message: 'must end no earlier than it begins', input: written })
  if (date) return date
  context.issues.push({ code: 'custom', message: forms, input: written })
  return z.NEVER
})
