import { randomBytes } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { defaultPayloadConverter, type Payload } from '@temporalio/common'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { compressingCodec } from '../../../activities/codec/compressing-codec.ts'
import { dataConverterFor } from '../../../activities/codec/data-converter.ts'
import { inOneCodec } from '../../../activities/codec/in-one-codec.ts'

const plain = (value: unknown): Payload => defaultPayloadConverter.toPayload(value)
const aCase = plain(Array.from({ length: 200 }, (_, number) => ({ number, seat: 'Kent', choice: 'approve' })))
const bytesIn = (payload: Payload | undefined) => payload?.data?.length ?? 0
const encodingOf = (payload: Payload | undefined) => Buffer.from(payload?.metadata?.['encoding'] ?? []).toString()

it('packs a whole case to a fraction of its size, under the name Temporal has for it', async () => {
  const [packed] = await compressingCodec.encode([aCase])
  expect(encodingOf(packed)).toBe('binary/zlib')
  expect(bytesIn(packed)).toBeLessThan(bytesIn(aCase) / 5)
})

it('leaves alone what is small and what cannot be packed', async () => {
  const payloads = [plain('a vote'), plain(undefined), plain(new Uint8Array(randomBytes(2000)))]
  expect(await compressingCodec.encode(payloads)).toEqual(payloads)
})

it('gives everything back byte for byte, packed or not, encrypted or not', async () => {
  const keys = { current: 'k1', keys: { k1: randomBytes(32) } }
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(fc.jsonValue(), fc.string({ minLength: 1000, maxLength: 5000 }))),
      fc.constantFrom<'on' | 'off'>('on', 'off'),
      async (values, payloadEncryption) => {
        const codec = inOneCodec(dataConverterFor({ payloadEncryption, keys }))
        const payloads = await codec.decode(await codec.encode(values.map(plain)))
        expect(payloads.map((payload) => Buffer.from(payload.data ?? []).toString())).toEqual(
          values.map((value) => Buffer.from(plain(value).data ?? []).toString()),
        )
      },
    ),
    { numRuns: 50 },
  )
})

it('refuses what would unpack to more than any case of ours', async () => {
  const bomb = { metadata: { encoding: Buffer.from('binary/zlib') }, data: deflateSync(Buffer.alloc(64 * 1024 * 1024)) }
  await expect(compressingCodec.decode([bomb])).rejects.toThrow('larger than')
})
