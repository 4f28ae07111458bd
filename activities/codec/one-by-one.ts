import type { DataConverter, Payload, PayloadCodec } from '@temporalio/common'

/**
 * As `converter`, but a payload that cannot be read is handed on as it is, and `note` hears why. A worker reads everything of a task at
 * once: without this, one update of any client of Temporal, sealed with a key nobody has, would fail every task of its initiative for
 * ever. Handed on, the workflow refuses that update alone; where it is the initiative's own past, its task fails as it must.
 */
export const readingOneByOne = (converter: DataConverter, note: (reason: string) => void): DataConverter => ({
  ...converter,
  payloadCodecs: (converter.payloadCodecs ?? []).map((codec): PayloadCodec => {
    const read = async (payload: Payload): Promise<Payload> => {
      try {
        const [decoded] = await codec.decode([payload])
        return decoded ?? payload
      } catch (error) {
        note(error instanceof Error ? error.message : String(error))
        return payload
      }
    }
    return { encode: (payloads) => codec.encode(payloads), decode: (payloads) => Promise.all(payloads.map(read)) }
  }),
})
