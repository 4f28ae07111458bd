import { hkdfSync } from 'node:crypto'
import { CompactEncrypt, compactDecrypt } from 'jose'
import type * as z from 'zod'

/**
 * Seals what a form carries back into one field (a compact JWE, AES-256-GCM). Nothing is kept on the server: every API process with the
 * same key, also after a restart, can open it. Each `purpose` has a key of its own, so that nothing sealed for one can be passed off
 * as sealed for another.
 */
export const sealedFor = <Content>(purpose: string, schema: z.ZodType<Content>) => {
  const keyOf = (formKey: Uint8Array) => new Uint8Array(hkdfSync('sha256', formKey, new Uint8Array(), purpose, 32))
  return {
    seal: (formKey: Uint8Array, content: Content): Promise<string> =>
      new CompactEncrypt(new TextEncoder().encode(JSON.stringify(content)))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .encrypt(keyOf(formKey)),

    /** Undefined for anything that was not sealed with this key for this purpose. */
    unseal: async (formKey: Uint8Array, sealed: string | undefined): Promise<Content | undefined> => {
      if (!sealed || sealed.length > 2000) return undefined
      try {
        const { plaintext } = await compactDecrypt(sealed, keyOf(formKey), {
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
        })
        const read: unknown = JSON.parse(new TextDecoder().decode(plaintext))
        return schema.safeParse(read).data
      } catch {
        return undefined
      }
    },
  }
}
