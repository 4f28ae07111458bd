import type { Board, BoardSeat } from '../../machines/terms-of-reference.ts'
import { whyNotRunnable } from '../../machines/rules/index.ts'
import type { References } from './references.ts'
import type { WrittenBoard } from './written-rows.ts'

const parts = [
  'members',
  'rule',
  'chair',
  'secretary',
  'othersShown',
  'veto',
  'sharedSeats',
  'ownCase',
  'correspondence',
  'chairsAction',
] as const

/** A board's terms with its people looked up; reported and assumed parts keep their own provenance. */
export const resolvedBoard = (written: WrittenBoard, references: References): Omit<Board, 'version'> => {
  const { assumed } = written
  for (const part of parts) {
    if (written[part] !== undefined && assumed[part] !== undefined)
      references.refuse([part], 'must be either reported here or under assumed, not both')
  }
  const members = written.members ?? assumed.members
  const rule = written.rule ?? assumed.rule
  if (!members) references.refuse(['members'], 'is required, here or under assumed')
  if (!rule) references.refuse(['rule'], 'is required, here or under assumed')
  const othersShown = written.othersShown ?? assumed.othersShown
  const reported = parts.some((part) => written[part] !== undefined)
  if (reported && !written.source)
    references.refuse(['source'], 'is required: say which source reports it, or put it under assumed')
  if ((written.chair && assumed.members) || (assumed.chair && written.members))
    references.refuse(['chair'], 'must stand beside members: both reported or both under assumed')

  const vetoSeatIds = written.veto ?? assumed.veto
  const sharedSeats = written.sharedSeats ?? assumed.sharedSeats
  const ownCase = written.ownCase ?? assumed.ownCase
  const correspondence = written.correspondence ?? assumed.correspondence
  const chairsAction = written.chairsAction ?? assumed.chairsAction

  const fromSource = references.provenance(written.source ?? [], ['source'])
  const seats = seatsOf(written, references)
  if (rule && seats.length > 0) {
    const why = rule.kind === 'asWritten' ? undefined : whyNotRunnable({ rule, seats, vetoSeatIds, sharedSeats })
    if (why) references.refuse([...(written.rule ? [] : ['assumed']), 'rule'], `cannot decide for this board: ${why}`)
  }
  const otherRules = {
    ...(correspondence ? { correspondence: correspondence.rule } : {}),
    ...(chairsAction ? { chairsAction: { kind: 'chairDecides' as const } } : {}),
  }
  for (const [part, rule] of seats.length > 0 ? Object.entries(otherRules) : []) {
    const why = whyNotRunnable({ rule, seats, vetoSeatIds, sharedSeats })
    const where = part === 'correspondence' ? [part, 'rule'] : [part]
    if (why)
      references.refuse([...(part in written ? [] : ['assumed']), ...where], `cannot decide for this board: ${why}`)
  }
  const provenance = (isReported: boolean) => (isReported ? fromSource : { certainty: 'assumed' as const })
  return {
    boardId: written.id,
    name: written.name,
    ...(written.saidAs ? { saidAs: written.saidAs } : {}),
    fromDay: written.from,
    rule: rule ?? { kind: 'unanimous' },
    ruleProvenance: provenance(written.rule !== undefined),
    membersProvenance: provenance(written.members !== undefined),
    seats,
    ...(vetoSeatIds ? { vetoSeatIds } : {}),
    ...(sharedSeats ? { sharedSeats } : {}),
    ...(ownCase ? { ownCase } : {}),
    ...(correspondence ? { correspondence } : {}),
    ...(chairsAction ? { chairsAction } : {}),
    ...secretaryOf(written, references),
    ...(othersShown ? { othersShown } : {}),
    ...(written.papersDueBefore ? { papersDueBefore: written.papersDueBefore } : {}),
    meetings: written.meetings,
  }
}

const seatsOf = (written: WrittenBoard, references: References): BoardSeat[] => {
  const where = written.members ? [] : ['assumed']
  const members = written.members ?? written.assumed.members ?? []
  const chairs = written.chair ?? written.assumed.chair ?? []
  const seats = members.map((member, index): BoardSeat => {
    const path = [...where, 'members', index]
    const holder = references.person(member.holder, path)
    const organisationIds = member.for ?? holder?.for ?? []
    for (const id of organisationIds) references.organisation(id, path)
    if (holder && organisationIds.length === 0)
      references.refuse(path, `must say for which organisation, because the person ${member.holder} names none`)
    const deputies = member.deputies?.map(({ deputy, from, until }, place) => {
      references.person(deputy, [...path, 'deputies', place])
      return { personId: deputy, ...(from ? { fromDay: from } : {}), ...(until ? { untilDay: until } : {}) }
    })
    return {
      seatId: member.seat ?? member.holder,
      title: member.title ?? holder?.name ?? member.holder,
      organisationIds: [...organisationIds],
      chair: chairs.includes(member.holder),
      ...(member.viceChair ? { viceChair: true } : {}),
      ...(member.pair ? { pairId: member.pair } : {}),
      ...(deputies ? { deputies } : {}),
      holdings: [{ personId: member.holder, fromDay: member.since ?? written.from }],
    }
  })
  for (const chair of chairs) {
    if (!members.some(({ holder }) => holder === chair))
      references.refuse([...where, 'chair'], `must be a member of this board; ${chair} is not`)
  }
  const twice = seats.find(({ seatId }, index) => seats.findIndex((seat) => seat.seatId === seatId) < index)
  if (twice) references.refuse([...where, 'members'], `must name each seat once; ${twice.seatId} is named twice`)
  return seats
}

const secretaryOf = (written: WrittenBoard, references: References): Pick<Board, 'secretary'> => {
  const path = written.secretary ? ['secretary'] : ['assumed', 'secretary']
  const personId = written.secretary ?? written.assumed.secretary
  const person = personId ? references.person(personId, path) : undefined
  return personId && person ? { secretary: { title: person.name, personId } } : {}
}
