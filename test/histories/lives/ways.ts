import { aProposal, theChiefs } from '../../support/case.ts'
import { askedAnotherWay } from '../../../machines/ways.ts'
import { never, until, vote, type Begun, type Life } from './life.ts'

const secretary = { title: 'Secretary to the board', personId: 'secretary' }
/** One that is still to begin: where it ends long ago, its deadline passes by itself at once. */
const meetingEnding = (endsInstant: number) => ({
  day: '2096-10-01',
  startsInstant: never,
  papersDueInstant: 1_000,
  endsInstant,
})

const submitted = ({ ask }: Begun, submission: number, terms: Parameters<typeof askedAnotherWay>[0]) =>
  ask('submit', { proposal: aProposal(), boards: [terms] }, `submit-${submission}`)

const byChair = (endsInstant: number) =>
  askedAnotherWay(
    theChiefs({ rule: { kind: 'chairDecides' }, secretary, nextMeetings: [meetingEnding(endsInstant)] }),
    { by: 'chairsAction', reason: 'The price ends on Friday.' },
    { chairsAction: {} },
    [],
  )

/** Boards that decided outside their meetings: one chair's action reported late, one still to be reported, and a third matter by correspondence. */
export const wayLives: Life[] = [
  {
    name: 'with-a-chairs-action-to-report',
    live: async (begun) => {
      await submitted(begun, 1, byChair(1_000))
      await vote(begun, 'kent', 'approve')
      await until(begun, ({ initiative }) => initiative.context.decisions.some(({ toReport }) => toReport?.overdue))
      const minuted = { meetingDay: '2026-10-01', note: 'Minute 14: noted.', recordedBy: secretary.title }
      await begun.ask(
        'reportChairsAction',
        { reviewId: 's1b1', meetingEndsInstant: Date.now(), ...minuted },
        'reported',
      )
      await submitted(begun, 2, byChair(never))
      await vote(begun, 'kent', 'approve', { reviewId: 's2b1' })
      const by = { by: 'correspondence' as const, reason: 'No meeting before June.' }
      // Consultation is the third stage: its papers are only noted here.
      const noting = { proposal: aProposal({ ask: 'note' }) }
      const boards = [askedAnotherWay(theChiefs({ rule: { kind: 'unanimous' } }), by, {}, [])]
      await begun.ask('submit', { ...noting, boards }, 'submit-3')
      await vote(begun, 'kent', 'approve', { reviewId: 's3b1' })
    },
  },
]
