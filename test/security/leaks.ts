import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client as TemporalClient, Connection } from '@temporalio/client'
import proto from '@temporalio/proto'
import { Client } from 'pg'
import { dataConverterFor } from '../../activities/codec/data-converter.ts'
import { inOneCodec } from '../../activities/codec/in-one-codec.ts'
import { loadKeys } from '../../activities/settings/keys.ts'
import type { TestGatehouse } from '../support/gatehouse-processes.ts'
import { payloadsIn } from './encrypted-gatehouse.ts'

const { History } = proto.temporal.api.history.v1

/** Everything somebody could read who has no business to, by where it lies. */
export type Places = Record<'logs' | 'database' | 'histories' | 'decodedHistories' | 'dataFolder', string>

/** How Temporal names and finds workflows, which it must read itself and so is never encrypted. */
export type Named = { workflowId: string; searchAttributes: Record<string, unknown>; memo: unknown }

/** What must be in none of the places: the tokens of every link that was mailed, and every password and key there is. */
export const secretsOf = async ({ smtp, databaseUrl, dataFolder }: TestGatehouse): Promise<string[]> => {
  const tokens = smtp.mails.flatMap(({ links }) =>
    links.flatMap((link) => /\/(?:d|not-me|c)\/([\w-]{43})/.exec(link)?.[1] ?? []),
  )
  const keys = [...(await readFile(join(dataFolder, 'keys.json'), 'utf8')).matchAll(/"([A-Za-z0-9+/]{43}=)"/g)]
  return [...tokens, new URL(databaseUrl).password, ...keys.map(([, key]) => key ?? '')].filter(
    (secret) => secret !== '',
  )
}

/** Reads all of them to the last byte. */
export const placesOf = async (gatehouse: TestGatehouse): Promise<{ places: Places; named: Named[] }> => {
  const { temporal, dataFolder, complaints } = gatehouse
  const connection = await Connection.connect({ address: temporal.address })
  const client = new TemporalClient({ connection, namespace: temporal.namespace })
  const keys = loadKeys(dataFolder).payload
  const codec = inOneCodec(dataConverterFor({ payloadEncryption: 'on', keys }))
  const named: Named[] = []
  const histories: string[] = []
  const decodedHistories: string[] = []
  for await (const { workflowId, runId, typedSearchAttributes, memo } of client.workflow.list()) {
    const searchAttributes = Object.fromEntries(
      typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]),
    )
    named.push({ workflowId, searchAttributes, memo })
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory()
    histories.push(Buffer.from(History.encode(history).finish()).toString('latin1'))
    for (const { data } of await codec.decode(payloadsIn(history)))
      decodedHistories.push(Buffer.from(data ?? []).toString())
  }
  await connection.close()
  return {
    places: {
      logs: complaints.join(''),
      database: await everyRow(gatehouse.databaseUrl),
      histories: histories.join('\n'),
      decodedHistories: decodedHistories.join('\n'),
      dataFolder: await everyFile(dataFolder),
    },
    named,
  }
}

const everyRow = async (databaseUrl: string): Promise<string> => {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  const { rows: tables } = await client.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public'",
  )
  let text = ''
  for (const { name } of tables) text += JSON.stringify((await client.query(`select * from "${name}"`)).rows)
  await client.end()
  return text
}

const everyFile = async (folder: string): Promise<string> => {
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  const texts = files
    .filter((file) => file.isFile() && file.name !== 'keys.json')
    .map((file) => readFile(join(file.parentPath, file.name), 'latin1'))
  return (await Promise.all(texts)).join('\n')
}
