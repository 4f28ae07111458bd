import type { Client } from '@temporalio/client'
import proto from '@temporalio/proto'

/** What Temporal keeps of one lifecycle. */
export type History = { events: number; bytes: number }

/** How often each kind of event stands in a history, by Temporal's own names. */
export type EventKinds = Record<string, number>

export type Histories = {
  of(workflowIds: readonly string[]): Promise<History[]>
  kindsIn(workflowId: string): Promise<EventKinds>
}

const { EventType } = proto.temporal.api.enums.v1

export const historiesOn = (client: Client): Histories => ({
  of: async (workflowIds) => {
    const found: History[] = []
    for (const workflowId of workflowIds) {
      const { status, historyLength, historySize } = await client.workflow.getHandle(workflowId).describe()
      if (status.name !== 'COMPLETED') throw new Error(`${workflowId} is ${status.name} and not completed.`)
      found.push({ events: historyLength, bytes: historySize ?? 0 })
    }
    return found
  },
  kindsIn: async (workflowId) => {
    const { events } = await client.workflow.getHandle(workflowId).fetchHistory()
    const kinds: EventKinds = {}
    for (const { eventType } of events ?? []) {
      const name = (EventType[eventType ?? 0] ?? '').replace('EVENT_TYPE_', '').replaceAll('_', ' ').toLowerCase()
      kinds[name] = (kinds[name] ?? 0) + 1
    }
    return kinds
  },
})
