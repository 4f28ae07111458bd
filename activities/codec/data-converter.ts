import { fileURLToPath } from 'node:url'
import type { DataConverter, PayloadCodec } from '@temporalio/common'
import { compressingCodec } from './compressing-codec.ts'
import { encryptingCodec, type PayloadKeys } from './encrypting-codec.ts'

const failureConverterPath = fileURLToPath(new URL('./failure-converter.ts', import.meta.url))

/**
 * What every Temporal client and worker is given, the same one. Large payloads are compressed. On, every payload and failure text is
 * encrypted before Temporal sees it. Off, new ones are plain, and what was encrypted before is still read: the switch may be turned
 * either way at any time. `readAgain` answers with the keys as they are now: another process may have rotated them since.
 */
export const dataConverterFor = ({
  payloadEncryption,
  keys,
  readAgain,
}: {
  payloadEncryption: 'on' | 'off'
  keys: PayloadKeys
  readAgain?: () => PayloadKeys | undefined
}): DataConverter => {
  const encrypting = encryptingCodec(keys, readAgain)
  if (payloadEncryption === 'on') return { payloadCodecs: [compressingCodec, encrypting], failureConverterPath }
  const onlyReading: PayloadCodec = {
    encode: async (payloads) => payloads,
    decode: (payloads) => encrypting.decode(payloads),
  }
  return { payloadCodecs: [compressingCodec, onlyReading] }
}
