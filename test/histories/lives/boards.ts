import { stageId } from '../../../machines/vocabulary/facts.ts'
import { aPlan, aProposal, theChiefs } from '../../support/case.ts'
import { never, vote, type Begun, type Life } from './life.ts'

const finance = theChiefs({ boardId: 'finance', name: 'Chief Finance Officers', ask: 'endorse', together: true })
const oversight = theChiefs({ boardId: 'oversight', name: '7F Oversight Group' })
const summit = theChiefs({ boardId: 'summit', name: 'Alliance Summit', rule: { kind: 'unanimous' } })

const plan = aPlan({
  gates: Object.fromEntries(
    stageId.options.map((stage) => [
      stage,
      {
        boards: [
          { board: 'chiefs', decideWithin: 'P10D' },
          { board: 'finance', ask: 'endorse', decideWithin: 'P10D', together: true },
        ],
      },
    ]),
  ),
  betweenGates: [
    { board: 'chiefs', ask: 'rebaseline', decideWithin: 'P10D' },
    { board: 'oversight', ask: 'agreeException', decideWithin: 'P10D' },
  ],
})

const betweenGates = async ({ ask }: Begun, which: 'rebaseline' | 'agreeException') =>
  ask(
    'submit',
    {
      proposal: aProposal({ ask: which }),
      boards: [which === 'rebaseline' ? theChiefs({ ask: which }) : { ...oversight, ask: which }],
      betweenGates: true,
    },
    `submit-${which}`,
  )

const dayInstant = never - 86_400_000

/** Boards side by side, seats that change hands, decisions between gates, meetings that move and dates that do not. */
export const boardLives: Life[] = [
  {
    name: 'with-boards-side-by-side',
    creation: { plan },
    live: async (begun) => {
      const { ask } = begun
      await ask('submit', { proposal: aProposal(), boards: [theChiefs(), finance] }, 'submit-1')
      const seat = { reviewId: 's1b1', seatId: 'kent', personId: 'deputy-kent', title: 'Deputy Chief Constable, Kent' }
      await ask('moveSeat', { ...seat, as: 'deputy', reason: 'On leave.' }, 'deputy')
      await vote(begun, 'kent', 'approve', { holderId: 'deputy-kent' })
      await ask('addBoard', { terms: oversight, reason: 'It asked to see the case.' }, 'added')
      await ask('mergeBoard', { reviewId: 's1b1', terms: summit, reason: 'The boards are one from today.' }, 'merged')
      await vote(begun, 'essex', 'declareInterest', { reviewId: 's1b2' })
    },
  },
  {
    name: 'decided-between-gates',
    creation: { plan },
    live: async (begun) => {
      for (const [index, which] of (['rebaseline', 'agreeException'] as const).entries()) {
        await betweenGates(begun, which)
        for (const seatId of ['kent', 'essex']) await vote(begun, seatId, 'approve', { reviewId: `u${index + 1}b1` })
      }
    },
  },
  {
    name: 'with-a-meeting-moved-and-hard-dates',
    live: async ({ ask }) => {
      const meetings = [1, 2].map((number) => ({
        day: `2096-10-0${number}`,
        papersDueInstant: never - 10 * 86_400_000,
        endsInstant: never + number * 86_400_000,
      }))
      const [first, second] = meetings
      if (!first || !second) return
      await ask('setHardDate', {
        dateId: 'contract',
        title: 'The contract ends',
        basis: 'contract',
        onDay: '2096-10-01',
        dayInstant,
        warnBefore: 'P30D',
        warnInstant: dayInstant - 30 * 86_400_000,
      })
      await ask('setHardDate', {
        dateId: 'law',
        title: 'The order comes into force',
        basis: 'law',
        onDay: '2096-10-01',
        dayInstant,
        warnBefore: 'P30D',
        warnInstant: dayInstant - 30 * 86_400_000,
      })
      await ask('dropHardDate', { dateId: 'law', reason: 'The order was withdrawn.' })
      const board = theChiefs({ meeting: first, decideByInstant: first.endsInstant })
      await ask('submit', { proposal: aProposal(), boards: [board] }, 'submit-1')
      await ask('moveMeeting', { reviewId: 's1b1', meeting: second, reason: 'The room is taken.' }, 'moved')
    },
  },
]
