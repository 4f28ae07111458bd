import type { Client } from '@temporalio/client'
import type { Store } from '../../activities/store/store.ts'
import { initiativeWorkflowId } from '../../workflows/ids.ts'
import { recordAgain } from '../../workflows/messages.ts'
import { knownInitiativeIds, wordsOf } from '../services/live-initiatives.ts'
import { together } from '../services/together.ts'
import { compareWithWorkflow } from '../verify/verify-all.ts'

/** What was done, or with a dry run would be: initiatives made anew by their workflow and from the audit, and those that were not. */
export type Rebuilt = {
  fromWorkflows: string[]
  fromAudit: string[]
  /** Claimed, and not begun: there is nothing to show of them. */
  notBegun: string[]
  /** Neither a workflow that answers nor a whole state in the audit: left as they are, because nothing could make them again. */
  leftAsTheyAre: Left[]
  /** Emptied, and not written again: run it again. */
  stillEmpty: Left[]
  milliseconds: number
}
export type Left = { initiativeId: string; why: string }

export type RebuildNeeds = {
  client: Client
  taskQueue: string
  store: Pick<Store, 'rebuild' | 'wholeRecords'>
  isDryRun: boolean
  /** How long what is on its way into the record may take. */
  patienceMilliseconds?: number
  progress?: (of: number, what: string) => () => void
}

const atOnce = 8
const answerWithinMilliseconds = 30_000

/**
 * Empties the read model and has it written again while decisions go on: each live initiative by its workflow, each closed one from
 * the last whole state its entries keep. Entries, mails and links are never touched. What could not be written again is not emptied.
 */
export const rebuildAll = async (needs: RebuildNeeds): Promise<Rebuilt> => {
  const { client, store, isDryRun, patienceMilliseconds = 15_000, progress } = needs
  const startedInstant = Date.now()
  const ids = await knownInitiativeIds(needs, store.wholeRecords)
  const looked = progress?.(ids.length, 'initiatives looked at')
  const sources = await together(ids, atOnce, async (initiativeId) => {
    const compared = await compareWithWorkflow(
      { client, records: store.wholeRecords, patienceMilliseconds },
      initiativeId,
    )
    looked?.()
    return { initiativeId, source: sourceOf(compared) }
  })
  const from = (kind: 'workflow' | 'audit' | 'notBegun') =>
    sources.filter(({ source }) => source === kind).map(({ initiativeId }) => initiativeId)
  const rebuilt: Rebuilt = {
    fromWorkflows: from('workflow'),
    fromAudit: from('audit'),
    notBegun: from('notBegun'),
    leftAsTheyAre: sources.flatMap(({ initiativeId, source }) =>
      typeof source === 'object' ? [{ initiativeId, ...source }] : [],
    ),
    stillEmpty: [],
    milliseconds: 0,
  }
  if (!isDryRun) rebuilt.stillEmpty.push(...(await writeAgain(needs, rebuilt)))
  return { ...rebuilt, milliseconds: Date.now() - startedInstant }
}

/**
 * Where an initiative's state can be had from again. A workflow that contradicts its record cannot give it: what it hands over is
 * refused, and the row that is there is the only one.
 */
const sourceOf = ({
  record: { row, entries, kept },
  live,
  contradictions,
}: Awaited<ReturnType<typeof compareWithWorkflow>>): 'workflow' | 'audit' | 'notBegun' | { why: string } => {
  const [first] = contradictions
  if (live.kind === 'running' && first)
    return { why: `it contradicts its record: ${first.what}: expected ${first.expected}, found ${first.found}` }
  if (live.kind === 'running') return 'workflow'
  if (entries.length === 0) return 'notBegun'
  if (kept?.sequence === entries.at(-1)?.sequence) return 'audit'
  const shown = row?.state ? '' : ', and its row is empty already'
  if (live.kind === 'silent' || live.kind === 'refused')
    return { why: `its workflow does not answer (${live.reason})${shown}` }
  const status = live.kind === 'ended' ? live.status.toLowerCase() : 'gone'
  return { why: `its workflow is ${status}, and the audit keeps no whole state of it${shown}` }
}

const writeAgain = async (
  { client, store, progress }: RebuildNeeds,
  { fromWorkflows, fromAudit }: Rebuilt,
): Promise<Left[]> => {
  await store.rebuild.drop([...fromWorkflows, ...fromAudit])
  await store.rebuild.restoreClosed()
  const written = progress?.(fromWorkflows.length, 'initiatives written again by their workflows')
  const failed = await together(fromWorkflows, atOnce, async (initiativeId): Promise<Left[]> => {
    const why = await client
      .withDeadline(Date.now() + answerWithinMilliseconds, () =>
        client.workflow.getHandle(initiativeWorkflowId(initiativeId)).executeUpdate(recordAgain),
      )
      .then(() => 'its workflow answered, and nothing came of it', wordsOf)
    written?.()
    return (await isEmpty(store, initiativeId)) ? [{ initiativeId, why }] : []
  })
  const notRestored = await together(fromAudit, atOnce, async (initiativeId): Promise<Left[]> =>
    (await isEmpty(store, initiativeId)) ? [{ initiativeId, why: 'the audit keeps no whole state of it' }] : [],
  )
  return [...failed, ...notRestored].flat()
}

/** One that closed meanwhile answers nothing any more, and has written its row itself. */
const isEmpty = async ({ wholeRecords }: Pick<Store, 'wholeRecords'>, initiativeId: string) =>
  (await wholeRecords.read(initiativeId)).row?.state === undefined
