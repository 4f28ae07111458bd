import type { CommandFact, FactOf } from '../../machines/commands.ts'
import type { BoardTerms } from '../../machines/vocabulary/board.ts'
import type { Initiative } from './initiative.ts'
import { canDecide } from './rules.ts'
import { Seating } from './seating.ts'

// What may be asked of an initiative when, as the design tells it.

/** Whether somebody may ask for this now. */
export const isAllowed = (model: Initiative, fact: CommandFact): boolean => {
  if (fact.type === 'decisionDisputed')
    return model.boards.some(
      ({ reviewId, ballots }) =>
        reviewId === fact.reviewId && (ballots.get(fact.seatId)?.length ?? 0) >= fact.decisionNumber,
    )
  if (model.place === 'closed') return false
  const isHeld = model.hold !== undefined
  const isWithBoard = model.place === 'withBoard'
  switch (fact.type) {
    case 'voteCast':
      return !isHeld && (model.board(fact.reviewId)?.mayVote(fact) ?? false)
    case 'seatMoved':
      return model.board(fact.reviewId)?.mayMoveSeat(fact) ?? false
    case 'roomRecorded':
      return !isHeld && (model.board(fact.reviewId)?.minutes.mayRecord(fact) ?? false)
    case 'roomConfirmed':
      return !isHeld && (model.board(fact.reviewId)?.minutes.mayConfirm(fact) ?? false)
    case 'roomRefused':
      return !isHeld && (model.board(fact.reviewId)?.minutes.mayRefuse(fact) ?? false)
    case 'chairsActionReported':
      // Of a meeting that has been held since: the end of its day is at most a day away.
      return model.reports.some(
        ({ reviewId, takenInstant, isReported }) =>
          reviewId === fact.reviewId &&
          !isReported &&
          fact.meetingEndsInstant >= takenInstant &&
          fact.meetingEndsInstant <= fact.atInstant + 86_400_000,
      )
    case 'meetingMoved':
      return !isHeld && (model.board(fact.reviewId)?.mayMoveMeeting(fact) ?? false)
    case 'boardMerged':
      return !isHeld && (model.board(fact.reviewId)?.mayMerge(fact) ?? false)
    case 'boardAdded':
      return !isHeld && isWithBoard && mayAdd(model, fact)
    case 'stageStated':
      return !isHeld && model.place === 'stageNotReported'
    case 'submitted':
      if (fact.betweenGates) return !isHeld && model.place !== 'closing' && mayGoBetweenGates(model, fact)
      return !isHeld && model.place === 'preparing' && areHeard(model) && mayGoOut(model, fact)
    case 'submissionWithdrawn':
      if (model.between.some(({ id }) => id === fact.submissionId)) return !isHeld
      return !isHeld && isWithBoard && (fact.submissionId ?? model.submission?.id) === model.submission?.id
    case 'evidenceProvided':
      return (
        model.stage !== undefined &&
        !isWithBoard &&
        model.place !== 'closing' &&
        model.gate(model.stage).evidence.some(({ id }) => id === fact.evidenceId)
      )
    case 'pointAnswered':
      return model.points.some(({ pointId }) => pointId === fact.pointId)
    case 'consultationOpened':
      return (
        model.stage === 'consultation' && !isWithBoard && model.place !== 'closing' && !model.cohorts.has(fact.cohortId)
      )
    case 'consultationClosed': {
      const cohort = model.cohorts.get(fact.cohortId)
      return cohort !== undefined && cohort.isServed && !cohort.isClosed
    }
    case 'tranchePlanned':
      return (
        !model.tranches.has(fact.trancheId) &&
        model.place !== 'closing' &&
        !['passed', 'notRequired'].includes(model.standings.goLive)
      )
    case 'tranchePostponed':
      return ['planned', 'ready'].includes(model.tranches.get(fact.trancheId) ?? '')
    case 'readinessConfirmed':
      return model.tranches.get(fact.trancheId) === 'planned'
    case 'trancheWentLive': {
      const tranche = model.tranches.get(fact.trancheId)
      const mayGo = model.place === 'rollingOut' || model.standings.goLive === 'before'
      return !isHeld && mayGo && (tranche === 'ready' || (tranche === 'interimLive' && fact.kind === 'full'))
    }
    case 'stageNotRequired':
      return (
        !isHeld &&
        fact.stage === model.stage &&
        (model.place === 'preparing' || model.place === 'deferred') &&
        [...model.cohorts.values()].every(({ isClosed }) => isClosed) &&
        model.beforeStakeholders.every(({ isClosed }) => isClosed)
      )
    case 'held':
      return !isHeld
    case 'resumed':
      return isHeld
    case 'papersCirculated':
      return !isHeld && model.place === 'preparing' && mayCirculate(model, fact)
    case 'commentMade':
      return !isHeld && (model.batches.get(fact.circulationId)?.mayComment(fact) ?? false)
    case 'noCommentMade':
      return !isHeld && (model.batches.get(fact.circulationId)?.mayHaveNone(fact) ?? false)
    case 'commentAnswered':
      return model.batches.get(fact.circulationId)?.mayAnswer(fact) ?? false
    case 'circulationClosed':
      return model.batches.get(fact.circulationId)?.mayClose(fact) ?? false
    case 'hardDateSet':
      return !model.hardDates.has(fact.dateId) && model.hardDates.size < 20 && fact.warnInstant < fact.dayInstant
    case 'hardDateDropped':
      return model.hardDates.has(fact.dateId)
    case 'conditionDischarged':
      return model.conditions.some(
        ({ conditionId, isOpen, mayDischarge }) =>
          isOpen &&
          conditionId === fact.conditionId &&
          (mayDischarge === undefined || plainly(mayDischarge) === plainly(fact.acceptedBy)),
      )
    case 'closureReported':
      return !isHeld && model.place === 'closing' && model.reports.every(({ isReported }) => isReported)
    case 'ratingRecorded':
    case 'planChanged':
    case 'closedEarly':
    case 'withdrawn':
      return true
  }
}

/** A role, however it is spaced and capitalised. */
const plainly = (role: string) => role.toLowerCase().split(/\s+/).filter(Boolean).join(' ')

/** No paper goes to a board while it is before stakeholders, or before each of their comments is answered. */
const areHeard = (model: Initiative): boolean => {
  return model.beforeStakeholders.every(({ isClosed, unanswered }) => isClosed && unanswered.length === 0)
}

const mayCirculate = (model: Initiative, fact: FactOf<'circulate'>): boolean => {
  return (
    !model.batches.has(fact.circulationId) &&
    fact.evidenceIds.every((id) => model.evidence.has(`${model.stage} ${id}`)) &&
    fact.commentByInstant > fact.atInstant &&
    fact.answerByInstant >= fact.commentByInstant &&
    fact.reminderInstants.every((reminder) => reminder < fact.commentByInstant)
  )
}

/** Papers go out when all that is asked for is there, to the boards the plan names, in its order, if those can decide at all. */
const mayGoOut = (model: Initiative, { proposal, boards }: FactOf<'submit'>): boolean => {
  const { stage } = model
  if (!stage || model.missing.length > 0 || model.unanswered.length > 0 || model.blocking.length > 0) return false
  const planned = model.gate(stage).boards
  const asked = boards.map(({ boardId }) => boardId)
  if (proposal.ask === 'decide') {
    const cohorts = [...model.cohorts.values()]
    if (stage === 'consultation' && (cohorts.length === 0 || cohorts.some(({ isClosed }) => !isClosed))) return false
    if (stage === 'goLive' && model.tranches.size === 0) return false
    if (asked.join() !== planned.map(({ board }) => board).join()) return false
    for (const [place, { ask, together, only }] of boards.entries()) {
      const part = planned[place]
      if (ask !== part?.ask || together !== part.together || only !== part.only) return false
    }
  } else {
    if (asked.some((boardId) => !planned.some(({ board }) => board === boardId))) return false
    if (new Set(asked).size < asked.length) return false
    // These are asked between gates.
    if (proposal.ask === 'rebaseline' || proposal.ask === 'agreeException') return false
  }
  return boards.every((terms) => areFit(model, terms))
}

/** One board that the plan names for it, whatever it is asked, and wherever the initiative is. */
const mayGoBetweenGates = (model: Initiative, { boards }: FactOf<'submit'>): boolean => {
  const named = model.begun.plan.betweenGates?.map(({ board }) => board) ?? []
  return (
    model.stage !== undefined &&
    boards.length === 1 &&
    boards.every((terms) => named.includes(terms.boardId) && areFit(model, terms))
  )
}

const mayAdd = (model: Initiative, { terms }: FactOf<'addBoard'>): boolean => {
  const asked = model.submission?.boards ?? []
  return asked.length < 8 && asked.every((each) => each.terms.boardId !== terms.boardId) && areFit(model, terms)
}

/** Whether a board with these terms could decide this case at all, by all its members and by those who may decide it. */
const areFit = (model: Initiative, terms: BoardTerms): boolean =>
  // Outside its meetings it is bound to none.
  (terms.way === undefined || terms.meeting === undefined) &&
  canDecide(terms, new Seating(terms, model.begun.ownCase).members) &&
  canDecide(terms, terms.seats) &&
  mayActAlone(terms, new Seating(terms, model.begun.ownCase).members) &&
  new Set(terms.seats.map(({ seatId }) => seatId)).size === terms.seats.length &&
  terms.reminderInstants.every((reminder) => reminder < terms.decideByInstant)

/** By chair's action one member is asked, who is in the chair or stands in for it; and the board is not asked for some of its parties alone. */
const mayActAlone = ({ way, rule, only }: BoardTerms, members: readonly BoardTerms['seats'][number][]): boolean => {
  if (way?.by !== 'chairsAction') return true
  const inTheChair = members.filter(({ chair, viceChair }) => chair || viceChair)
  return !only && rule.kind === 'chairDecides' && members.length === 1 && inTheChair.length === 1
}
