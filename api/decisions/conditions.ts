import { stages } from '../../machines/stages/index.ts'
import type { InitiativeContext } from '../../machines/initiative/context.ts'
import type { Stage } from '../../machines/stages/stage.ts'
import type { ConditionWritten } from '../../machines/vocabulary/submission.ts'
import type { ApiParts } from '../parts.ts'
import type { Matter } from './matter.ts'

/** How long before its day a condition is due soon, in working days. */
const dueSoonBefore = 'P3D'

/** The stages whose papers a condition set now could keep back. */
export const stagesToCome = ({ stages: progress }: Pick<InitiativeContext, 'stages'>): Stage[] =>
  stages.filter(({ id }) => progress[id].standing === 'ahead')

/**
 * A condition with what nobody types: the end of its day and the moment a few working days before it, whom the record writes to about
 * it, and, where its author named nobody, that the board that sets it may accept that it is met.
 */
export const conditionsWorkedOut = async (
  conditions: readonly ConditionWritten[],
  { recorded, review }: Pick<Matter, 'recorded' | 'review'>,
  { calendar, directory }: Pick<ApiParts, 'calendar' | 'directory'>,
): Promise<ConditionWritten[]> => {
  if (conditions.length === 0) return []
  const { changeTeam, sro, executiveLead } = recorded.state.initiative.context
  const inTheCase = [
    ...[changeTeam, sro, executiveLead].flatMap((holder) => holder ?? []),
    ...review.context.terms.seats.map(({ title, holderId }) => ({ title, personId: holderId })),
  ]
  const onFile = await directory.people()
  const known = new Set(onFile.map(({ personId }) => personId))
  /** Whoever goes by that role in the case, or else on file; nobody where two do. */
  const holding = (role: string): string | undefined => {
    const asked = plain(role)
    const here = inTheCase.flatMap(({ title, personId }) => (plain(title) === asked && personId ? [personId] : []))
    const found =
      here.length > 0 ? here : onFile.flatMap(({ name, personId }) => (plain(name) === asked ? [personId] : []))
    const [personId, another] = [...new Set(found)]
    return personId !== undefined && another === undefined && known.has(personId) ? personId : undefined
  }
  return conditions.map((condition) => {
    const { dueOn, ownerTitle } = condition
    const dueInstant = dueOn === undefined ? undefined : calendar.endOfDay(dueOn)
    const ownerId = ownerTitle === undefined ? undefined : holding(ownerTitle)
    return {
      ...condition,
      ...(ownerId ? { ownerId } : {}),
      ...(dueInstant === undefined
        ? {}
        : { dueInstant, dueSoonInstant: calendar.before(dueInstant, dueSoonBefore, 'working') }),
      mayDischarge: condition.mayDischarge ?? review.context.terms.name,
    }
  })
}

const plain = (role: string) => role.trim().replaceAll(/\s+/g, ' ').toLowerCase()
