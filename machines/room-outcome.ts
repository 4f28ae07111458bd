import type { Ballot, ReviewContext } from './review.ts'
import type { ConditionWritten } from './vocabulary/submission.ts'

/** A decision of the room as the record shows it: when, by whose word, the words as amended there, the papers that were tabled. */
export type DecidedInTheRoom = {
  version: number
  day: string
  recordedBy: string
  confirmedBy: string
  wording?: string
  tabled?: { sha256: string; title: string; version: string }[]
}

/** What was decided in the room at the last meeting that was confirmed, for an ended review; nothing where its board never met. */
export const decidedInTheRoom = ({ rooms = [] }: Pick<ReviewContext, 'rooms'>): { room?: DecidedInTheRoom } => {
  const last = rooms.findLast(({ confirmed }) => confirmed)
  if (!last?.confirmed) return {}
  const { version, day, recordedBy, tabledPapers, confirmed } = last
  // A later meeting that amended nothing went by the words as they were.
  const wording = rooms.findLast((room) => room.confirmed && room.wording)?.wording
  const tabled = tabledPapers.map(({ sha256, title, version: ofPaper }) => ({ sha256, title, version: ofPaper }))
  return {
    room: {
      version,
      day,
      recordedBy,
      confirmedBy: confirmed.by,
      ...(wording ? { wording } : {}),
      ...(tabled.length > 0 ? { tabled } : {}),
    },
  }
}

type Said = { ballot: Pick<Ballot, 'conditions' | 'inTheRoom'>; raisedBy: string }

/** The conditions of an approval. One that several members set in the same words in the room is the board's one condition. */
export const setInTheRoom = (said: readonly Said[]): (ConditionWritten & { raisedBy: string })[] => {
  const set: { words?: string; condition: ConditionWritten & { raisedBy: string } }[] = []
  for (const { ballot, raisedBy } of said)
    for (const condition of ballot.conditions) {
      const words = ballot.inTheRoom && `${ballot.inTheRoom.version} ${sorted(condition)}`
      const same = words === undefined ? undefined : set.find((each) => each.words === words)
      if (same) same.condition = { ...same.condition, raisedBy: `${same.condition.raisedBy}; ${raisedBy}` }
      else set.push({ ...(words ? { words } : {}), condition: { ...condition, raisedBy } })
    }
  return set.map(({ condition }) => condition)
}

const sorted = (condition: ConditionWritten) => JSON.stringify(condition, Object.keys(condition).sort())
