import type { FactOf } from '../../machines/commands.ts'
import type { StageId } from '../../machines/vocabulary/facts.ts'

type Comment = { by: string; atInstant: number; isAnswered: boolean }

/** One batch of papers before stakeholders, as the design tells it, in plain code. */
export class Batch {
  readonly id: string
  readonly stage: StageId
  readonly openedInstant: number
  readonly asked: string[]
  readonly papers: string[]
  readonly comments: Comment[] = []
  /** Who said that they had nothing to say, and when. */
  readonly none = new Map<string, number>()
  reminders: number[]
  commentsDue: number
  answersDue: number
  isLate = false
  areAnswersLate = false
  isClosed = false

  constructor(stage: StageId, fact: FactOf<'circulate'>) {
    this.id = fact.circulationId
    this.stage = stage
    this.openedInstant = fact.atInstant
    this.asked = fact.stakeholders.map(({ personId }) => personId)
    this.papers = fact.evidenceIds
    this.reminders = fact.reminderInstants
    this.commentsDue = fact.commentByInstant
    this.answersDue = fact.answerByInstant
  }

  get silent(): string[] {
    return this.asked.filter((id) => !this.none.has(id) && !this.comments.some(({ by }) => by === id))
  }

  get unanswered(): Comment[] {
    return this.comments.filter(({ isAnswered }) => !isAnswered)
  }

  /** Closed to comments, and every one of them answered. */
  get isDone(): boolean {
    return this.isClosed && (this.isOver || this.unanswered.length === 0)
  }

  /** Its initiative has ended: whatever was still open is not any more. */
  isOver = false

  get lastHeardInstant(): number {
    return Math.max(this.openedInstant, ...this.comments.map(({ atInstant }) => atInstant), ...this.none.values())
  }

  deadlines(): { name: string; atInstant: number }[] {
    if (this.isDone) return []
    const answers = this.areAnswersLate ? [] : [{ name: 'answers', atInstant: this.answersDue }]
    if (this.isClosed) return answers
    return [
      ...this.reminders.map((atInstant) => ({ name: 'reminder', atInstant })),
      ...(this.isLate ? [] : [{ name: 'comments', atInstant: this.commentsDue }]),
      ...answers,
    ]
  }

  /** Lets a deadline pass; true where somebody is reminded by it. */
  pass(name: string): boolean {
    if (name === 'comments') this.isLate = true
    if (name === 'answers') this.areAnswersLate = true
    if (name !== 'reminder') return false
    this.reminders = this.reminders.slice(1)
    return true
  }

  /** What is still to come moves with a hold; what has passed stays as it was. */
  moveBy(milliseconds: number) {
    if (this.isDone) return
    this.reminders = this.reminders.map((each) => each + milliseconds)
    if (!this.isLate && !this.isClosed) this.commentsDue += milliseconds
    if (!this.areAnswersLate) this.answersDue += milliseconds
  }

  mayComment({ stakeholderId, evidenceId, edition, madeBefore }: FactOf<'comment'>): boolean {
    return (
      !this.isClosed &&
      this.asked.includes(stakeholderId) &&
      edition === 1 &&
      (evidenceId === undefined || this.papers.includes(evidenceId)) &&
      madeBefore === this.comments.filter(({ by }) => by === stakeholderId).length
    )
  }

  mayHaveNone({ stakeholderId }: FactOf<'noComment'>): boolean {
    return !this.isClosed && this.silent.includes(stakeholderId)
  }

  mayAnswer({ commentNumber }: FactOf<'answerComment'>): boolean {
    return !this.isDone && this.comments[commentNumber - 1]?.isAnswered === false
  }

  mayClose({ reason }: FactOf<'closeCirculation'>): boolean {
    return !this.isClosed && (this.isLate || this.silent.length === 0 || reason !== undefined)
  }
}
