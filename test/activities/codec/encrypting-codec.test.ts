import { randomBytes } from 'node:crypto'
import { ApplicationFailure, defaultPayloadConverter, type Payload } from '@temporalio/common'
import { loadDataConverter } from '@temporalio/common/lib/internal-non-workflow/index.js'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dataConverterFor } from '../../../activities/codec/data-converter.ts'
import { encryptingCodec } from '../../../activities/codec/encrypting-codec.ts'
import { inOneCodec } from '../../../activities/codec/in-one-codec.ts'

const first = { current: 'k1', keys: { k1: randomBytes(32) } }
const rotated = { current: 'k2', keys: { ...first.keys, k2: randomBytes(32) } }
const codec = encryptingCodec(first)

const plain = (value: unknown): Payload => defaultPayloadConverter.toPayload(value)
const valueOf = (payload: Payload | undefined): unknown => defaultPayloadConverter.fromPayload(payload!)
const keyIdOf = (payload: Payload | undefined) => Buffer.from(payload!.metadata!['encryption-key-id']!).toString()
const bytesOf = (payload: Payload | undefined) => Buffer.from(payload!.data!)

/** The same payload with one byte of its data changed. */
const tampered = (payload: Payload | undefined, at: number): Payload => {
  const data = bytesOf(payload)
  data[at] = (data[at] ?? 0) ^ 1
  return { ...payload, data }
}

describe('an encrypted payload', () => {
  it('comes back byte for byte, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array()), fc.jsonValue(), async (bytes, json) => {
        const payloads = [...bytes.map(plain), plain(json), plain(undefined)]
        const back = await codec.decode(await codec.encode(payloads))
        expect(back.map((payload) => Buffer.from(payload.data ?? []))).toEqual(
          payloads.map((payload) => Buffer.from(payload.data ?? [])),
        )
        expect(back.map((payload) => Buffer.from(payload.metadata!['encoding']!).toString())).toEqual(
          payloads.map((payload) => Buffer.from(payload.metadata!['encoding']!).toString()),
        )
      }),
      { numRuns: 50 },
    )
  })

  it('shows nothing of what it holds, and never looks the same twice', async () => {
    const [one, other] = await codec.encode([plain('Kent and Essex'), plain('Kent and Essex')])
    expect(bytesOf(one).toString('latin1')).not.toContain('Kent')
    expect(JSON.stringify(one)).not.toContain(Buffer.from('json/plain').toString('base64'))
    expect(bytesOf(one).equals(bytesOf(other))).toBe(false)
  })

  it('is read after its key was followed by another, which writes the new ones', async () => {
    const before = await codec.encode([plain('written before')])
    const later = encryptingCodec(rotated)
    expect(valueOf((await later.decode(before))[0])).toBe('written before')
    const [after] = await later.encode([plain('written after')])
    expect([keyIdOf(before[0]), keyIdOf(after)]).toEqual(['k1', 'k2'])
    await expect(codec.decode([after!])).rejects.toThrow('the key k2, which is not in the key file')
  })

  it('is read by a process that started before its key was made, which looks into the key file once more', async () => {
    const [after] = await encryptingCodec(rotated).encode([plain('written after')])
    expect(valueOf((await encryptingCodec(first, () => rotated).decode([after!]))[0])).toBe('written after')
    await expect(encryptingCodec(first, () => first).decode([after!])).rejects.toThrow('which is not in the key file')
  })

  it.each([0, 11, 12, 20, -17, -1])('is refused when byte %i of it was changed', async (at) => {
    const [payload] = await codec.encode([plain('nobody may change this')])
    await expect(codec.decode([tampered(payload, at < 0 ? bytesOf(payload).length + at : at)])).rejects.toThrow(
      'A payload encrypted with the key k1 was changed since, or the key is another one',
    )
  })

  it('is refused when it was cut short, or its key exchanged for another', async () => {
    const [payload] = await codec.encode([plain('nobody may change this')])
    const cut = { ...payload, data: bytesOf(payload).subarray(0, 20) }
    await expect(codec.decode([cut])).rejects.toThrow('was changed since')
    const bothSame = encryptingCodec({ current: 'k1', keys: { ...first.keys, k9: first.keys.k1 } })
    const renamed = { ...payload, metadata: { ...payload!.metadata, 'encryption-key-id': Buffer.from('k9') } }
    await expect(bothSame.decode([renamed])).rejects.toThrow('was changed since')
  })
})

it('a plain payload is read as it is, so that histories from before stay readable', async () => {
  const payloads = [plain({ title: '7F Vetting' }), plain(undefined), plain(new Uint8Array([1, 2, 3]))]
  expect(await codec.decode(payloads)).toEqual(payloads)
})

it('refuses keys of another length, or a current one that is not there', () => {
  expect(() => encryptingCodec({ current: 'k1', keys: { k1: randomBytes(16) } })).toThrow(
    'k1 must have 32 bytes, not 16',
  )
  expect(() => encryptingCodec({ ...first, current: 'k7' })).toThrow('The current payload key k7 is not among the keys')
})

describe('the data converter', () => {
  it('writes plain payloads where encryption is off, and still reads what was encrypted', async () => {
    const off = inOneCodec(dataConverterFor({ payloadEncryption: 'off', keys: first }))
    expect(await off.encode([plain('in the open')])).toEqual([plain('in the open')])
    const [read] = await off.decode(await codec.encode([plain('once hidden')]))
    expect(valueOf(read)).toBe('once hidden')
  })

  it('encrypts the text of failures too', () => {
    const { failureConverter, payloadConverter } = loadDataConverter(
      dataConverterFor({ payloadEncryption: 'on', keys: first }),
    )
    const failure = failureConverter.errorToFailure(
      ApplicationFailure.create({ message: 'Kent refused' }),
      payloadConverter,
    )
    expect(failure.message).toBe('Encoded failure')
    expect(failure.encodedAttributes).toBeDefined()
    expect(failureConverter.failureToError(failure, payloadConverter).message).toBe('Kent refused')
  })
})
