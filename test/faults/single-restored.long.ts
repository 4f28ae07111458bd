import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { verifyChain } from '../../activities/store/verify-chain.ts'
import { reconcile } from '../../worker/reconciler.ts'
import { textOf } from '../api/pages/text-of.ts'
import { aVote, memberHolding } from '../support/case.ts'
import { databaseCopies } from '../support/single-copies.ts'
import { startStack, type Stack } from '../support/single-stack.ts'

let stack: Stack

beforeAll(async () => {
  stack = await startStack({ answerWithinMilliseconds: 2_000 })
})
afterAll(() => stack?.stop())

const abstains = (initiativeId: string, seatId: string, form: string, decisionNumber = 0) =>
  stack.parts.cases.castVote(
    initiativeId,
    aVote(seatId, 'abstain', { decisionNumber }),
    memberHolding(`chief-constable-${seatId}`),
    form,
  )
const entriesOf = (initiativeId: string) => stack.store.initiatives.entries(initiativeId)
const portfolio = async () => textOf((await stack.app.inject('/')).body)

it(
  'a database restored from an older copy is an alarm, overwrites nothing, and heals with a newer copy',
  { timeout: 90_000 },
  async () => {
    const { client, taskQueue } = stack.initiatives
    const { initiatives, alarms } = stack.store
    const logged: string[] = []
    const log = pino({ level: 'info' }, { write: (line) => void logged.push(line) })
    const round = () => reconcile({ client, taskQueue, initiatives, alarms, log, answerWithinMilliseconds: 3_000 })
    const { copy, restore } = databaseCopies(stack.databaseUrl)

    const initiativeId = await stack.submitted()
    expect(await abstains(initiativeId, 'kent', 'f')).toMatchObject({ kind: 'recorded' })
    await copy('older')
    expect(await abstains(initiativeId, 'essex', 'f')).toMatchObject({ kind: 'recorded' })
    const unknown = await stack.submitted()
    expect(await round()).toMatchObject({ lookedAt: 2, contradicted: [], repaired: [] })
    await copy('newer')
    const whole = await entriesOf(initiativeId)
    expect(whole).toHaveLength(4)

    await restore('older')
    expect((await entriesOf(initiativeId)).map(({ hash }) => hash)).toEqual(whole.slice(0, 3).map(({ hash }) => hash))
    // Before anybody presses: what the record lacks, and the initiative it does not know.
    expect(await round()).toMatchObject({ contradicted: [initiativeId, unknown], repaired: [] })
    expect(await alarms.open()).toMatchObject([
      {
        initiativeId,
        reason: expect.stringMatching(/has 4 entries, the record only 3\. The database seems to have been restored/),
      },
      { initiativeId: unknown, reason: expect.stringContaining('the record only 0') },
    ])
    expect(logged.join('')).toContain('contradict each other; nothing was overwritten')
    expect(await portfolio()).toMatch(
      /record and a running initiative contradict each other.* 7F Vetting ?, since .*restored from an older copy/,
    )

    // A press meets the contradiction on the record's own path: nobody is told "recorded", and nothing is written.
    expect(await abstains(initiativeId, 'norfolk', 'f')).toMatchObject({ kind: 'notConfirmed' })
    await expect
      .poll(() => alarms.open())
      .toMatchObject([{ reason: expect.stringContaining('does not follow entry 3') }, {}])
    expect(await entriesOf(initiativeId)).toHaveLength(3)
    expect(await initiatives.find(initiativeId)).toMatchObject({ version: 3, headHash: whole[2]?.hash })

    await restore('newer')
    await expect
      .poll(() => abstains(initiativeId, 'norfolk', 'f'), { timeout: 30_000 })
      .toMatchObject({
        kind: expect.stringMatching(/ecorded$/),
        sequence: 5,
      })
    const healed = await entriesOf(initiativeId)
    expect(healed.slice(0, 4)).toEqual(whole)
    expect(verifyChain(healed)).toMatchObject({ intact: true, head: { sequence: 5 } })
    await abstains(unknown, 'kent', 'f')
    expect(await round()).toMatchObject({ contradicted: [], repaired: [], silent: [] })
    expect(await alarms.open()).toEqual([])
    expect(await portfolio()).not.toContain('contradict')
  },
)
