import { Client, Connection } from '@temporalio/client'
import proto from '@temporalio/proto'
import type { Payload } from '@temporalio/common'
import { decideByPage } from '../../bench/gatehouse/decide.ts'
import { httpTo } from '../../bench/gatehouse/http.ts'
import { addressOf, putOnFile } from '../../bench/gatehouse/on-file.ts'
import { contentOf } from '../../bench/gatehouse/words.ts'
import type { SeatId } from '../../bench/lifecycle.ts'
import { startTestGatehouse } from '../support/gatehouse-processes.ts'
import { initiativeWorkflowId } from '../../workflows/ids.ts'

const { History } = proto.temporal.api.history.v1

/** A Gatehouse of two real processes that encrypts, one initiative before its board, and Temporal seen without any key. */
export const startEncryptedGatehouse = async (initiativeId: string) => {
  const gatehouse = await startTestGatehouse({ TEMPORAL_PAYLOAD_ENCRYPTION: 'on' })
  const http = httpTo(gatehouse.apiUrl)
  const connection = await Connection.connect({ address: gatehouse.temporal.address })
  const { namespace } = gatehouse.temporal
  const withoutKeys = new Client({ connection, namespace })
  const act = (id: string, command: 'create' | 'submit') =>
    http.json(
      'POST',
      command === 'create' ? '/api/initiatives' : `/api/initiatives/${id}/commands/${command}`,
      contentOf(command, id),
      { 'idempotency-key': `${id}-${command}`, 'x-acting-as': 'change team' },
    )
  /** Another initiative whose papers go to the same board. */
  const begin = async (id: string) => {
    await act(id, 'create')
    await act(id, 'submit')
  }
  await putOnFile(http)
  await begin(initiativeId)

  const linkOf = async (seatId: SeatId) => {
    const mail = await gatehouse.smtp.waitForMail(
      ({ to, subject }) => to.includes(addressOf(seatId)) && subject.includes('Decision needed'),
    )
    return new URL(mail.links.find((link) => link.includes('/d/')) ?? '').pathname.slice('/d/'.length)
  }
  return {
    ...gatehouse,
    http,
    begin,
    linkOf,
    /** A member decides on the page of their link, and sees it recorded. */
    decide: async (seatId: SeatId) =>
      decideByPage(gatehouse.apiUrl)(http, await linkOf(seatId), { command: 'decide', seatId, choice: 'approve' }),
    choicesRecorded: async () =>
      JSON.stringify(await http.json('GET', `/api/initiatives/${initiativeId}/history`)).match(/"type":"voteCast"/g)
        ?.length ?? 0,
    /** What Temporal keeps of a workflow: every byte, every payload and every failure's words in it. */
    kept: async (workflowId = initiativeWorkflowId(initiativeId)) => {
      const history = await withoutKeys.workflow.getHandle(workflowId).fetchHistory()
      return {
        bytes: Buffer.from(History.encode(history).finish()).toString('latin1'),
        payloads: payloadsIn(history),
        failures: messagesIn(history),
      }
    },
    stop: async () => {
      await Promise.all([http.close(), connection.close()])
      await gatehouse.stop()
    },
  }
}

const isPayload = (value: object): value is Payload => 'metadata' in value && 'data' in value

/** Every payload of a history, wherever it stands. Search attributes are no secret: Temporal itself must read them. */
export const payloadsIn = (value: unknown): Payload[] => {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return []
  if (isPayload(value) && value.data) return [value]
  return Object.entries(value).flatMap(([key, inner]) => (key === 'searchAttributes' ? [] : payloadsIn(inner)))
}

/** The words of every failure of a history, as Temporal shows them to whoever has no key. */
const messagesIn = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return []
  return Object.entries(value).flatMap(([key, inner]): string[] =>
    key === 'message' && typeof inner === 'string' ? [inner] : messagesIn(inner),
  )
}

export const metadataOf = ({ metadata }: Payload, key: string): string => Buffer.from(metadata?.[key] ?? []).toString()
