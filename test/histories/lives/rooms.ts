import { attended } from '../../support/room.ts'
import { never, submit, type Begun, type Life } from './life.ts'

const meets = ({ ask }: Begun, version: number, seats: ReturnType<typeof attended>, more: object = {}) =>
  ask(
    'recordRoom',
    {
      reviewId: 's1b1',
      day: '2096-10-01',
      dayEndsInstant: never,
      seats,
      tabledPapers: [],
      recordedBy: 'Secretary to the board',
      ...more,
    },
    `room-${version}`,
  )

const chair = { reviewId: 's1b1', seatId: 'kent', holderId: 'chief-constable-kent' }

/** Boards that met: what was recorded of it waits for the chair, after one version they refused and one they confirmed. */
export const roomLives: Life[] = [
  {
    name: 'with-what-was-decided-in-the-room-to-confirm',
    live: async (begun) => {
      await submit(begun)
      await meets(begun, 1, attended('kent', 'essex'))
      await begun.ask('refuseRoom', { ...chair, version: 1, reason: 'Essex was not there.' }, 'refused')
      await meets(begun, 2, attended('kent'), { wording: 'Approve the unit for two years.' })
      await begun.ask('confirmRoom', { ...chair, version: 2 }, 'confirmed')
      await meets(begun, 3, attended('kent', 'essex'))
    },
  },
]
