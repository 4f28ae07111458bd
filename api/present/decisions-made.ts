import { dateInWords, dayInWords, reportedDateInWords } from '../../activities/words/dates.ts'
import { outcomeInWords, papersInWords, stageInWords } from '../../activities/words/decisions.ts'
import { deferredToInWords } from '../../activities/words/meetings.ts'
import { reportInWords } from '../../activities/words/reports.ts'
import { boardInWords, otherWayInWords } from '../../activities/words/ways.ts'
import { inTheRoomInWords, tabledInWords } from '../../activities/words/room.ts'
import { partyInWords } from '../../activities/words/parties.ts'
import { isOpen } from '../../machines/initiative/conditions.ts'
import type { DecisionRecord, InitiativeContext } from '../../machines/initiative/context.ts'
import { stages } from '../../machines/stages/index.ts'
import type { Provenance, ReportedFact } from '../../machines/vocabulary/facts.ts'
import { ended, upperFirst } from './listing.ts'
import { certaintyTagOf, type Tag } from './place.ts'
import { inSentence } from './waiting.ts'

/** "Essex Police, collaboration quarterly update; brought in by the PMO" */
export const sourceInWords = ({ sourceTitle, importedBy }: Provenance): string =>
  [
    ...(sourceTitle ? [`Source: ${sourceTitle}`] : []),
    ...(importedBy ? [`brought in by ${inSentence(importedBy)}`] : []),
  ].join('; ')

const onOf = ({ on }: DecisionRecord) =>
  on.precision === 'instant' ? dateInWords(on.atInstant) : reportedDateInWords(on)

const shownDecision = (decision: DecisionRecord) => {
  const {
    boardName,
    verb,
    wording,
    outcome,
    stage,
    round,
    authorises,
    doesNotAuthorise,
    because,
    deferredTo,
    way,
    room,
    reviewId,
    provenance,
  } = decision
  const tag = certaintyTagOf(provenance.certainty)
  return {
    decisionId: decision.decisionId,
    board: boardInWords(boardName, way),
    on: onOf(decision),
    outcome: outcomeInWords[outcome],
    /** The source's own verb; a decision made here says its outcome instead. */
    verb: verb ?? '',
    wording,
    at: stage ? papersInWords({ id: decision.reviewId ?? '', stage, round }) : '',
    authorises: authorises ?? '',
    doesNotAuthorise: doesNotAuthorise ?? '',
    because: [because && ended(because), deferredTo && deferredToInWords(boardName, deferredTo)]
      .filter(Boolean)
      .join(' '),
    /** Why it was decided outside the board's meetings. */
    way: way ? ended(`${upperFirst(otherWayInWords[way.by])}. Why: ${way.reason}`) : '',
    report: reportInWords(decision),
    parties: (decision.parties ?? []).map(partyInWords),
    room: room
      ? [
          inTheRoomInWords(room),
          ...(room.wording ? ['The words above are as amended in the room and read back.'] : []),
          ...(room.tabled ?? []).map((paper) => `${tabledInWords(paper)}.`),
        ].join(' ')
      : '',
    reviewId: reviewId ?? '',
    source: sourceInWords(provenance),
    tags: tag ? [tag] : ([] satisfies Tag[]),
  }
}

/** Every board decision with its exact wording, those made here newest first, then those a source reports as it gives them. */
export const decisionsMade = ({ decisions }: InitiativeContext) => {
  const here = decisions.filter(({ reviewId }) => reviewId)
  const before = decisions.filter(({ reviewId }) => !reviewId)
  return [...here.toReversed(), ...before].map(shownDecision)
}

/** "12 earlier decisions stand in everything that happened, below." Empty for all but initiatives of very many rounds. */
export const earlierDecisions = ({ inAuditOnly }: InitiativeContext): string => {
  const count = inAuditOnly?.decisions ?? 0
  if (count === 0) return ''
  return `${count} earlier ${count === 1 ? 'decision stands' : 'decisions stand'} in everything that happened, below.`
}

const kinds: Record<ReportedFact['kind'], string> = {
  event: 'Event',
  milestone: 'Milestone',
  evidence: 'Evidence',
  change: 'Change',
  note: 'Note',
}

/** What sources report besides decisions and ratings; a date that had passed when it was brought in is said as "was due". */
export const reportedFacts = ({ facts }: InitiativeContext) =>
  facts.map(({ kind, text, date, wasDue, stage, provenance }) => {
    const tag = certaintyTagOf(provenance.certainty)
    return {
      kind: kinds[kind],
      text: ended(upperFirst(text)),
      date: date ? reportedDateInWords(date) : '',
      wasDue: wasDue ? `Was due ${reportedDateInWords(wasDue)}` : '',
      stage: stage ? stageInWords(stage) : '',
      source: sourceInWords(provenance),
      tags: tag ? [tag] : [],
    }
  })

/** Points boards raised and conditions they set, what is still to be done first. */
export const pointsAndConditions = ({ points, conditions }: InitiativeContext) => ({
  points: points
    .toSorted((a, b) => Number(a.answer !== undefined) - Number(b.answer !== undefined))
    .map(({ pointId, text, raisedBy, round, stage, answer }) => ({
      pointId,
      text,
      raised: `${raisedBy}, ${stageInWords(stage).toLowerCase()}, round ${round}`,
      answer: answer ?? '',
    })),
  conditions: conditions
    .toSorted((a, b) => Number(!isOpen(a)) - Number(!isOpen(b)))
    .map(
      ({
        conditionId,
        text,
        raisedBy,
        ownerTitle,
        dueOn,
        blocksStage,
        mayDischarge,
        chased,
        discharged,
        superseded,
      }) => ({
        conditionId,
        text,
        raisedBy,
        owner: ownerTitle ?? '',
        due: dueOn ? dayInWords(dueOn) : '',
        blocks: blocksStage ? blockedInWords(blocksStage) : '',
        acceptedBy: mayDischarge ?? '',
        tag: discharged ? 'met' : superseded ? 'superseded' : openTags[chased ?? 'notYet'],
        met: discharged
          ? `Met, accepted by ${discharged.acceptedBy} on ${dayInWords(discharged.atInstant)}: ${discharged.evidence}${discharged.paper ? ` (${discharged.paper.title}, version ${discharged.paper.version})` : ''}`
          : superseded
            ? `Superseded on ${dayInWords(superseded.atInstant)}, nothing left to meet: ${superseded.because}`
            : '',
      }),
    ),
})

const openTags = { notYet: 'open', dueSoon: 'due soon', overdue: 'overdue' } as const

const blockedInWords = (stage: string) => {
  const known = stages.find(({ id }) => id === stage)
  return known ? `The papers of the ${known.title.toLowerCase()} cannot go out before it is met.` : ''
}
