import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import proto from '@temporalio/proto'
import type { Payload, PayloadCodec } from '@temporalio/common'

/** Keys by their id. New payloads are written with `current`; the others stay, to read what they wrote. */
export type PayloadKeys = { current: string; keys: Readonly<Record<string, Uint8Array>> }

const { Payload: PayloadMessage } = proto.temporal.api.common.v1

const cipherName = 'aes-256-gcm'
const encoding = 'binary/encrypted'
/** Said beside the encoding: how to undo it, and with which key. */
const metadataKeys = { encoding: 'encoding', cipher: 'encryption-cipher', keyId: 'encryption-key-id' } as const
const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16

/**
 * Encrypts every payload before Temporal sees it: AES-256-GCM, a random nonce each, bound to the id of its key. What is not encrypted
 * decodes as it is, so that the switch may be turned on at any time. `readAgain` is asked for the keys as they are now when a payload
 * names a key that is not among those given: another process may have rotated them since.
 * @throws RangeError when the current key is missing or one has another length.
 */
export const encryptingCodec = (
  { current, keys }: PayloadKeys,
  readAgain?: () => PayloadKeys | undefined,
): PayloadCodec => {
  const wrong = Object.entries(keys).find(([, key]) => key.length !== keyBytes)
  if (wrong) throw new RangeError(`The payload key ${wrong[0]} must have ${keyBytes} bytes, not ${wrong[1].length}`)
  const currentKey = keys[current]
  if (!currentKey) throw new RangeError(`The current payload key ${current} is not among the keys`)

  const encrypted = (payload: Payload): Payload => ({
    metadata: {
      [metadataKeys.encoding]: Buffer.from(encoding),
      [metadataKeys.cipher]: Buffer.from(cipherName),
      [metadataKeys.keyId]: Buffer.from(current),
    },
    data: seal(PayloadMessage.encode(payload).finish(), current, currentKey),
  })

  const decrypted = (payload: Payload): Payload => {
    if (textOf(payload, metadataKeys.encoding) !== encoding) return payload
    const keyId = textOf(payload, metadataKeys.keyId) ?? ''
    const key = keys[keyId] ?? readAgain?.()?.keys[keyId]
    if (!key) throw new Error(`A payload was encrypted with the key ${keyId}, which is not in the key file`)
    try {
      return PayloadMessage.decode(unseal(payload.data ?? new Uint8Array(), keyId, key))
    } catch (cause) {
      throw new Error(`A payload encrypted with the key ${keyId} was changed since, or the key is another one`, {
        cause,
      })
    }
  }

  return {
    encode: async (payloads) => payloads.map(encrypted),
    decode: async (payloads) => payloads.map(decrypted),
  }
}

const seal = (plain: Uint8Array, keyId: string, key: Uint8Array): Uint8Array => {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(cipherName, key, nonce).setAAD(Buffer.from(keyId))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

const unseal = (sealed: Uint8Array, keyId: string, key: Uint8Array): Uint8Array => {
  const nonce = sealed.subarray(0, nonceBytes)
  const tag = sealed.subarray(-tagBytes)
  const decipher = createDecipheriv(cipherName, key, nonce, { authTagLength: tagBytes })
    .setAAD(Buffer.from(keyId))
    .setAuthTag(tag)
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()])
}

const textOf = (payload: Payload, key: string): string | undefined => {
  const value = payload.metadata?.[key]
  return value && Buffer.from(value).toString()
}
