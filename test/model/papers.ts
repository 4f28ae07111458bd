import type { FactOf } from '../../machines/commands.ts'
import type { BoardTerms } from '../../machines/vocabulary/board.ts'
import type { StageId } from '../../machines/vocabulary/facts.ts'
import { beginningOf, type Ended } from './board.ts'
import type { Outcome } from './outcomes.ts'

/** One pack before its boards: one after the other, or several at the same time. */
export class Papers {
  readonly id: string
  readonly stage: StageId
  readonly fact: FactOf<'submit'>
  readonly boards: { terms: BoardTerms; isAdded: boolean }[]
  /** The first of the boards asked now; those asked together with it follow. */
  first = 0
  readonly outcomes = new Map<string, Outcome>()
  /** Which organisations agreed, where each spoke for itself; its last word counts. */
  private readonly spoke = new Map<string, boolean>()

  constructor(id: string, stage: StageId, fact: FactOf<'submit'>) {
    this.id = id
    this.stage = stage
    this.fact = fact
    this.boards = fact.boards.map((terms) => ({ terms, isAdded: false }))
  }

  get isBetweenGates(): boolean {
    return this.fact.betweenGates === true
  }

  /** The place after the boards asked now. */
  get next(): number {
    const later = this.boards.findIndex(({ terms }, place) => place > this.first && !terms.together)
    return later < 0 ? this.boards.length : later
  }

  /** The places of the boards asked now. */
  get asked(): number[] {
    return this.boards.flatMap((_, place) => (place >= this.first && place < this.next ? [place] : []))
  }

  reviewId(place: number): string {
    return `${this.id}b${place + 1}`
  }

  /** One more board is asked at the same time as those asked now; answers its place. */
  add(terms: BoardTerms): number {
    const place = this.next
    this.boards.splice(place, 0, { terms: { ...terms, together: true }, isAdded: true })
    return place
  }

  ended(reviewId: string, { outcome, organisations = [] }: Ended) {
    if (outcome === 'withdrawn') return
    this.outcomes.set(reviewId, outcome)
    for (const { id, agreed } of organisations) this.spoke.set(id, agreed)
  }

  /**
   * A board's terms once its turn comes. Its time begins, at the latest, when those before it were due; one that asks only those who
   * agreed has the seats of their organisations, each with the other of its pair.
   */
  termsInTurn(place: number, nowInstant: number): BoardTerms | undefined {
    const { terms, isAdded } = this.boards[place] ?? {}
    if (!terms) return undefined
    const before = isAdded ? [] : this.boards.slice(0, this.first)
    const due = Math.max(...before.map((each) => each.terms.decideByInstant))
    const waited = before.length > 0 ? Math.max(0, nowInstant - due) : 0
    const { meeting, ...within } = terms
    const isMissed = before.length > 0 && meeting !== undefined && beginningOf(meeting) <= nowInstant
    const next = isMissed ? terms.nextMeetings?.find((each) => beginningOf(each) > nowInstant) : undefined
    // A meeting waits for nobody: one that has begun is missed, and the next is the one.
    const later = next ? next.endsInstant - terms.decideByInstant : meeting && !isMissed ? 0 : waited
    return {
      ...(isMissed ? { ...within, missedMeeting: { day: meeting.day } } : terms),
      ...(next ? { meeting: next } : {}),
      decideByInstant: terms.decideByInstant + later,
      reminderInstants: terms.reminderInstants.map((instant) => instant + later),
      seats: this.seatsAsked(terms),
    }
  }

  private seatsAsked({ only, seats }: BoardTerms): BoardTerms['seats'] {
    if (only === undefined || this.spoke.size === 0) return seats
    const own = seats.filter(({ organisationIds }) => organisationIds.some((id) => this.spoke.get(id)))
    const pairs = own.flatMap(({ pairId }) => pairId ?? [])
    return seats.filter((seat) => own.includes(seat) || (seat.pairId !== undefined && pairs.includes(seat.pairId)))
  }
}
