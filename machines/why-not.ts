import type { CaseFile } from './case-file.ts'
import type { CaseEvent } from './case-events.ts'
import {
  whyNotCirculate,
  whyNotCirculating,
  whyNotLeaveStage,
  whyNotReplaced,
  whyNotSubmitBefore,
} from './circulation/why-not.ts'
import { whyNotCloseConsultation } from './consultation.ts'
import { isBetweenGates } from './initiative/boards.ts'
import { whyNotInitiative } from './initiative/why-not.ts'
import { refusal, type Refusal } from './refusal.ts'
import { whyNotRollOut } from './roll-out.ts'
import { whyNotMergeBoard, whyNotMoveMeeting, whyNotMoveSeat } from './why-not-board-change.ts'
import { whyNotCast } from './why-not-cast.ts'
import { whyNotAnswerRoom, whyNotRecordRoom } from './why-not-room.ts'

/** Go-live is approved here, or was passed before the record began: a source may name a tranche that was still to come then. */
const mayGoLive = ({ initiative }: CaseFile) =>
  initiative.matches({ active: { goLive: 'approved' } }) || initiative.context.stages.goLive.standing === 'before'

/** Whether the stage's own papers are at a board. A decision between gates has papers of its own, and freezes no others. */
const areAtABoard = ({ reviews }: CaseFile) =>
  Object.entries(reviews).some(([reviewId, { status }]) => status === 'active' && !isBetweenGates(reviewId))

/** Why an event is refused, in words for the person who sent it; undefined when it may happen. */
export const whyNot = (caseFile: CaseFile, event: CaseEvent): Refusal | undefined => {
  switch (event.type) {
    case 'voteCast':
    case 'roomRecorded':
    case 'roomConfirmed':
    case 'roomRefused':
    case 'seatMoved':
    case 'meetingMoved':
    case 'boardMerged': {
      const review = caseFile.reviews[event.reviewId]
      if (!review) return refusal('UnknownReview', `reviewId: there is no board decision ${event.reviewId}.`)
      if (event.type === 'voteCast') return whyNotCast(review, event)
      if (event.type === 'roomRecorded') return whyNotRecordRoom(review, event)
      if (event.type === 'roomConfirmed' || event.type === 'roomRefused') return whyNotAnswerRoom(review, event)
      if (event.type === 'seatMoved') return whyNotMoveSeat(review, event)
      if (event.type === 'meetingMoved') return whyNotMoveMeeting(review, event)
      return whyNotMergeBoard(review, event)
    }
    case 'consultationClosed': {
      const consultation = caseFile.consultations[event.cohortId]
      if (!consultation) return refusal('UnknownCohort', `cohortId: there is no consultation ${event.cohortId}.`)
      if (caseFile.initiative.status === 'done') return refusal('Closed', 'This initiative is closed.')
      return whyNotCloseConsultation(consultation)
    }
    case 'tranchePostponed':
    case 'readinessConfirmed':
    case 'trancheWentLive': {
      const rollOut = caseFile.rollOuts[event.trancheId]
      if (!rollOut) return refusal('UnknownTranche', `trancheId: there is no roll-out tranche ${event.trancheId}.`)
      if (caseFile.initiative.status === 'done') return refusal('Closed', 'This initiative is closed.')
      if (event.type === 'trancheWentLive' && caseFile.initiative.matches('onHold'))
        return refusal('OnHold', `${rollOut.context.title} cannot go live while the initiative is on hold.`)
      if (event.type === 'trancheWentLive' && !mayGoLive(caseFile))
        return refusal('NotApproved', `${rollOut.context.title} cannot go live before the board has approved go-live.`)
      return whyNotRollOut(rollOut, event)
    }
    case 'papersCirculated':
      return (
        whyNotInitiative(caseFile.initiative, event) ??
        whyNotCirculate(caseFile.initiative.context, event, caseFile.circulations)
      )
    case 'commentMade':
    case 'noCommentMade':
    case 'commentAnswered':
    case 'circulationClosed':
      return whyNotCirculating(caseFile.circulations, caseFile.initiative, event)
    case 'submitted':
      // A decision between gates has papers of its own.
      return caseFile.initiative.can(event) && !event.betweenGates
        ? (whyNotSubmitBefore(caseFile.circulations, caseFile.initiative.context) ??
            whyNotInitiative(caseFile.initiative, event))
        : whyNotInitiative(caseFile.initiative, event)
    case 'stageNotRequired':
      return (
        whyNotInitiative(caseFile.initiative, event) ??
        whyNotLeaveStage(caseFile.circulations, caseFile.initiative.context)
      )
    case 'decisionDisputed': {
      const review = caseFile.reviews[event.reviewId]
      return review?.context.ballots[event.seatId]?.some(({ number }) => number === event.decisionNumber)
        ? undefined
        : refusal('NoSuchDecision', 'There is no such decision to dispute.')
    }
    case 'deadlinePassed':
    case 'olderReviewsDigested':
    case 'stateMigrated':
      return undefined
    case 'evidenceProvided':
    case 'consultationOpened': {
      // On hold the initiative's own machine does not say what it was doing; an open review does.
      if (caseFile.initiative.matches('onHold') && areAtABoard(caseFile))
        return refusal('PapersFrozen', 'The papers are with the board, on hold, and frozen until it resumes.')
      const refused = whyNotInitiative(caseFile.initiative, event)
      if (refused || event.type === 'consultationOpened') return refused
      return whyNotReplaced(Object.values(caseFile.circulations), event)
    }
    default:
      return whyNotInitiative(caseFile.initiative, event)
  }
}
