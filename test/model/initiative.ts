import type { CommandFact } from '../../machines/commands.ts'
import type { StageId } from '../../machines/vocabulary/facts.ts'
import type { GovernancePlan } from '../../machines/vocabulary/plan.ts'
import type { ConditionWritten } from '../../machines/vocabulary/submission.ts'
import { isAllowed } from './allowed.ts'
import { Batch } from './batch.ts'
import { Board, type Ended } from './board.ts'
import { Papers } from './papers.ts'

export const order: readonly StageId[] = [
  'outlineBusinessCase',
  'fullBusinessCase',
  'consultation',
  'goLive',
  'postImplementationReview',
]

const agreed: readonly string[] = [
  'approved',
  'approvedWithConditions',
  'nextStepAgreed',
  'endorsed',
  'supported',
  'recommended',
  'noted',
]

type Place = 'stageNotReported' | 'preparing' | 'withBoard' | 'deferred' | 'rollingOut' | 'closing' | 'closed'
type Standing = 'ahead' | 'current' | 'passed' | 'notRequired' | 'before'
type Cohort = { openedInstant: number; endsInstant: number; isServed: boolean; isClosed: boolean }
type Tranche = 'planned' | 'ready' | 'interimLive' | 'live'
type Passing = {
  of: 'deferral' | 'hold' | 'board' | 'cohort' | 'batch' | 'extension' | 'condition' | 'hardDate' | 'report'
  id?: string
  name: string
  atInstant: number
}

type Chased = 'no' | 'dueSoon' | 'overdue'
type Condition = ConditionWritten & { conditionId: string; setInstant: number; isOpen: boolean; chased: Chased }
/** A chair's action its board is told of at its next meeting, where one is on file. */
type Report = {
  reviewId: string
  takenInstant: number
  meetingEndsInstant: number | undefined
  isOverdue: boolean
  isReported: boolean
}
type HardDate = { dayInstant: number; warnInstant: number; nearSince: number; standing: 'stands' | 'warned' | 'passed' }

const withdrawn: Ended = { outcome: 'withdrawn', pointCount: 0, conditions: [] }

export type Beginning = {
  plan: GovernancePlan
  entry: StageId | undefined
  ownCase: readonly string[]
  atInstant: number
}

/** The days a condition is still chased on while nobody has met it: a while before it is due, and then. */
const chases = ({ isOpen, chased, dueInstant, dueSoonInstant }: Condition): { name: Chased; atInstant: number }[] => {
  if (!isOpen || dueInstant === undefined || chased === 'overdue') return []
  const isSaidBefore = chased === 'no' && dueSoonInstant !== undefined && dueSoonInstant < dueInstant
  return [
    ...(isSaidBefore ? [{ name: 'dueSoon' as const, atInstant: dueSoonInstant }] : []),
    { name: 'overdue', atInstant: dueInstant },
  ]
}

/**
 * An initiative as design.md tells it, in plain code: what may happen next, and what then is. It is written from the design's rules
 * alone and takes nothing from the machines but the shape of what people ask for.
 */
export class Initiative {
  readonly begun: Beginning
  place: Place
  stage: StageId | undefined
  readonly standings: Record<StageId, Standing>
  sinceInstant: number
  hold: { sinceInstant: number; reviewOnInstant?: number; isLate: boolean } | undefined
  submission: Papers | undefined
  submissionCount = 0
  /** What a board is asked between gates, beside the papers of the stage. */
  between: Papers[] = []
  betweenCount = 0
  readonly boards: Board[] = []
  readonly evidence = new Set<string>()
  points: { pointId: string; stage: StageId; isAnswered: boolean }[] = []
  conditions: Condition[] = []
  reports: Report[] = []
  /** Dates nobody here can move. */
  readonly hardDates = new Map<string, HardDate>()
  hardDateCount = 0
  readonly outcomes: { reviewId: string; outcome: string; room?: Ended['room'] }[] = []
  readonly cohorts = new Map<string, Cohort>()
  readonly tranches = new Map<string, Tranche>()
  readonly batches = new Map<string, Batch>()
  /** Organisations and pairs with more time, each for itself. */
  extensions: { partyId: string; untilInstant: number; soonInstant?: number; isOver: boolean }[] = []
  deferredUntilInstant: number | undefined
  wasStopped = false
  closedAs: 'completed' | 'closedEarly' | 'withdrawn' | undefined
  effects: string[] = []

  constructor(begun: Beginning) {
    this.begun = begun
    this.stage = begun.entry
    this.place = begun.entry ? 'preparing' : 'stageNotReported'
    this.standings = this.standingsFrom(begun.entry)
    this.sinceInstant = begun.atInstant
  }

  /** The boards asked now. */
  get open(): Board[] {
    return this.boards.filter(({ ended }) => !ended)
  }

  board(reviewId: string): Board | undefined {
    return this.boards.find((each) => each.reviewId === reviewId)
  }

  get unanswered() {
    return this.points.filter(({ stage, isAnswered }) => stage === this.stage && !isAnswered)
  }

  get missing(): string[] {
    if (!this.stage) return []
    return this.gate(this.stage)
      .evidence.map(({ id }) => id)
      .filter((id) => !this.evidence.has(`${this.stage} ${id}`))
  }

  get blocking() {
    return this.conditions.filter(({ isOpen, blocksStage }) => isOpen && blocksStage === this.stage)
  }

  /** The batches of the papers of this stage. */
  get beforeStakeholders(): Batch[] {
    return [...this.batches.values()].filter(({ stage }) => stage === this.stage)
  }

  gate(stage: StageId) {
    return this.begun.plan.gates[stage]
  }

  /** Takes what somebody asks for; false when it may not happen, and then nothing has changed. */
  take(fact: CommandFact): boolean {
    const isAllowed = this.allows(fact)
    if (isAllowed) this.happened(fact)
    return isAllowed
  }

  /** Every moment it waits for by itself. The clocks of boards and stakeholders stop during a hold; the others run on. */
  deadlines(): Passing[] {
    if (this.place === 'closed') return []
    const { deferredUntilInstant: deferred, hold, open } = this
    return [
      ...(deferred === undefined ? [] : [{ of: 'deferral' as const, name: 'deferral', atInstant: deferred }]),
      ...(hold?.reviewOnInstant === undefined || hold.isLate
        ? []
        : [{ of: 'hold' as const, name: 'holdReview', atInstant: hold.reviewOnInstant }]),
      ...(hold ? [] : open).flatMap((board) =>
        board.deadlines().map((each) => ({ of: 'board' as const, id: board.reviewId, ...each })),
      ),
      ...[...(hold ? [] : this.batches.values())].flatMap((batch) =>
        batch.deadlines().map((each) => ({ of: 'batch' as const, id: batch.id, ...each })),
      ),
      ...this.extensions
        .filter(({ isOver }) => !isOver)
        .flatMap(({ partyId: id, untilInstant, soonInstant }) => [
          ...(soonInstant === undefined
            ? []
            : [{ of: 'extension' as const, id, name: 'ending', atInstant: soonInstant }]),
          { of: 'extension' as const, id, name: 'over', atInstant: untilInstant },
        ]),
      ...[...this.cohorts]
        .filter(([, { isServed }]) => !isServed)
        .map(([name, { endsInstant }]) => ({ of: 'cohort' as const, name, atInstant: endsInstant })),
      ...this.conditions.flatMap((condition) =>
        chases(condition).map((each) => ({ of: 'condition' as const, id: condition.conditionId, ...each })),
      ),
      ...this.reports.flatMap(({ reviewId, meetingEndsInstant, isOverdue, isReported }) =>
        meetingEndsInstant === undefined || isOverdue || isReported
          ? []
          : [{ of: 'report' as const, id: reviewId, name: 'met', atInstant: meetingEndsInstant }],
      ),
      ...[...this.hardDates].flatMap(([id, { dayInstant, warnInstant, standing }]) => [
        ...(standing === 'stands' ? [{ of: 'hardDate' as const, id, name: 'warned', atInstant: warnInstant }] : []),
        ...(standing === 'passed' ? [] : [{ of: 'hardDate' as const, id, name: 'passed', atInstant: dayInstant }]),
      ]),
    ].toSorted((a, b) => a.atInstant - b.atInstant)
  }

  pass(nowInstant: number) {
    for (;;) {
      const [next] = this.deadlines()
      if (!next || next.atInstant > nowInstant) return
      this.passed(next, nowInstant)
    }
  }

  private passed({ of, id = '', name }: Passing, nowInstant: number) {
    if (of === 'batch' && this.batches.get(id)?.pass(name)) this.effects.push(`remind stakeholders of ${id}`)
    if (of === 'deferral') {
      this.deferredUntilInstant = undefined
      this.sinceInstant = nowInstant
      this.place = 'preparing'
    }
    if (of === 'extension')
      this.extensions = this.extensions.map(({ soonInstant, ...each }) => {
        if (each.partyId !== id) return soonInstant === undefined ? each : { ...each, soonInstant }
        return name === 'over' ? { ...each, isOver: true } : each
      })
    if (of === 'hold' && this.hold) this.hold.isLate = true
    if (of === 'cohort') {
      const cohort = this.cohorts.get(name)
      if (cohort) cohort.isServed = true
    }
    if (of === 'condition') {
      const condition = this.conditions.find(({ conditionId }) => conditionId === id)
      if (condition) condition.chased = name === 'dueSoon' ? 'dueSoon' : 'overdue'
      this.effects.push(`chase ${id}`)
    }
    if (of === 'report') {
      this.reports = this.reports.map((each) => (each.reviewId === id ? { ...each, isOverdue: true } : each))
      this.effects.push(`chase the report of ${id}`)
    }
    const date = of === 'hardDate' ? this.hardDates.get(id) : undefined
    if (date) {
      date.standing = name === 'warned' ? 'warned' : 'passed'
      if (name === 'warned') this.effects.push(`warn ${id}`)
    }
    const board = of === 'board' ? this.board(id) : undefined
    if (!board) return
    if (name === 'decision') {
      board.isLate = true
      this.effects.push(`escalate ${id}`)
      return
    }
    board.reminders = board.reminders.slice(1)
    this.effects.push(`remind ${id}`)
  }

  /** Whether somebody may ask for this now. */
  allows(fact: CommandFact): boolean {
    return isAllowed(this, fact)
  }

  /** What then is. */
  happened(fact: CommandFact) {
    const { atInstant } = fact
    switch (fact.type) {
      case 'chairsActionReported':
        this.reports = this.reports.map((each) =>
          each.reviewId === fact.reviewId ? { ...each, isReported: true } : each,
        )
        return
      case 'roomRecorded':
        this.board(fact.reviewId)?.minutes.record(fact)
        return
      case 'roomRefused':
        this.board(fact.reviewId)?.minutes.refuse()
        return
      case 'meetingMoved':
        this.board(fact.reviewId)?.moveMeeting(fact.meeting, atInstant)
        return
      case 'boardAdded':
        if (this.submission) this.askBoard(this.submission, this.submission.add(fact.terms), atInstant)
        return
      case 'voteCast':
      case 'roomConfirmed':
      case 'seatMoved':
      case 'boardMerged': {
        const board = this.board(fact.reviewId)
        if (fact.type === 'voteCast') board?.vote(fact)
        if (fact.type === 'roomConfirmed') board?.confirm(fact)
        if (fact.type === 'seatMoved') {
          board?.moveSeat(fact)
          this.effects.push(`ask ${fact.seatId} of ${fact.reviewId}`)
        }
        if (fact.type === 'boardMerged') {
          board?.merge(fact)
          this.effects.push(`ask ${fact.reviewId}`)
        }
        if (board?.ended) this.boardEnded(board, board.ended, atInstant)
        return
      }
      case 'stageStated':
        this.stage = fact.stage
        Object.assign(this.standings, this.standingsFrom(fact.stage))
        this.place = 'preparing'
        this.sinceInstant = atInstant
        return
      case 'submitted':
        if (!this.stage) return
        if (fact.betweenGates) {
          this.betweenCount += 1
          const papers = new Papers(`u${this.betweenCount}`, this.stage, fact)
          this.between.push(papers)
          this.askBoards(papers, atInstant)
          return
        }
        this.submissionCount += 1
        this.submission = new Papers(`s${this.submissionCount}`, this.stage, fact)
        this.place = 'withBoard'
        this.sinceInstant = atInstant
        this.askBoards(this.submission, atInstant)
        return
      case 'submissionWithdrawn':
        this.withdraw(fact.submissionId ?? this.submission?.id ?? '', atInstant)
        return
      case 'evidenceProvided':
        this.evidence.add(`${this.stage} ${fact.evidenceId}`)
        return
      case 'pointAnswered':
        this.points = this.points.map((each) => (each.pointId === fact.pointId ? { ...each, isAnswered: true } : each))
        return
      case 'consultationOpened':
        this.cohorts.set(fact.cohortId, {
          openedInstant: atInstant,
          endsInstant: fact.minimumEndsInstant,
          isServed: false,
          isClosed: false,
        })
        return
      case 'consultationClosed': {
        const cohort = this.cohorts.get(fact.cohortId)
        if (cohort) cohort.isClosed = true
        return
      }
      case 'tranchePlanned':
      case 'tranchePostponed':
        this.tranches.set(fact.trancheId, 'planned')
        return
      case 'readinessConfirmed':
        this.tranches.set(fact.trancheId, 'ready')
        return
      case 'trancheWentLive':
        this.tranches.set(fact.trancheId, fact.kind === 'full' ? 'live' : 'interimLive')
        this.endRollOut(atInstant)
        return
      case 'stageNotRequired':
        this.leave('notRequired', atInstant)
        return
      case 'held':
        this.hold = {
          sinceInstant: atInstant,
          isLate: false,
          ...(fact.reviewOnInstant === undefined ? {} : { reviewOnInstant: fact.reviewOnInstant }),
        }
        return
      case 'resumed':
        if (this.hold) {
          const length = atInstant - this.hold.sinceInstant
          for (const board of this.open) board.resume(length, atInstant)
          for (const batch of this.batches.values()) batch.moveBy(length)
        }
        this.hold = undefined
        return
      case 'conditionDischarged':
        this.conditions = this.conditions.map((each) =>
          each.conditionId === fact.conditionId ? { ...each, isOpen: false } : each,
        )
        return
      case 'closureReported':
        this.close(this.wasStopped ? 'closedEarly' : 'completed')
        return
      case 'closedEarly':
      case 'withdrawn':
        this.close(fact.type)
        return
      case 'ratingRecorded':
      case 'planChanged':
      case 'decisionDisputed':
        return
      case 'hardDateSet': {
        const { dateId, dayInstant, warnInstant } = fact
        const nearSince = Math.max(warnInstant, atInstant)
        this.hardDates.set(dateId, { dayInstant, warnInstant, nearSince, standing: 'stands' })
        this.hardDateCount += 1
        return
      }
      case 'hardDateDropped':
        this.hardDates.delete(fact.dateId)
        return
      case 'papersCirculated':
        if (this.stage) this.batches.set(fact.circulationId, new Batch(this.stage, fact))
        return
      case 'commentMade':
        this.batches.get(fact.circulationId)?.comments.push({ by: fact.stakeholderId, atInstant, isAnswered: false })
        return
      case 'noCommentMade':
        this.batches.get(fact.circulationId)?.none.set(fact.stakeholderId, atInstant)
        return
      case 'commentAnswered': {
        const comment = this.batches.get(fact.circulationId)?.comments[fact.commentNumber - 1]
        if (comment) comment.isAnswered = true
        return
      }
      case 'circulationClosed': {
        const batch = this.batches.get(fact.circulationId)
        if (batch) batch.isClosed = true
      }
    }
  }

  private close(as: 'completed' | 'closedEarly' | 'withdrawn') {
    for (const board of this.open) board.ended = withdrawn
    for (const batch of this.batches.values()) {
      batch.isClosed = true
      batch.isOver = true
    }
    this.place = 'closed'
    this.closedAs = as
    this.hold = undefined
  }

  /** The boards whose turn it is. */
  private askBoards(papers: Papers, nowInstant: number) {
    for (const place of papers.asked) this.askBoard(papers, place, nowInstant)
  }

  private askBoard(papers: Papers, place: number, nowInstant: number) {
    const terms = papers.termsInTurn(place, nowInstant)
    if (!terms) return
    const { ask } = papers.fact.proposal
    const reviewId = papers.reviewId(place)
    this.boards.push(
      new Board({
        reviewId,
        stage: papers.stage,
        ask: ask === 'decide' ? terms.ask : ask,
        terms,
        ownCase: this.begun.ownCase,
        openedInstant: nowInstant,
      }),
    )
    this.effects.push(`ask ${reviewId}`)
  }

  /** Whatever boards are still asked about some papers, they are asked no more. */
  private withdraw(id: string, nowInstant: number) {
    for (const board of this.open.filter(({ reviewId }) => reviewId.startsWith(`${id}b`))) {
      // The first that ends ends the others.
      if (board.ended) continue
      board.ended = withdrawn
      this.boardEnded(board, withdrawn, nowInstant)
    }
  }

  private boardEnded({ reviewId, terms }: Board, ended: Ended, nowInstant: number) {
    const { submission } = this
    if (terms.way?.by === 'chairsAction' && ended.outcome !== 'withdrawn') {
      const next = terms.nextMeetings?.find(({ endsInstant }) => endsInstant > nowInstant)?.endsInstant
      const open = { isOverdue: false, isReported: false }
      this.reports.push({ reviewId, takenInstant: nowInstant, meetingEndsInstant: next, ...open })
    }
    const { room } = ended
    this.outcomes.push({ reviewId, outcome: ended.outcome, ...(room ? { room } : {}) })
    const { partyIds = [], moreTime = [] } = ended
    this.extensions = [
      ...this.extensions.filter(({ partyId }) => !partyIds.includes(partyId)),
      // A reminder whose moment has passed when the time is given is none.
      ...moreTime.map(({ soonInstant = 0, ...each }) => ({
        ...each,
        ...(soonInstant > nowInstant ? { soonInstant } : {}),
        isOver: false,
      })),
    ]
    this.raise(reviewId, ended, nowInstant)
    if (!submission || !reviewId.startsWith(`${submission.id}b`)) {
      this.between = this.between.filter(({ id }) => !reviewId.startsWith(`${id}b`))
      return
    }
    submission.ended(reviewId, ended)
    this.sinceInstant = nowInstant
    const { outcome, untilInstant } = ended
    if (outcome !== 'withdrawn' && agreed.includes(outcome)) this.boardAgreed(submission, nowInstant)
    else {
      this.supersede(submission)
      // The first of several makes an end of the papers for all of them.
      if (outcome === 'withdrawn' && this.place !== 'withBoard') return
      this.place = outcome === 'stopped' ? 'closing' : outcome === 'deferred' ? 'deferred' : 'preparing'
      if (outcome === 'stopped') this.wasStopped = true
      if (outcome === 'deferred') this.deferredUntilInstant = untilInstant
      this.withdraw(submission.id, nowInstant)
    }
  }

  /** Once all of those asked together have agreed, the next are asked, or the papers have come through. */
  private boardAgreed(submission: Papers, nowInstant: number) {
    if (submission.asked.some((place) => !submission.outcomes.has(submission.reviewId(place)))) return
    submission.first = submission.next
    if (submission.first < submission.boards.length) return this.askBoards(submission, nowInstant)
    if (![...submission.outcomes.values()].some((each) => each.startsWith('approved'))) {
      this.place = 'preparing'
      return
    }
    this.place = 'rollingOut'
    if (this.stage === 'goLive') this.endRollOut(nowInstant)
    else this.leave('passed', nowInstant)
  }

  /** What is to be answered before the next papers, and the conditions to be met. Between gates nobody waits for an answer. */
  private raise(reviewId: string, { pointCount, conditions }: Ended, nowInstant: number) {
    const { submission } = this
    const stage = submission && reviewId.startsWith(`${submission.id}b`) ? submission.stage : undefined
    const numbers = Array.from({ length: pointCount }, (_, index) => index + 1)
    if (stage)
      this.points.push(...numbers.map((number) => ({ pointId: `${reviewId}p${number}`, stage, isAnswered: false })))
    for (const [index, condition] of conditions.entries())
      this.conditions.push({
        ...condition,
        setInstant: nowInstant,
        conditionId: `${reviewId}c${index + 1}`,
        isOpen: true,
        chased: 'no',
      })
  }

  /** Conditions of another board of the same papers go with the papers. */
  private supersede({ id }: Papers) {
    this.conditions = this.conditions.map((each) =>
      each.conditionId.startsWith(`${id}b`) ? { ...each, isOpen: false } : each,
    )
  }

  private endRollOut(nowInstant: number) {
    if (this.place === 'rollingOut' && [...this.tranches.values()].every((tranche) => tranche === 'live'))
      this.leave('passed', nowInstant)
  }

  /** On to the next stage of the field; after the last, the closure report. */
  private leave(as: 'passed' | 'notRequired', nowInstant: number) {
    if (!this.stage) return
    this.standings[this.stage] = as
    this.stage = order[order.indexOf(this.stage) + 1]
    if (this.stage) this.standings[this.stage] = 'current'
    this.place = this.stage ? 'preparing' : 'closing'
    this.sinceInstant = nowInstant
    this.deferredUntilInstant = undefined
    this.submission = undefined
  }

  private standingsFrom(entry: StageId | undefined): Record<StageId, Standing> {
    const at = (stage: StageId): Standing =>
      entry === undefined
        ? 'ahead'
        : stage === entry
          ? 'current'
          : order.indexOf(stage) < order.indexOf(entry)
            ? 'before'
            : 'ahead'
    return {
      outlineBusinessCase: at('outlineBusinessCase'),
      fullBusinessCase: at('fullBusinessCase'),
      consultation: at('consultation'),
      goLive: at('goLive'),
      postImplementationReview: at('postImplementationReview'),
    }
  }
}
