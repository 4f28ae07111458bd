import * as z from 'zod'
import type { JsonApi } from '../api/json-api.ts'

const seat = z.object({ seatId: z.string(), title: z.string(), holderId: z.string() })

const caseNow = z
  .object({
    waitingFor: z.array(z.object({ whom: z.object({ title: z.string() }), what: z.string() })),
    state: z.object({
      initiative: z.object({
        status: z.string(),
        value: z.unknown(),
        context: z.object({
          reference: z.string(),
          points: z.array(
            z.object({ pointId: z.string(), text: z.string(), raisedBy: z.string(), answer: z.string().optional() }),
          ),
          conditions: z.array(
            z.object({
              conditionId: z.string(),
              text: z.string(),
              mayDischarge: z.string().optional(),
              discharged: z.unknown().optional(),
            }),
          ),
          decisions: z.array(
            z.object({
              boardName: z.string(),
              outcome: z.string(),
              because: z.string().optional(),
              wording: z.string(),
              verb: z.string().optional(),
              reviewId: z.string().optional(),
              provenance: z.object({ sourceTitle: z.string().optional() }),
            }),
          ),
          stages: z.record(z.string(), z.object({ standing: z.string() })),
          closure: z.object({ outcome: z.string() }).optional(),
        }),
      }),
      reviews: z.record(
        z.string(),
        z.object({
          status: z.string(),
          context: z.object({ terms: z.object({ name: z.string(), seats: z.array(seat) }) }),
        }),
      ),
      consultations: z.record(z.string(), z.object({ value: z.unknown() })),
    }),
  })
  .transform(({ waitingFor, state: { initiative, ...rest } }) => ({ ...initiative, ...rest, waitingFor }))

/** An initiative as the API shows it now. */
export type CaseNow = z.output<typeof caseNow>

/** @throws Error saying what the API answered instead. */
export const readCase = async (api: JsonApi, initiativeId: string): Promise<CaseNow> => {
  const answer = await api.ask('GET', `/api/initiatives/${initiativeId}`)
  if (!answer.ok) throw new Error(`The initiative ${initiativeId} cannot be read: ${answer.detail}`)
  return caseNow.parse(answer.content)
}

/** Which of the five stages it is at. */
export const stageNow = ({ context }: CaseNow): string | undefined =>
  Object.entries(context.stages).find(([, { standing }]) => standing === 'current')?.[0]

/** The board whose turn it is. */
export const openReview = ({ reviews }: CaseNow) => {
  const [found] = Object.entries(reviews).filter(([, { status }]) => status === 'active')
  return found && { reviewId: found[0], ...found[1].context.terms }
}

const people = z.object({ people: z.array(z.object({ personId: z.string(), email: z.string() })) })

/** The addresses on file, by person. */
export const addressesOnFile = async (api: JsonApi): Promise<ReadonlyMap<string, string>> => {
  const answer = await api.ask('GET', '/api/people')
  const read = answer.ok ? people.parse(answer.content).people : []
  return new Map(read.map(({ personId, email }) => [personId, email]))
}
