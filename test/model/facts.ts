import type { CommandFact } from '../../machines/commands.ts'
import type { Ask, BoardTerms, Seat } from '../../machines/vocabulary/board.ts'
import { stageId, type StageId } from '../../machines/vocabulary/facts.ts'
import type { Meeting } from '../../machines/vocabulary/meeting.ts'
import type { ConditionWritten } from '../../machines/vocabulary/submission.ts'
import type { GovernancePlan } from '../../machines/vocabulary/plan.ts'
import { aPlan, aProposal } from '../support/case.ts'
import { members, type Attempt, type Begun, type Deputies, type Tried, type Wanted } from './acts.ts'
import { boardsDrawn, type Drawn } from './boards-drawn.ts'
import type { Board } from './board.ts'
import type { Initiative } from './initiative.ts'
import { nextOf } from './next.ts'
import { answerOf, recordingOf } from './room-facts.ts'

export const dayLong = 86_400_000
export const minuteLong = 60_000

const evidence = [{ id: 'case', title: 'Business case' }]

/** The boards of a plan, in its order; the last is never asked at a gate. */
export const boardIds = ['chiefs', 'finance', 'oversight'] as const

/** The plan of a play: the same boards at every gate, and a paper the full business case needs. */
export const planOf = ({ boards }: Begun): GovernancePlan =>
  aPlan({
    gates: Object.fromEntries(
      stageId.options.map((stage) => [
        stage,
        {
          boards: boards.split(/(?=[+,])/).map((part, place) => ({
            board: boardIds[place],
            ask: /\w+/.exec(part)?.[0],
            decideWithin: 'P10D',
            ...(part.startsWith('+') ? { together: true } : {}),
            ...(part.endsWith('by those who agreed') ? { only: 'thoseWhoAgreed' } : {}),
          })),
          evidence: stage === 'fullBusinessCase' ? evidence : [],
        },
      ]),
    ),
    betweenGates: [
      { board: 'chiefs', decideWithin: 'P10D' },
      { board: 'programme', ask: 'note', decideWithin: 'P10D' },
    ],
  })

export const holderOf = (seatId: string) => `chief-constable-${seatId}`

const deputyOf = (seatId: string) => `deputy-${seatId}`

/** Essex is the one who is away, and Suffolk's first deputy is Kent's chief: so that now and then neither may decide. */
const deputiesOf = (seatId: string, deputies: Deputies): Seat['deputies'] => [
  ...(seatId === 'suffolk' ? [{ personId: holderOf('kent'), title: 'Chief Constable, kent' }] : []),
  {
    personId: deputyOf(seatId),
    title: `Deputy, ${seatId}`,
    ...(deputies === 'away' && seatId === 'essex' ? { sits: true as const } : {}),
  },
]

const termsOf = (
  boardId: string,
  of: Omit<BoardTerms, 'boardId' | 'name' | 'termsVersion' | 'seats'>,
  seats: Drawn['seats'] = {},
  deputies: Deputies = 'none',
): BoardTerms => ({
  boardId,
  name: boardId,
  termsVersion: 1,
  seats: members.map((seatId) => ({
    seatId,
    title: `Chief Constable, ${seatId}`,
    organisationIds: [seatId],
    holderId: holderOf(seatId),
    chair: seatId === 'kent',
    ...(deputies === 'none' ? {} : { deputies: deputiesOf(seatId, deputies) }),
    ...seats[seatId],
  })),
  ...(deputies === 'ownCase' ? { ownCase: 'deputySits' as const } : {}),
  ...of,
})

/** A board drawn, before its time is set. */
const drawnTerms = (
  boardId: string,
  { board, deputies, ask, dueDays }: { board: number; deputies: Deputies; ask: Ask; dueDays: number },
  nowInstant: number,
): BoardTerms => {
  const { seats, isOdd: _odd, ...terms } = boardsDrawn[board] ?? { rule: { kind: 'unanimous' } }
  const decideByInstant = nowInstant + dueDays * dayLong
  return termsOf(boardId, { ask, ...terms, decideByInstant, reminderInstants: [] }, seats, deputies)
}

/** A board's terms in the way drawn. The deputy who sits for Essex is none too many: nobody but a chair acts alone. */
const inWay = (
  terms: BoardTerms,
  { way, meetsIn }: Pick<Extract<Attempt, { act: 'submit' }>, 'way' | 'meetsIn'>,
  nowInstant: number,
): BoardTerms => {
  const reason = 'It cannot wait.'
  if (way === 'at large') return terms
  if (way === 'by letter') return { ...terms, way: { by: 'correspondence', reason } }
  const asked = way === 'of the chair' ? ['kent'] : ['kent', 'essex']
  const { vetoSeatIds: _vetoes, secretary: _secretary, seats, ...rest } = terms
  const informed = seats
    .filter(({ seatId }) => !asked.includes(seatId))
    .map(({ seatId, title, holderId }) => ({ seatId, title, personId: holderId }))
  const meeting = {
    day: '2027-04-01',
    papersDueInstant: nowInstant,
    // Half a minute beside every other date of a play.
    endsInstant: nowInstant + (meetsIn ?? 0) * dayLong + minuteLong / 2,
  }
  return {
    ...rest,
    seats: seats.filter(({ seatId }) => asked.includes(seatId)),
    rule: { kind: 'chairDecides' },
    way: { by: 'chairsAction', reason, informed },
    ...(meetsIn === undefined ? {} : { nextMeetings: [meeting] }),
  }
}

/** A meeting every ten days: where their number is even, their hours are on file too. */
const meetingAt = (endsInstant: number, hasHour: boolean): Meeting => ({
  day: new Date(endsInstant).toISOString().slice(0, 10),
  ...(hasHour ? { startsInstant: endsInstant - 7 * 3_600_000 } : {}),
  papersDueInstant: endsInstant - 2 * dayLong,
  endsInstant,
})

const meetingsOf = (endsInstant: number, later: number | undefined): Pick<BoardTerms, 'meeting' | 'nextMeetings'> => {
  if (later === undefined) return {}
  const nextMeetings = [10, 20].slice(0, later).map((days) => meetingAt(endsInstant + days * dayLong, later % 2 === 0))
  return { meeting: meetingAt(endsInstant, later % 2 === 0), ...(later > 0 ? { nextMeetings } : {}) }
}

const boardsAsked = (
  model: Initiative,
  tried: Extract<Attempt, { act: 'submit' }>,
  nowInstant: number,
): BoardTerms[] => {
  const reminderInstants = tried.reminderDays
    .map((days) => nowInstant + days * dayLong + minuteLong)
    .toSorted((a, b) => a - b)
  const asked = model
    .gate(model.stage ?? 'outlineBusinessCase')
    .boards.map(({ board: boardId, ask, together, only }, place): BoardTerms => ({
      ...drawnTerms(boardId, { ...tried, ask, board: place === 0 ? tried.board : tried.laterBoard }, nowInstant),
      reminderInstants,
      ...meetingsOf(nowInstant + tried.dueDays * dayLong, tried.laterMeetings),
      ...(together ? { together } : {}),
      ...(only ? { only } : {}),
    }))
    .map((terms, place) => (place === 0 ? inWay(terms, tried, nowInstant) : terms))
  switch (tried.to) {
    case 'the boards of the plan':
      return asked
    case 'another board':
      return asked.map((terms) => ({ ...terms, boardId: 'summit' }))
    case 'fewer boards':
      return asked.slice(0, 1)
    case 'asked for more':
      return asked.map((terms) => ({ ...terms, ask: terms.ask === 'decide' ? ('note' as const) : ('decide' as const) }))
  }
}

/** The review an attempt is about, and the seat. */
const about = (model: Initiative, { about: which, boardIndex }: Extract<Attempt, { boardIndex: number }>) => {
  const board = which === 'the first one' ? model.boards[0] : (pick(model.open, boardIndex) ?? model.boards.at(-1))
  return { board, reviewId: which === 'none' ? 's99b1' : (board?.reviewId ?? 's1b1') }
}

/** A board of which something was recorded, where there is one: elsewhere there is nothing to answer. */
const recordedAt = ({ open }: Initiative, { about: which }: Extract<Attempt, { act: 'answerRoom' }>) => {
  const board = open.find(({ minutes }) => minutes.recorded.length > 0)
  return which === 'an open one' && board ? { board, reviewId: board.reviewId } : undefined
}

const seatOf = ({ seat, seatIndex }: Extract<Attempt, { seatIndex: number }>) =>
  seat === 'stranger' ? 'stranger' : (members[seatIndex] ?? 'kent')

const pick = <T>(from: readonly T[], index: number): T | undefined => from[index % Math.max(1, from.length)]

const voterOf = (by: Extract<Attempt, { act: 'vote' }>['by'], seatId: string, board: Board | undefined) => {
  if (by === 'somebody else') return 'somebody-else'
  return (by === 'whoever sits' ? board?.seating.in(seatId)?.personId : undefined) ?? holderOf(seatId)
}

/** Who is to sit in a seat from now on. */
const newIn = (seatId: string, to: Extract<Attempt, { act: 'moveSeat' }>['to'], { begun }: Initiative): string => {
  switch (to) {
    case 'newcomer':
      return `newcomer-${seatId}`
    case 'deputy':
      return deputyOf(seatId)
    case 'the holder at first':
      return holderOf(seatId)
    case 'another member':
      return holderOf(seatId === 'essex' ? 'norfolk' : 'essex')
    case 'whose case it is':
      return begun.ownCase[0] ?? holderOf('kent')
  }
}

const conditionOf =
  (nowInstant: number) =>
  ({ blocksStage, dueDays, soonDays, hasOwner, isTheirsToAccept }: Wanted, index: number): ConditionWritten => {
    const dueInstant = dueDays === undefined ? undefined : nowInstant + dueDays * dayLong
    return {
      text: `Condition ${index + 1}`,
      ...(blocksStage ? { blocksStage } : {}),
      ...(dueInstant === undefined ? {} : { dueInstant }),
      ...(dueInstant === undefined || soonDays === undefined
        ? {}
        : { dueSoonInstant: dueInstant - soonDays * dayLong }),
      ...(hasOwner ? { ownerTitle: 'Head of Vetting', ownerId: 'head-of-vetting' } : {}),
      ...(isTheirsToAccept ? { mayDischarge: 'Chief Constable' } : {}),
    }
  }

/** The commands an attempt is, by what the model knows now; none for waiting and forgetting. */
export const factsOf = (model: Initiative, tried: Tried, nowInstant: number): CommandFact[] => {
  const at = { atInstant: nowInstant }
  switch (tried.act) {
    case 'submit': {
      const proposal = aProposal({ ask: tried.ask })
      return [{ type: 'submitted', proposal, boards: boardsAsked(model, tried, nowInstant), ...at }]
    }
    case 'vote': {
      const { board, reviewId } = about(model, tried)
      const seatId = seatOf(tried)
      const stands = board?.ballots.get(seatId)?.length ?? 0
      const decisionNumber =
        tried.form === 'current' ? stands : tried.form === 'older' ? Math.max(0, stands - 1) : stands + 1
      return [
        {
          type: 'voteCast',
          reviewId,
          seatId,
          holderId: voterOf(tried.by, seatId, board),
          decisionNumber,
          choice: tried.choice,
          ...(tried.words === 'reason' ? { reason: 'The savings are not shown by force.' } : {}),
          points: tried.words === 'points' ? ['Show the savings.', 'Say who runs it.'] : [],
          conditions: tried.conditions.map(conditionOf(nowInstant)),
          ...(tried.choice === 'defer' || tried.choice === 'moreTime'
            ? { deferUntilInstant: nowInstant + tried.deferDays * dayLong }
            : {}),
          ...(tried.choice === 'moreTime' ? { deferSoonInstant: nowInstant + (tried.deferDays - 3) * dayLong } : {}),
          updateId: `d:${reviewId}:${seatId}:${nowInstant}`,
          ...at,
        },
      ]
    }
    case 'recordRoom':
      return [recordingOf(tried, { ...about(model, tried), nowInstant }, tried.conditions.map(conditionOf(nowInstant)))]
    case 'answerRoom':
      return [answerOf(tried, { ...(recordedAt(model, tried) ?? about(model, tried)), nowInstant })]
    case 'moveSeat': {
      const { reviewId } = about(model, tried)
      const seatId = seatOf(tried)
      const personId = newIn(seatId, tried.to, model)
      return [{ type: 'seatMoved', reviewId, seatId, personId, as: tried.as, reason: 'Annual leave.', ...at }]
    }
    case 'moveMeeting': {
      const { board, reviewId } = about(model, tried)
      const at = { reason: 'The chair is away.', atInstant: nowInstant }
      const meeting = meetingAt((board?.terms.decideByInstant ?? nowInstant) + tried.by * dayLong, true)
      return [{ type: 'meetingMoved', reviewId, meeting, ...at }]
    }
    case 'mergeBoard': {
      const { board, reviewId } = about(model, tried)
      const of = { ask: 'note' as const, board: tried.board, deputies: tried.deputies, dueDays: 1 }
      const into = drawnTerms(tried.into === 'itself' ? (board?.terms.boardId ?? 'chiefs') : 'alliance', of, nowInstant)
      const seats = tried.into === 'a smaller one' ? into.seats.slice(0, 2) : into.seats
      return [{ type: 'boardMerged', reviewId, terms: { ...into, seats }, reason: 'One board from now on.', ...at }]
    }
    case 'addBoard': {
      const number = model.boards.length + 1
      const terms = drawnTerms(tried.which === 'a new one' ? `added-${number}` : 'chiefs', tried, nowInstant)
      return [{ type: 'boardAdded', terms: { ...terms, together: true }, reason: 'It concerns them too.', ...at }]
    }
    case 'askBetweenGates': {
      const ids = {
        'a board of the plan': ['chiefs'],
        'another board': ['summit'],
        'two boards': ['chiefs', 'programme'],
      }
      const boards = ids[tried.to].map((boardId) => drawnTerms(boardId, tried, nowInstant))
      return [{ type: 'submitted', proposal: aProposal({ ask: tried.ask }), boards, betweenGates: true, ...at }]
    }
    case 'goOn':
      return factsOf(model, nextOf(model, tried), nowInstant)
    case 'wait':
    case 'forget':
      return []
    case 'hold': {
      const { reviewMinutes } = tried
      return [
        {
          type: 'held',
          reason: 'The inspectorate reports.',
          ...(reviewMinutes === undefined ? {} : { reviewOnInstant: nowInstant + reviewMinutes * minuteLong }),
          ...at,
        },
      ]
    }
    case 'resume':
      return [{ type: 'resumed', ...at }]
    case 'withdrawPapers': {
      const id = {
        'those of the stage': undefined,
        'those between gates': model.between[0]?.id ?? 'u1',
        unknown: 's99',
      }[tried.which]
      const submissionId = id === undefined ? {} : { submissionId: id }
      return [{ type: 'submissionWithdrawn', reason: 'A figure was wrong.', ...submissionId, ...at }]
    }
    case 'answer': {
      const pointIds = model.unanswered.map(({ pointId }) => pointId)
      const asked = tried.which === 'all' ? pointIds : tried.which === 'one' ? pointIds.slice(0, 1) : ['s99b1p1']
      return asked.map((pointId) => ({ type: 'pointAnswered', pointId, answer: 'Table 3 shows it.', ...at }))
    }
    case 'paper':
      return [{ type: 'evidenceProvided', evidenceId: tried.which, paper, ...at }]
    case 'circulate': {
      const commentByInstant = nowInstant + tried.days * dayLong
      return [
        {
          type: 'papersCirculated',
          circulationId: tried.again ? 'batch-1' : `batch-${model.batches.size + 1}`,
          priority: 1,
          title: 'The case',
          evidenceIds: [tried.paper],
          stakeholders: ['finance', 'legal'].map((personId) => ({ personId, title: personId, organisation: 'Kent' })),
          asks: 'Is it complete?',
          commentByInstant,
          answerByInstant: commentByInstant + tried.answerDays * dayLong,
          reminderInstants: [commentByInstant - tried.reminderDays * minuteLong],
          ...at,
        },
      ]
    }
    case 'comment': {
      const batch = pick([...model.batches.values()], tried.index)
      const { who: stakeholderId } = tried
      const circulationId = batch?.id ?? 'batch-9'
      if (tried.says === 'nothing') return [{ type: 'noCommentMade', circulationId, stakeholderId, ...at }]
      const made = batch?.comments.filter(({ by }) => by === stakeholderId).length ?? 0
      return [
        {
          type: 'commentMade',
          circulationId,
          stakeholderId,
          edition: 1,
          madeBefore: tried.form === 'current' ? made : made + 1,
          ...(tried.paper === 'all' ? {} : { evidenceId: tried.paper }),
          text: 'Show the savings.',
          ...at,
        },
      ]
    }
    case 'answerComment': {
      const circulationId = pick([...model.batches.keys()], tried.index) ?? 'batch-9'
      const { number: commentNumber } = tried
      return [{ type: 'commentAnswered', circulationId, commentNumber, outcome: 'changed', answer: 'Table 3.', ...at }]
    }
    case 'closeBatch': {
      const circulationId = pick([...model.batches.keys()], tried.index) ?? 'batch-9'
      const reason = tried.because ? { reason: 'The Summit is nearer.' } : {}
      return [{ type: 'circulationClosed', circulationId, ...reason, ...at }]
    }
    case 'consult': {
      const cohortId = tried.again ? 'cohort-1' : `cohort-${model.cohorts.size + 1}`
      const minimumEndsInstant = nowInstant + tried.days * dayLong
      return [
        { type: 'consultationOpened', cohortId, title: cohortId, openedOn: '2027-03-01', minimumEndsInstant, ...at },
      ]
    }
    case 'closeConsultation': {
      const cohortId = pick([...model.cohorts.keys()], tried.index) ?? 'cohort-9'
      return [{ type: 'consultationClosed', cohortId, summary: 'Heard.', ...at }]
    }
    case 'plan': {
      const trancheId = tried.again ? 'tranche-1' : `tranche-${model.tranches.size + 1}`
      return [{ type: 'tranchePlanned', trancheId, title: trancheId, ...at }]
    }
    case 'postpone':
    case 'ready':
    case 'goLive':
    case 'goLiveInterim': {
      const trancheId = pick([...model.tranches.keys()], tried.index) ?? 'tranche-9'
      if (tried.act === 'postpone')
        return [
          { type: 'tranchePostponed', trancheId, plannedFor: { precision: 'notReported' }, reason: 'Estates.', ...at },
        ]
      if (tried.act === 'ready') return [{ type: 'readinessConfirmed', trancheId, statement: 'Go.', ...at }]
      return [{ type: 'trancheWentLive', trancheId, kind: tried.act === 'goLive' ? 'full' : 'interim', ...at }]
    }
    case 'skip': {
      const stage: StageId = tried.stage === 'current' ? (model.stage ?? 'goLive') : tried.stage
      return [{ type: 'stageNotRequired', stage, reason: 'Done before.', ...at }]
    }
    case 'discharge': {
      const open = model.conditions.filter(({ isOpen }) => isOpen || tried.which === 'any')
      const conditionId = tried.which === 'unknown' ? 's99b1c1' : (open[0]?.conditionId ?? 's1b1c1')
      return [{ type: 'conditionDischarged', conditionId, evidence: 'Signed.', acceptedBy: tried.acceptedBy, ...at }]
    }
    case 'setHardDate': {
      const dateId = `date-${tried.again ? 1 : model.hardDateCount + 1}`
      const dayInstant = nowInstant + tried.days * dayLong
      const warnInstant = dayInstant - tried.warnDays * dayLong
      const of = { title: dateId, basis: 'law' as const, onDay: '2027-03-01', warnBefore: `P${tried.warnDays}D` }
      return [{ type: 'hardDateSet', dateId, ...of, dayInstant, warnInstant, ...at }]
    }
    case 'dropHardDate': {
      const dateId = pick([...model.hardDates.keys()], tried.index) ?? 'date-9'
      return [{ type: 'hardDateDropped', dateId, reason: 'The contract was changed.', ...at }]
    }
    case 'reportChairsAction': {
      const taken = model.reports.filter(({ isReported }) => isReported === (tried.which === 'one reported'))
      const reviewId = tried.which === 'unknown' ? 's99b1' : (taken[0]?.reviewId ?? 's1b1')
      const meetingEndsInstant =
        tried.meeting === 'today'
          ? nowInstant + 60 * minuteLong
          : tried.meeting === 'to come'
            ? nowInstant + 2 * dayLong
            : (taken[0]?.takenInstant ?? nowInstant) - 1
      const minuted = { meetingDay: '2027-04-01', note: 'Minute 14: noted.', recordedBy: 'Secretary' }
      return [{ type: 'chairsActionReported', reviewId, meetingEndsInstant, ...minuted, ...at }]
    }
    case 'dispute': {
      const board = model.boards.at(-1)
      const seatId = [...(board?.ballots.keys() ?? [])][0] ?? 'kent'
      const reviewId = board?.reviewId ?? 's1b1'
      return [{ type: 'decisionDisputed', reviewId, seatId, decisionNumber: tried.number, statement: 'Not me.', ...at }]
    }
    case 'say':
      return [{ type: 'stageStated', stage: tried.stage, provenance: { certainty: 'assumed' }, ...at }]
    case 'close':
      return [{ type: 'closureReported', report: 'Delivered.', ...at }]
    case 'rate':
      return [
        {
          type: 'ratingRecorded',
          kind: 'team',
          rag: 'amber',
          date: { precision: 'notReported' },
          provenance: { certainty: 'recorded' },
          ...at,
        },
      ]
    case 'closeEarly':
      return [{ type: 'closedEarly', reason: 'No option is good value.', report: 'Kept.', ...at }]
    case 'withdraw':
      return [{ type: 'withdrawn', reason: 'Merged into another.', ...at }]
  }
}

const paper = {
  sha256: 'a'.repeat(64),
  title: 'Business case',
  version: '1',
  marking: 'OFFICIAL' as const,
  mediaType: 'application/pdf',
  sizeBytes: 1,
}
