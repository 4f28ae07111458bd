import { aCirculation, aComment, aPaper, fiveCases, planWithFiveCases } from '../../support/circulation.ts'
import { submit, until, type Begun, type Life } from './life.ts'

const provide = async ({ ask }: Begun) => {
  for (const { id } of fiveCases) await ask('provideEvidence', { evidenceId: id, paper: aPaper(id) })
}

const soon = () => Date.now() + 1_500
const byNow = (isSo: Parameters<typeof until>[1]) => (begun: Begun) => until(begun, isSo)
const isLate = byNow(({ circulations }) => JSON.stringify(circulations?.['late']?.value) === '{"open":"late"}')
const isReminded = byNow(({ circulations }) => (circulations?.['late']?.context.remindersSent ?? 0) > 0)

/** Papers before stakeholders: batches in every state one can be left in, and papers that went to the board after they were heard. */
export const circulationLives: Life[] = [
  {
    name: 'before-stakeholders',
    creation: { plan: planWithFiveCases },
    live: async (begun) => {
      const { ask } = begun
      await provide(begun)
      const commentByInstant = soon()
      const dates = {
        commentByInstant,
        answerByInstant: commentByInstant,
        reminderInstants: [commentByInstant - 1_000],
      }
      await ask('circulate', aCirculation({ circulationId: 'late', ...dates }))
      await isReminded(begun)
      await isLate(begun)
      await ask('circulate', aCirculation({ circulationId: 'owing' }))
      await ask('comment', aComment('finance', { circulationId: 'owing' }))
      await ask('noComment', { circulationId: 'owing', stakeholderId: 'legal' })
      await ask('closeCirculation', { circulationId: 'owing' })
      await ask('circulate', aCirculation({ circulationId: 'done' }))
      await ask('closeCirculation', { circulationId: 'done', reason: 'The Summit was brought forward.' })
      await ask('circulate', aCirculation({ circulationId: 'open' }))
      await ask('provideEvidence', { evidenceId: 'strategic', paper: aPaper('strategic', '0.2') })
      await ask('comment', aComment('legal', { circulationId: 'open', edition: 2, evidenceId: 'strategic' }))
    },
  },
  {
    name: 'with-board-after-stakeholders',
    creation: { plan: planWithFiveCases },
    live: async (begun) => {
      const { ask } = begun
      await provide(begun)
      await ask('circulate', aCirculation())
      await ask('comment', aComment('finance', { where: 'page 12' }))
      await ask('answerComment', {
        circulationId: 'first',
        commentNumber: 1,
        outcome: 'notChanged',
        answer: 'Table 3 shows them by force.',
      })
      await ask('noComment', { circulationId: 'first', stakeholderId: 'legal' })
      await ask('closeCirculation', { circulationId: 'first' })
      await submit(begun)
    },
  },
]
