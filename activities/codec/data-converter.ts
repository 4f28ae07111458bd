import { fileURLToPath } from 'node:url'
import type { DataConverter } from '@temporalio/common'
import { encryptingCodec, type PayloadKeys } from './encrypting-codec.ts'

/**
 * What every Temporal client and worker is given, the same one. Off, Temporal's own: payloads are plain. Once on it stays on: an
 * initiative whose history is encrypted cannot be read by a worker for which it is off.
 */
export const dataConverterFor = ({
  payloadEncryption,
  keys,
}: {
  payloadEncryption: 'on' | 'off'
  keys: PayloadKeys
}): DataConverter =>
  payloadEncryption === 'off'
    ? {}
    : {
        payloadCodecs: [encryptingCodec(keys)],
        failureConverterPath: fileURLToPath(new URL('./failure-converter.ts', import.meta.url)),
      }
