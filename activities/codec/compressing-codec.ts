import { constants, deflateSync, inflateSync } from 'node:zlib'
import proto from '@temporalio/proto'
import type { Payload, PayloadCodec } from '@temporalio/common'

const { Payload: PayloadMessage } = proto.temporal.api.common.v1

/** Temporal's own name for a payload compressed in this way: its other tools read it too. */
const encoding = 'binary/zlib'

/** Below this a payload gains nothing worth the work. */
const worthwhileBytes = 1024

/** Far above the largest state an initiative may have: what would unpack to more is no payload of ours. */
const unpackedLimitBytes = 16 * 1024 * 1024

/**
 * Packs payloads from a kilobyte on, the whole states that go to the record above all, at the quickest level: they shrink to about a
 * sixth, and Temporal stores, moves and reads that much less. What is not packed is read as it is.
 */
export const compressingCodec: PayloadCodec = {
  encode: (payloads) => Promise.resolve(payloads.map(packed)),
  decode: async (payloads) => payloads.map(unpacked),
}

const packed = (payload: Payload): Payload => {
  if ((payload.data?.length ?? 0) < worthwhileBytes) return payload
  const plain = PayloadMessage.encode(payload).finish()
  const data = deflateSync(plain, { level: constants.Z_BEST_SPEED })
  return data.length < plain.length ? { metadata: { encoding: Buffer.from(encoding) }, data } : payload
}

const unpacked = (payload: Payload): Payload => {
  if (Buffer.from(payload.metadata?.['encoding'] ?? []).toString() !== encoding) return payload
  return PayloadMessage.decode(inflateSync(payload.data ?? new Uint8Array(), { maxOutputLength: unpackedLimitBytes }))
}
