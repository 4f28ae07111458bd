import * as z from 'zod'
import { withoutEmptyBoxes, type Typed } from '../../decisions/typed.ts'

const fields = z.record(z.string(), z.union([z.string(), z.array(z.string())]))

/** A field no person sees. Its name is one that no browser fills in by itself. */
export const decoyField = 'please-leave-this-empty'

/** A form as the page sent it. */
export type FormBody = {
  sealedForm: string | undefined
  decoy: string
  typed: Typed
  statement: string
  question: string
  /** Whom a member passes the decision to. */
  deputyId: string
  /** Whether the press asks for a code, not for what the form is for. */
  asksCode: boolean
}

/** The fields of a form once more, as they were sent: so that the same press can be sent again. */
export const repeatedFields = (body: unknown): { name: string; value: string }[] =>
  Object.entries(fields.safeParse(body).data ?? {}).flatMap(([name, sent]) =>
    [sent].flat().map((value) => ({ name, value: asSeen(value) })),
  )

/** Browsers send line ends as CR LF; the record keeps what people see. */
const asSeen = (text: string) => text.replaceAll('\r\n', '\n')

/** Reads a page's form. Fields it does not know are ignored: a form may be older or newer than this process. */
export const readFormBody = (body: unknown): FormBody => {
  const sent = fields.safeParse(body).data ?? {}
  const many = (name: string): string[] => [sent[name] ?? []].flat().map(asSeen)
  const one = (name: string): string => many(name)[0] ?? ''
  const date = (name: string, index = 0) => ({
    day: many(`${name}-day`)[index] ?? '',
    month: many(`${name}-month`)[index] ?? '',
    year: many(`${name}-year`)[index] ?? '',
  })
  const owners = many('condition-owner')
  const acceptedBy = many('condition-accepted-by')
  const conditionCount = Math.max(
    ...[many('condition'), owners, many('condition-due-day'), many('condition-blocks'), acceptedBy].map(
      ({ length }) => length,
    ),
  )
  return {
    sealedForm: one('form') || undefined,
    decoy: one(decoyField),
    statement: one('statement'),
    question: one('question'),
    deputyId: one('deputy'),
    asksCode: one('press') === 'code',
    typed: withoutEmptyBoxes({
      choice: one('choice'),
      reason: one('reason'),
      points: many('points'),
      conditions: Array.from({ length: conditionCount }, (_, index) => ({
        text: many('condition')[index] ?? '',
        owner: owners[index] ?? '',
        due: date('condition-due', index),
        blocks: many('condition-blocks')[index] ?? '',
        acceptedBy: acceptedBy[index] ?? '',
      })),
      deferUntil: date(one('choice') === 'moreTime' ? 'more-time-until' : 'defer-until'),
      toMeetingDay: one('defer-to-meeting'),
      typedNumber: one('typed-number'),
      code: one('code'),
    }),
  }
}
