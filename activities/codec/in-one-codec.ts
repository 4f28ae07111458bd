import type { DataConverter, PayloadCodec } from '@temporalio/common'

/** A data converter's codecs as one: encoding goes through them in order, decoding back from the last. */
export const inOneCodec = ({ payloadCodecs = [] }: DataConverter): PayloadCodec => ({
  encode: async (payloads) => {
    let encoded = payloads
    for (const codec of payloadCodecs) encoded = await codec.encode(encoded)
    return encoded
  },
  decode: async (payloads) => {
    let decoded = payloads
    for (const codec of payloadCodecs.toReversed()) decoded = await codec.decode(decoded)
    return decoded
  },
})
