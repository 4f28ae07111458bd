import type { StoredMachine } from '../case-file.ts'
import type { WaitingFor } from '../deadlines.ts'
import { problemOf, type Delivery } from '../delivery.ts'
import {
  answersDueInstantOf,
  commentsDueInstantOf,
  silentStakeholders,
  unansweredComments,
  type CirculationContext,
} from './context.ts'

/** What papers before stakeholders wait for: each who is silent, then the change team's answers, then somebody to close them. */
export const circulationOf =
  (changeTeam: WaitingFor['whom'], deliveries: readonly Delivery[]) =>
  (circulation: StoredMachine<CirculationContext>): WaitingFor[] => {
    const { context } = circulation
    const { circulationId, title, number, openedInstant } = context
    const isOpen = context.closed === undefined
    const isLate = isOpen && context.wereDueInstant !== undefined
    const silent = isOpen ? silentStakeholders(context) : []
    const unanswered = unansweredComments(context)
    const [oldest] = unanswered
    const about = `batch ${number} (${title})`
    const stakeholders = silent.map(({ title: role, organisation, personId }): WaitingFor => {
      const named = `${role} (${organisation})`
      const delivery = deliveries.find((mail) => mail.circulationId === circulationId && mail.personId === personId)
      const problem = problemOf(delivery, named)
      return {
        whom: { kind: 'stakeholder', title: named, personId },
        what: `comment on ${about}`,
        sinceInstant: openedInstant,
        dueInstant: commentsDueInstantOf(context),
        overdue: isLate,
        circulationId,
        ...(problem ? { problem } : {}),
      }
    })
    const answers: WaitingFor[] = oldest
      ? [
          {
            whom: changeTeam,
            what: `answer ${unanswered.length === 1 ? `comment ${oldest.number}` : `comments ${listed(unanswered)}`} on ${about}`,
            sinceInstant: oldest.atInstant,
            dueInstant: answersDueInstantOf(context),
            overdue: context.answersWereDueInstant !== undefined,
            circulationId,
          },
        ]
      : []
    const toClose: WaitingFor[] =
      isOpen && (isLate || silent.length === 0)
        ? [
            {
              whom: changeTeam,
              what: `close the circulation of ${about}`,
              sinceInstant: isLate ? commentsDueInstantOf(context) : lastHeardInstant(context),
              overdue: isLate,
              circulationId,
            },
          ]
        : []
    return [...stakeholders, ...answers, ...toClose]
  }

/** "2, 3 and 5" */
const listed = (comments: readonly { number: number }[]): string =>
  comments
    .map(({ number }) => String(number))
    .join(', ')
    .replace(/, (\d+)$/, ' and $1')

const lastHeardInstant = ({ comments, noComments, openedInstant }: CirculationContext): number =>
  Math.max(openedInstant, ...comments.map(({ atInstant }) => atInstant), ...Object.values(noComments))
