import { randomUUID } from 'node:crypto'
import { WorkflowNotFoundError } from '@temporalio/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Asked } from '../../api/parts.ts'
import { initiativeWorkflowId } from '../../workflows/ids.ts'
import { verifyChain } from '../../activities/store/verify-chain.ts'
import { anInitiative, aVote, changeTeam, memberHolding } from '../support/case.ts'
import { startStack, type Stack } from '../support/single-stack.ts'

/** After five updates a run hands itself on to the next, as soon as nothing is under way. */
const updatesARun = 5
let stack: Stack

beforeAll(async () => {
  stack = await startStack({
    historyLimits: { updates: updatesARun, events: 2000, days: 180 },
    answerWithinMilliseconds: 60_000,
  })
})
afterAll(() => stack?.stop())

/** A board of so many seats of which none is enough to decide: every decision is to abstain. */
const aLargeBoard = (seatCount: number) => ({
  seats: Array.from({ length: seatCount }, (_, index) => ({
    seatId: `seat-${index}`,
    title: `Seat ${index}`,
    organisationIds: ['kent'],
    holderId: `chief-constable-seat-${index}`,
    chair: index === 0,
  })),
})
const abstains = (initiativeId: string, seatId: string, decisionNumber: number) =>
  stack.parts.cases.castVote(
    initiativeId,
    aVote(seatId, 'abstain', { decisionNumber }),
    memberHolding(`chief-constable-${seatId}`),
    `form-${decisionNumber}`,
  )
const aRating = {
  kind: 'team',
  rag: 'amber',
  date: { precision: 'month', month: '2027-03' },
  provenance: { certainty: 'recorded' },
} as const
const runOf = async (initiativeId: string) =>
  (await stack.initiatives.client.workflow.getHandle(initiativeWorkflowId(initiativeId)).describe()).runId
/** How often a workflow handed itself on, read from the first run to the last. */
const handedOn = async (initiativeId: string) => {
  const { client } = stack.initiatives
  const workflowId = initiativeWorkflowId(initiativeId)
  let runId = (await client.workflow.getHandle(workflowId).describe()).raw.workflowExecutionInfo?.firstRunId ?? ''
  for (let count = 0; ; count += 1) {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory()
    const next = events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId
    if (!next) return count
    runId = next
  }
}

describe('a decision sent again and again while its initiative hands itself on', { timeout: 240_000 }, () => {
  it('counts once, before, during and after, in a hundred rounds', async () => {
    const rounds = 10
    const play = async () => {
      const initiativeId = await stack.submitted()
      const kinds: string[] = []
      for (let round = 0; round < rounds; round += 1) {
        const press = async () => void kinds.push((await abstains(initiativeId, 'kent', round)).kind)
        const run = await runOf(initiativeId)
        await press()
        // Enough comings and goings to end the run, with the same press among them.
        const pressing = Array.from({ length: updatesARun + 1 }, (_, index) =>
          stack.parts.cases.command('rate', initiativeId, aRating, changeTeam, `${round}-${index}`).then(press),
        )
        await Promise.all(pressing)
        await expect.poll(() => runOf(initiativeId), { timeout: 20_000 }).not.toBe(run)
        await press()
      }
      return { initiativeId, kinds }
    }
    const played = await Promise.all(Array.from({ length: 100 / rounds }, play))
    for (const { initiativeId, kinds } of played) {
      expect(kinds.filter((kind) => kind === 'notConfirmed')).toEqual([])
      expect(
        (await stack.votes(initiativeId)).map(({ event }) => event.type === 'voteCast' && event.decisionNumber),
      ).toEqual(Array.from({ length: rounds }, (_, round) => round))
    }
  })

  it('takes 500 different decisions across 20 hand-overs, all counted, none answered with an error', async ({
    annotate,
  }) => {
    const seats = 10
    const initiativeId = await stack.submitted(aLargeBoard(seats))
    const waits: number[] = []
    const answers: Asked[] = []
    const decide = async (seatId: string, decisionNumber: number) => {
      const began = performance.now()
      answers.push(await abstains(initiativeId, seatId, decisionNumber))
      waits.push(performance.now() - began)
    }
    // Without a pause: as soon as one seat's decision is answered it is changed, so there is always something under way.
    const deciding = async (seatId: string) => {
      for (let decision = 0; decision < 500 / seats; decision += 1) await decide(seatId, decision)
    }
    await Promise.all(Array.from({ length: seats }, (_, index) => deciding(`seat-${index}`)))
    // A press that met a run just giving way was sent again, and finds itself recorded.
    expect(answers.filter(({ kind }) => kind !== 'recorded' && kind !== 'alreadyRecorded')).toEqual([])
    expect(await stack.votes(initiativeId)).toHaveLength(500)
    expect(verifyChain(await stack.store.initiatives.entries(initiativeId))).toMatchObject({ intact: true })
    expect(await handedOn(initiativeId)).toBeGreaterThanOrEqual(20)
    const p99 = Math.round(waits.toSorted((a, b) => a - b)[Math.floor(waits.length * 0.99)] ?? 0)
    await annotate(`500 decisions during 20 hand-overs: p99 ${p99} ms (mark 2,000)`)
    expect(p99).toBeLessThan(20_000)
  })
})

describe('the beginning of an initiative', { timeout: 60_000 }, () => {
  it('is one workflow and one entry, when twenty begin it at once with one key', async () => {
    const initiativeId = `case-${randomUUID().slice(0, 12)}`
    const begin = () => stack.parts.cases.begin(anInitiative({ initiativeId }), changeTeam, `begin-${initiativeId}`)
    const answers = await Promise.all(Array.from({ length: 20 }, begin))
    expect(new Set(answers.map((answer) => JSON.stringify({ ...answer, kind: 'recorded' }))).size).toBe(1)
    expect(answers[0]).toMatchObject({ sequence: 1 })
    expect(await stack.store.initiatives.entries(initiativeId)).toHaveLength(1)
  })

  it('cannot be repeated after the end, also when Temporal has forgotten it', async () => {
    const initiativeId = await stack.submitted()
    const { client } = stack.initiatives
    const { cases } = stack.parts
    const voted = await cases.castVote(
      initiativeId,
      aVote('kent', 'abstain'),
      memberHolding('chief-constable-kent'),
      'f',
    )
    await cases.command('withdraw', initiativeId, { reason: 'The forces left.' }, changeTeam, 'withdraw')
    const workflow = client.workflow.getHandle(initiativeWorkflowId(initiativeId))
    expect(await workflow.result()).toBe('withdrawn')
    const beginAgain = () => cases.begin(anInitiative({ initiativeId }), changeTeam, `again-${initiativeId}`)
    const refused = { kind: 'refused', type: 'AlreadyBegun', reason: expect.stringContaining('was withdrawn') }
    expect(await beginAgain()).toMatchObject(refused)

    const { namespace } = stack.temporal
    const { runId } = await workflow.describe()
    const workflowExecution = { workflowId: workflow.workflowId, runId }
    await client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution })
    await expect
      .poll(() => workflow.describe().then(String, (error: unknown) => error), { timeout: 50_000, interval: 500 })
      .toBeInstanceOf(WorkflowNotFoundError)

    const again = await Promise.all(Array.from({ length: 20 }, beginAgain))
    for (const answer of again) expect(answer).toMatchObject(refused)
    await expect(workflow.describe()).rejects.toThrow(WorkflowNotFoundError)
    expect((await stack.store.initiatives.entries(initiativeId)).map(({ event }) => event.type)).toEqual([
      'created',
      'submitted',
      'voteCast',
      'withdrawn',
    ])
    const late = await cases.castVote(
      initiativeId,
      aVote('kent', 'abstain'),
      memberHolding('chief-constable-kent'),
      'f',
    )
    expect(late).toMatchObject({ kind: 'alreadyRecorded', ballot: 'ballot' in voted ? voted.ballot : undefined })
  })
})
