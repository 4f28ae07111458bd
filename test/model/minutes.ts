import { isDeepStrictEqual } from 'node:util'
import type { FactOf } from '../../machines/commands.ts'
import type { Choice, ConditionWritten } from '../../machines/vocabulary/submission.ts'
import type { Ballot, Board, Ended } from './board.ts'
import { comesTo, isWhole, mayChoose, type Outcome } from './outcomes.ts'
import { numberOf, organisationsIn, type Member } from './rules.ts'
import type { Sits } from './seating.ts'

type Written = FactOf<'recordRoom'>
type OfASeat = Written['seats'][number]
type Answering = FactOf<'confirmRoom'> | FactOf<'refuseRoom'>

/** One record of a meeting; the next is another version of it. */
type Recorded = {
  written: Written
  boardId: string
  chairSeatId: string
  there: ReadonlyMap<string, Sits>
  answer?: 'confirmed' | 'refused'
}

type Counting = { seatId: string; position: NonNullable<OfASeat['position']>; there: Sits }

const cameTo = ({ attendance }: OfASeat) => attendance === 'present' || attendance === 'deputyPresent'

/** What a board decided in the room: its secretary writes it down, and it counts once whoever was in the chair confirms it. */
export class Minutes {
  private readonly board: Board
  readonly recorded: Recorded[] = []

  constructor(board: Board) {
    this.board = board
  }

  /** What the chair is asked about: the newest record, while it has no answer and the board is still the one that met. */
  get toConfirm(): Recorded | undefined {
    const last = this.recorded.at(-1)
    return last && !last.answer && last.boardId === this.board.terms.boardId ? last : undefined
  }

  /** The words as amended last, by a record that was confirmed. */
  private get words(): string | undefined {
    return this.recorded
      .flatMap(({ answer, written }) => (answer === 'confirmed' ? (written.wording ?? []) : []))
      .at(-1)
  }

  /** What an ended board's decision says of the room. */
  get ending(): Pick<Ended, 'room'> {
    const version = this.recorded.findLastIndex(({ answer }) => answer === 'confirmed') + 1
    return version === 0 ? {} : { room: { version, ...(this.words === undefined ? {} : { wording: this.words }) } }
  }

  /** The members nobody has heard yet, neither by their link nor in the record the chair is asked about. */
  get unheard(): string[] {
    const spoke = (this.toConfirm?.written.seats ?? []).flatMap(({ seatId, position }) => (position ? [seatId] : []))
    return this.board.silent.filter((seatId) => !spoke.includes(seatId))
  }

  mayRecord(written: Written): boolean {
    const { ended, terms, openedInstant, members, seating } = this.board
    if (ended || terms.way || written.dayEndsInstant <= openedInstant) return false
    const titles = terms.seats.flatMap(({ title, deputies = [] }) => [title, ...deputies.map((each) => each.title)])
    if (titles.includes(written.recordedBy)) return false
    const ids = written.seats.map(({ seatId }) => seatId)
    const ofTheBoard = terms.seats.map(({ seatId }) => seatId)
    if (hasTwice(ids) || ids.some((id) => !ofTheBoard.includes(id))) return false
    if (members.some(({ seatId }) => !ids.includes(seatId))) return false
    if (written.seats.every(({ position }) => position === undefined)) return false
    if (!written.seats.every((each) => this.mayBeSo(written, each))) return false
    if (hasTwice([...this.thereAt(written).values()].map(({ personId }) => personId))) return false
    if (hasTwice(written.tabledPapers.map(({ sha256 }) => sha256))) return false
    const chairSeatId = this.chairAt(written)
    return (
      chairSeatId !== undefined &&
      seating.in(chairSeatId)?.personId !== terms.secretary?.personId &&
      this.areEnough(written) &&
      this.mayAmend(written)
    )
  }

  record(written: Written) {
    const { boardId } = this.board.terms
    const chairSeatId = this.chairAt(written) ?? ''
    this.recorded.push({ written, boardId, chairSeatId, there: this.thereAt(written) })
  }

  /** Whoever sits now in the seat that was in the chair may say that the newest record is wrong, once. */
  mayRefuse({ version, seatId, holderId }: Answering): boolean {
    const last = this.recorded.at(-1)
    return (
      !this.board.ended &&
      last !== undefined &&
      !last.answer &&
      version === this.recorded.length &&
      seatId === last.chairSeatId &&
      holderId === this.board.seating.in(seatId)?.personId
    )
  }

  refuse() {
    const last = this.recorded.at(-1)
    if (last) last.answer = 'refused'
  }

  /** Nobody confirms what they wrote down, what another board decided, what came to its date, or words others have not agreed to. */
  mayConfirm(answering: FactOf<'confirmRoom'>): boolean {
    const { toConfirm, board } = this
    if (!toConfirm || !this.mayRefuse(answering)) return false
    if (board.terms.secretary?.personId === answering.holderId) return false
    const dates = toConfirm.written.seats.flatMap(({ position }) => position?.deferUntilInstant ?? [])
    return dates.every((each) => each > answering.atInstant) && this.mayAmend(toConfirm.written)
  }

  /** Answers the positions that are decisions now, with who was there: not those of members who have decided since by themselves. */
  confirm(): Counting[] {
    const { counting, toConfirm } = this
    if (toConfirm) toConfirm.answer = 'confirmed'
    return counting
  }

  /** What the board would come to if it were confirmed now; undefined where that would settle nothing. */
  get wouldFollow(): Outcome | undefined {
    const { counting, board } = this
    if (!this.toConfirm || board.members.length === 0) return undefined
    const byLink = [...board.ballots].flatMap(([seatId, all]) =>
      all.slice(-1).map((each) => [seatId, each.choice] as const),
    )
    const inTheRoom = counting.map(({ seatId, position }) => [seatId, position.choice] as const)
    const settled = comesTo(board.terms, board.ask, board.members, new Map([...byLink, ...inTheRoom]))
    return typeof settled === 'string' ? undefined : settled.outcome
  }

  private get counting(): Counting[] {
    const { toConfirm, board } = this
    if (!toConfirm) return []
    const { written } = toConfirm
    return written.seats.flatMap(({ seatId, position }) => {
      const there = toConfirm.there.get(seatId)
      const isHere = board.terms.seats.some((each) => each.seatId === seatId)
      return position && there && isHere && !this.stands(seatId, written) ? [{ seatId, position, there }] : []
    })
  }

  /** What a seat decided by link stands against the room where it was decided after the day, or after it was written down. */
  private stands(seatId: string, { dayEndsInstant, atInstant }: Written): boolean {
    const own = this.last(seatId)
    return own !== undefined && own.room === undefined && own.atInstant > Math.min(dayEndsInstant, atInstant)
  }

  private last(seatId: string): Ballot | undefined {
    return this.board.ballots.get(seatId)?.at(-1)
  }

  /** What is written of one seat: who spoke was there, said what may be said, and says no other than they did by link unless they changed it. */
  private mayBeSo(written: Written, each: OfASeat): boolean {
    const { position, seatId } = each
    if (!cameTo(each)) return position === undefined
    if (!this.board.seating.there(each)) return false
    if (!position) return true
    if (!mayChoose(this.board.ask, this.board.terms, position.choice)) return false
    if (!isWhole(position, written.atInstant)) return false
    const own = this.last(seatId)
    if (!own || own.room !== undefined || own.choice === position.choice) return true
    return !this.stands(seatId, written) && position.changedInTheRoom === true
  }

  private thereAt({ seats }: Written): Map<string, Sits> {
    return new Map(
      seats.flatMap((each) => {
        const there = this.board.seating.there(each)
        return there ? [[each.seatId, there] as const] : []
      }),
    )
  }

  /** What a seat says in this matter with what is written: in the room, or else by its own link. */
  private says(seatId: string, { seats }: Written): Choice | undefined {
    return seats.find((each) => each.seatId === seatId)?.position?.choice ?? this.last(seatId)?.choice
  }

  /** In the chair is the chair, or else the vice chair: by whoever sits there, and not with an interest in the matter. */
  private chairAt(written: Written): string | undefined {
    const there = this.thereAt(written)
    const presides = ({ seatId }: Member) => {
      const sits = this.board.seating.in(seatId)?.personId
      const isThere = sits !== undefined && there.get(seatId)?.personId === sits
      return isThere && this.says(seatId, written) !== 'declareInterest'
    }
    const { seats } = this.board.terms
    return [...seats.filter(({ chair }) => chair), ...seats.filter(({ viceChair }) => viceChair)].find(presides)?.seatId
  }

  /** As many were in the room as the rule asks to be there; who has an interest in the matter is none of them. */
  private areEnough(written: Written): boolean {
    const { terms, members } = this.board
    const { rule } = terms
    if (rule.kind !== 'majority' && rule.kind !== 'percent') return true
    const there = this.thereAt(written)
    const counted = members.filter(
      ({ seatId }) => there.has(seatId) && this.says(seatId, written) !== 'declareInterest',
    )
    if (numberOf(terms, counted) < rule.quorum) return false
    const fromEach = rule.kind === 'majority' ? (rule.presentFromEach ?? 0) : 0
    return organisationsIn(terms).every(
      (id) => counted.filter(({ organisationIds }) => organisationIds.includes(id)).length >= fromEach,
    )
  }

  /** New words need everybody who has agreed to say so, or otherwise, of the new ones. */
  private mayAmend(written: Written): boolean {
    if (written.wording === undefined || written.wording === this.words) return true
    return this.board.members.every(({ seatId }) => {
      const hasAgreed = this.last(seatId)?.choice.startsWith('approve') ?? false
      const spoke = written.seats.some((each) => each.seatId === seatId && each.position)
      return !hasAgreed || (spoke && !this.stands(seatId, written))
    })
  }
}

const hasTwice = (all: readonly string[]) => new Set(all).size < all.length

/** The conditions of an approval: what several members set at one meeting in the same words is one. */
export const setTogether = (ballots: readonly Ballot[]): ConditionWritten[] => {
  const set: { room: number | undefined; condition: ConditionWritten }[] = []
  for (const { room, conditions } of ballots)
    for (const condition of conditions)
      if (room === undefined || !set.some((each) => each.room === room && isDeepStrictEqual(each.condition, condition)))
        set.push({ room, condition })
  return set.map(({ condition }) => condition)
}
