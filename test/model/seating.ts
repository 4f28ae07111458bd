import type { FactOf } from '../../machines/commands.ts'
import type { BoardTerms } from '../../machines/vocabulary/board.ts'

type Seat = BoardTerms['seats'][number]

/** Who sits in a seat; `forHolder` where it is a deputy. */
export type Sits = { personId: string; forHolder?: string }

type Held = { holder: string; personId: string; isDeputy: boolean }

/** Who sits in a board's seats for one matter: a seat passes from person to person, and stays one seat. */
export class Seating {
  private readonly terms: BoardTerms
  private readonly ownCase: readonly string[]
  private readonly moved = new Map<string, Held>()

  constructor(terms: BoardTerms, ownCase: readonly string[], before?: Seating) {
    this.terms = terms
    this.ownCase = ownCase
    for (const [seatId, held] of before?.moved ?? []) this.moved.set(seatId, held)
  }

  /** The seats somebody may decide for: in their own case the author, sponsor and SRO stand aside, or their deputy sits. */
  get members(): Seat[] {
    return this.terms.seats.filter(({ seatId }) => this.in(seatId) !== undefined)
  }

  /** Who sits in a seat now. */
  in(seatId: string): Sits | undefined {
    const { holder, personId, isDeputy } = this.heldBy(seatId) ?? {}
    if (holder === undefined || personId === undefined) return undefined
    if (this.mayDecide(personId)) return isDeputy ? { personId, forHolder: holder } : { personId }
    if (this.terms.ownCase !== 'deputySits') return undefined
    const free = this.seat(seatId)?.deputies?.find((deputy) => this.mayDecide(deputy.personId))
    return free && { personId: free.personId, forHolder: holder }
  }

  /**
   * Who was at a meeting for a seat; nobody where that does not fit who sits there. Beside the deputy who sits, one may come whom the
   * terms name, who has no part in the case and no seat here; where several could have come, it is said which.
   */
  there({ seatId, attendance, deputyId }: FactOf<'recordRoom'>['seats'][number]): Sits | undefined {
    const sits = this.in(seatId)
    if (!sits || attendance === 'apologies' || attendance === 'absent') return undefined
    if (attendance === 'present') return sits.forHolder === undefined ? sits : undefined
    if (sits.forHolder !== undefined) return [undefined, sits.personId].includes(deputyId) ? sits : undefined
    const seated = this.members.map((each) => this.in(each.seatId)?.personId)
    const free = (this.seat(seatId)?.deputies ?? [])
      .map(({ personId }) => personId)
      .filter((personId) => this.mayDecide(personId) && !seated.includes(personId))
    const came = deputyId === undefined ? free : free.filter((personId) => personId === deputyId)
    const [personId] = came
    return came.length === 1 && personId !== undefined ? { personId, forHolder: sits.personId } : undefined
  }

  /** Nobody sits twice, for themselves, or in their own case. */
  mayMove({ seatId, personId, as }: FactOf<'moveSeat'>): boolean {
    const held = this.heldBy(seatId)
    if (!held || !this.mayDecide(personId)) return false
    const sits = this.in(seatId)
    const isSitting = sits?.personId === personId && (sits.forHolder === undefined) === (as === 'holder')
    if (isSitting || (as === 'deputy' && held.holder === personId)) return false
    return !this.terms.seats.some((other) => other.seatId !== seatId && this.in(other.seatId)?.personId === personId)
  }

  move({ seatId, personId, as }: FactOf<'moveSeat'>) {
    const holder = as === 'holder' ? personId : (this.heldBy(seatId)?.holder ?? personId)
    this.moved.set(seatId, { holder, personId, isDeputy: as === 'deputy' })
  }

  private heldBy(seatId: string): Held | undefined {
    const seat = this.seat(seatId)
    if (!seat) return undefined
    const { holderId: holder, deputies = [] } = seat
    const away = deputies.find(({ sits }) => sits)
    return this.moved.get(seatId) ?? { holder, personId: away?.personId ?? holder, isDeputy: away !== undefined }
  }

  private mayDecide(personId: string): boolean {
    return !this.ownCase.includes(personId)
  }

  private seat(seatId: string): Seat | undefined {
    return this.terms.seats.find((each) => each.seatId === seatId)
  }
}
