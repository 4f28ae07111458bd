import { fileURLToPath } from 'node:url'
import type { DataConverter, Payload } from '@temporalio/common'
import { compressingCodec } from './compressing-codec.ts'
import { encryptingCodec, type PayloadKeys } from './encrypting-codec.ts'

const failureConverterPath = fileURLToPath(new URL('./failure-converter.ts', import.meta.url))

/**
 * What every Temporal client and worker is given, the same one. Large payloads are compressed. On, every payload and failure text is encrypted before Temporal sees
 * it. Off, new ones are plain, and what was encrypted before is still read: the switch may be turned either way at any time.
 */
export const dataConverterFor = ({
  payloadEncryption,
  keys,
}: {
  payloadEncryption: 'on' | 'off'
  keys: PayloadKeys
}): DataConverter => {
  const encrypting = encryptingCodec(keys)
  if (payloadEncryption === 'on') return { payloadCodecs: [compressingCodec, encrypting], failureConverterPath }
  const onlyReading = { encode: async (payloads: Payload[]) => payloads, decode: encrypting.decode }
  return { payloadCodecs: [compressingCodec, onlyReading] }
}
