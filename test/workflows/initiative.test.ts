import { randomUUID } from 'node:crypto'
import { WorkflowNotFoundError } from '@temporalio/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stageId } from '../../machines/vocabulary/facts.ts'
import { continues, noEntries } from '../../workflows/chain.ts'
import { commandUpdate } from '../../workflows/messages.ts'
import { aPlan, aProposal, aVote, changeTeam, memberHolding, theChiefs } from '../support/case.ts'
import { refusalOf, startInitiatives } from '../support/initiatives.ts'
import { sharedTemporal } from '../support/temporal.ts'

let initiatives: Awaited<ReturnType<typeof startInitiatives>>

beforeAll(async () => {
  initiatives = await startInitiatives(await sharedTemporal())
})
afterAll(() => initiatives.stop())

const kent = memberHolding('chief-constable-kent')
const submission = { proposal: aProposal(), boards: [theChiefs()] }
/** Every five updates a run hands itself on. */
const shortRuns = { limits: { updates: 5, events: 2000, days: 180 } }

describe('an initiative', () => {
  it('goes through its first gate, and every answer was recorded first', async () => {
    const { ask, entries, now } = await initiatives.start()
    await ask('submit', submission)
    await ask('castVote', aVote('kent'))
    const answer = await ask('castVote', aVote('essex'))
    expect(answer).toMatchObject({ kind: 'recorded', sequence: 4, ballot: { number: 1, choice: 'approve' } })
    expect(entries().map(({ event }) => event.type)).toEqual(['created', 'submitted', 'voteCast', 'voteCast'])
    const { state, version } = await now()
    expect(state.initiative.value).toEqual({ active: { fullBusinessCase: 'preparing' } })
    expect(version).toBe(4)
  })

  it('numbers its entries and chains them by their hashes', async () => {
    const { ask, entries, now } = await initiatives.start()
    await ask('submit', submission)
    await ask('castVote', aVote('kent', 'sendBack', { points: ['Show the savings by force.'] }))
    const recorded = entries()
    recorded.reduce((head, entry) => {
      expect(continues(head, entry)).toBe(true)
      return entry
    }, noEntries)
    expect((await now()).headHash).toBe(recorded.at(-1)?.hash)
    expect((await now()).stateHash).toBe(recorded.at(-1)?.stateHash)
  })

  it('counts a press once however often it arrives, before and after it hands itself on', async () => {
    const { ask, entries } = await initiatives.start(shortRuns)
    await ask('submit', submission, 'submit-1')
    const press = 'd:s1b1:kent:form-1'
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => ask('castVote', aVote('kent', 'abstain'), press)),
    )
    expect(new Set(answers.map(({ sequence }) => sequence))).toEqual(new Set([3]))
    for (const rag of ['red', 'amber', 'green'] as const)
      await ask('rate', {
        kind: 'team',
        rag,
        date: { precision: 'month', month: '2027-03' },
        provenance: { certainty: 'recorded' },
      })
    const later = await ask('castVote', aVote('kent', 'abstain'), press)
    expect(later).toMatchObject({ kind: 'alreadyRecorded', sequence: 3, ballot: { number: 1, choice: 'abstain' } })
    expect((await ask('submit', submission, 'submit-1')).kind).toBe('alreadyRecorded')
    expect(entries().filter(({ event }) => event.type === 'voteCast')).toHaveLength(1)
  })

  it('shows the decision that stands when an old form is sent, and counts a deliberate change', async () => {
    const { ask, entries } = await initiatives.start()
    await ask('submit', submission)
    await ask('castVote', aVote('kent', 'abstain'), 'd:s1b1:kent:form-1')
    const old = await ask('castVote', aVote('kent', 'approve', { decisionNumber: 0 }), 'd:s1b1:kent:form-2')
    expect(old).toMatchObject({ kind: 'alreadyRecorded', ballot: { choice: 'abstain' } })
    const changed = await ask('castVote', aVote('kent', 'approve', { decisionNumber: 1 }), 'd:s1b1:kent:form-3')
    expect(changed).toMatchObject({ kind: 'recorded', ballot: { number: 2, choice: 'approve' } })
    expect(entries().filter(({ event }) => event.type === 'voteCast')).toHaveLength(2)
  })

  it('answers a repeat of the deciding vote after the review has ended', async () => {
    const { ask } = await initiatives.start()
    await ask('submit', submission)
    await ask('castVote', aVote('kent'), 'd:s1b1:kent:1')
    await ask('castVote', aVote('essex'), 'd:s1b1:essex:1')
    expect(await ask('castVote', aVote('kent'), 'd:s1b1:kent:1')).toMatchObject({
      sequence: 3,
      ballot: { choice: 'approve' },
    })
    expect(await refusalOf(ask('castVote', aVote('norfolk')))).toMatch(/^ReviewClosed: The board has already decided/)
  })

  it.each<[string, unknown, RegExp]>([
    ['a comment of 40 KB', { ...aVote('kent', 'sendBack'), reason: 'x'.repeat(40_000) }, /^TooLarge: .*32 KB/],
    [
      'a comment of 4,001 characters',
      { ...aVote('kent', 'sendBack'), reason: 'x'.repeat(4001) },
      /^InvalidInput: reason: must be at most 4,000/,
    ],
    [
      'a NUL in a comment',
      { ...aVote('kent', 'sendBack'), reason: 'a\u0000b' },
      /^InvalidInput: reason: must not hold/,
    ],
    [
      'an unpaired surrogate',
      { ...aVote('kent', 'sendBack'), reason: 'a\ud800b' },
      /^InvalidInput: reason: must not hold/,
    ],
    ['a choice that does not exist', { ...aVote('kent'), choice: 'veto' }, /^InvalidInput: choice/],
    ['a field nobody knows', { ...aVote('kent'), weight: 2 }, /^InvalidInput: .*weight/],
    ['nothing at all', undefined, /^InvalidInput: payload/],
  ])('refuses %s, by a raw update, and lives on', async (_fact, payload, expected) => {
    const { ask, handle } = await initiatives.start()
    await ask('submit', submission)
    const raw = handle.executeUpdate<unknown, [unknown]>('castVote', {
      updateId: 'raw',
      args: [{ payload, by: kent, updateId: 'raw' }],
    })
    expect(await refusalOf(raw)).toMatch(expected)
    expect((await ask('castVote', aVote('kent'))).kind).toBe('recorded')
  })

  it.each<[string, unknown, RegExp]>([
    ['nobody', undefined, /^InvalidInput: by/],
    ['the change team in a member’s name', changeTeam, /^NotTheHolder: Only the member who holds a seat/],
    ['one member in another’s name', memberHolding('chief-constable-essex'), /^NotTheHolder/],
    ['someone who says to be the clock', { ...kent, kind: 'clock' }, /^InvalidInput: by: must be a person/],
    ['a NUL in a role', { ...kent, role: 'a\u0000' }, /^InvalidInput: by.role/],
    ['an unknown field of who it was', { ...kent, rank: 'x' }, /^InvalidInput: by/],
  ])('refuses a decision by %s, by a raw update, and lives on', async (_fact, by, expected) => {
    const { ask, handle } = await initiatives.start()
    await ask('submit', submission)
    const raw = handle.executeUpdate<unknown, [unknown]>('castVote', {
      updateId: 'raw',
      args: [{ payload: aVote('kent'), by, updateId: 'raw' }],
    })
    expect(await refusalOf(raw)).toMatch(expected)
    expect((await ask('castVote', aVote('kent'))).kind).toBe('recorded')
  })

  it.each<[string, [unknown], RegExp]>([
    ['nothing', [null], /^InvalidInput: command/],
    ['a command under another id than its own', [{ payload: aVote('kent'), by: kent, updateId: 'x' }], /updateId/],
    [
      'a condition that blocks what is no stage',
      [
        {
          payload: {
            ...aVote('kent', 'approveWithConditions'),
            conditions: [{ text: 'Agree it.', blocksStage: 'a\u0000' }],
          },
          by: kent,
          updateId: 'raw',
        },
      ],
      /^InvalidInput: conditions.0.blocksStage/,
    ],
  ])('refuses %s, and lives on', async (_fact, args, expected) => {
    const { ask, handle } = await initiatives.start()
    await ask('submit', submission)
    expect(await refusalOf(handle.executeUpdate<unknown, [unknown]>('castVote', { updateId: 'raw', args }))).toMatch(
      expected,
    )
    expect((await ask('castVote', aVote('kent'))).kind).toBe('recorded')
  })

  it('lives on after a raw update of 3 MB, which the server itself turns away', async () => {
    const { ask } = await initiatives.start()
    await ask('submit', submission)
    await expect(ask('castVote', aVote('kent', 'sendBack', { reason: 'x'.repeat(3_000_000) }))).rejects.toThrow(
      'Workflow Update failed',
    )
    expect((await ask('castVote', aVote('kent'))).kind).toBe('recorded')
  })

  it('hands itself on every few updates without losing or doubling anything', async () => {
    const { ask, entries, handle } = await initiatives.start(shortRuns)
    // A caller whose update met a run that was just handing itself on sends it again, with the same id.
    const rate = async (index: number, tries = 5): Promise<Awaited<ReturnType<typeof ask>>> => {
      try {
        const rating = {
          kind: 'team' as const,
          rag: 'amber' as const,
          date: { precision: 'said' as const, said: `week ${index}` },
          provenance: { certainty: 'recorded' as const },
        }
        return await ask('rate', rating, `rate-${index}`)
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError) || tries === 0) throw error
        return rate(index, tries - 1)
      }
    }
    const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => rate(index)))
    expect(new Set(answers.map(({ sequence }) => sequence)).size).toBe(30)
    expect(entries().map(({ sequence }) => sequence)).toEqual(Array.from({ length: 31 }, (_, index) => index + 1))
    expect((await handle.describe()).historyLength).toBeLessThan(150)
  })

  it('goes on as if nothing had been when its worker is replaced in the middle', async () => {
    const { ask, now } = await initiatives.start()
    await ask('submit', submission)
    await ask('castVote', aVote('kent'))
    await initiatives.restartWorker()
    await ask('castVote', aVote('essex'))
    expect((await now()).state.initiative.value).toEqual({ active: { fullBusinessCase: 'preparing' } })
  })

  it('ends when it is closed, and its id cannot begin again', async () => {
    const { ask, handle } = await initiatives.start()
    await ask('closeEarly', { reason: 'No option is good value.', report: 'The evidence is kept.' })
    expect(await handle.result()).toBe('closedEarly')
  })

  it('is not ended by a request to cancel it: that is no outcome', async () => {
    const { ask, handle, now } = await initiatives.start()
    await ask('submit', submission)
    await handle.cancel()
    await ask('castVote', aVote('kent'))
    await ask('castVote', aVote('essex'))
    expect((await now()).state.initiative.value).toEqual({ active: { fullBusinessCase: 'preparing' } })
    await ask('withdraw', { reason: 'Merged into another.' })
    expect(await handle.result()).toBe('withdrawn')
  })

  it('keeps with every decision the papers it was made on', async () => {
    const evidence = [{ id: 'case', title: 'Business case' }]
    const boards = [{ board: 'chiefs', decideWithin: 'P10D' }]
    const gates = Object.fromEntries(stageId.options.map((stage) => [stage, { boards, evidence }]))
    const { ask, entries } = await initiatives.start({}, { plan: aPlan({ gates }) })
    const paper = { title: 'Case', version: '1', marking: 'OFFICIAL' as const, mediaType: 'text/html', sizeBytes: 1 }
    await ask('provideEvidence', { evidenceId: 'case', paper: { ...paper, sha256: 'a'.repeat(64) } })
    await ask('submit', submission)
    await ask('castVote', aVote('kent', 'abstain'))
    expect(entries().map(({ paperSha256s, by }) => [by.tokenId, paperSha256s])).toEqual([
      [undefined, undefined],
      [undefined, undefined],
      [undefined, ['a'.repeat(64)]],
      ['link-of-chief-constable-kent', ['a'.repeat(64)]],
    ])
  })

  it('lets go of the words of decisions that were changed before its state grows heavy', async () => {
    const { ask, now } = await initiatives.start()
    await ask('submit', submission)
    const points = Array.from({ length: 7 }, () => '€'.repeat(1300))
    for (let decisionNumber = 0; decisionNumber < 10; decisionNumber += 1)
      await ask('castVote', aVote('kent', 'abstain', { decisionNumber, points }))
    const { state } = await now()
    expect(Buffer.byteLength(JSON.stringify(state))).toBeLessThan(256 * 1024)
    expect(state.reviews['s1b1']?.context.ballots['kent']?.map(({ number }) => number)).toHaveLength(10)
    expect(state.reviews['s1b1']?.context.ballots['kent']?.at(-1)?.points).toHaveLength(7)
  })

  it('shows a decision to nobody but the holder of its seat, and counts no form it never served', async () => {
    const { ask } = await initiatives.start()
    await ask('submit', submission)
    await ask('castVote', aVote('kent', 'abstain'))
    const other = aVote('kent', 'abstain', { holderId: 'chief-constable-essex' })
    expect(await refusalOf(ask('castVote', other))).toMatch(/^NotTheHolder/)
    expect(await ask('castVote', aVote('kent', 'approve', { decisionNumber: 7 }))).toMatchObject({
      kind: 'alreadyRecorded',
      ballot: { number: 1, choice: 'abstain' },
    })
  })

  it('answers "not begun" to everything before its first update', async () => {
    const { client, taskQueue } = initiatives
    const workflowId = `initiative/${randomUUID()}`
    await client.workflow.start('initiative', { workflowId, taskQueue, args: [{ initiativeId: 'x' }] })
    const early = client.workflow.getHandle(workflowId).executeUpdate(commandUpdate('withdraw'), {
      updateId: 'w',
      args: [{ payload: { reason: 'x' }, by: changeTeam, updateId: 'w' }],
    })
    expect(await refusalOf(early)).toBe('NotBegun: This initiative has not begun yet.')
    await client.workflow.getHandle(workflowId).terminate()
  })
})
