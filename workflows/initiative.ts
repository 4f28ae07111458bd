import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  continueAsNew,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow'
import * as z from 'zod'
import type { CommandName } from '../machines/commands.ts'
import { Alarm } from './alarm.ts'
import { CaseKeeper } from './case-keeper.ts'
import {
  commandNames,
  commandUpdate,
  currentState,
  recordAgain,
  searchAttributesOf,
  stageAttribute,
  statusAttribute,
  type Answer,
  type Asked,
  type InitiativeStart,
} from './messages.ts'

// Temporal's sandbox has no code generation; zod would otherwise try it on every schema.
z.config({ jitless: true })

/**
 * When a run is handed to a fresh one, so that its history stays far below Temporal's limits. Half the usual number of events: a worker
 * that must replay a whole run, hashing every state of a large initiative again, has to be done within Temporal's ten seconds for a
 * workflow task also where the machine is busy; two thousand took more than thirty there, and such an initiative never went on.
 */
const usualLimits = { updates: 500, events: 1000, days: 180 }
const dayMilliseconds = 86_400_000

const refuse = (type: string, reason: string) =>
  ApplicationFailure.nonRetryable(reason.slice(0, 1000).toWellFormed(), type)

/** Lets Temporal's own list show stage and status. Each time is an event of history, so only a change is written. */
const show = (now: CaseKeeper['whereabouts']) => {
  const { typedSearchAttributes } = workflowInfo()
  const shown = { stage: typedSearchAttributes.get(stageAttribute), status: typedSearchAttributes.get(statusAttribute) }
  if (!now) return
  // Between its last stage and its closure an initiative is shown at its last stage.
  const { stage = shown.stage ?? 'none', status } = now
  if (stage !== shown.stage || status !== shown.status) upsertSearchAttributes(searchAttributesOf({ stage, status }))
}

/**
 * One collaboration initiative, for as long as it lives. The machines say what may happen; this loop owns the waiting: it takes what
 * people ask for, lets deadlines pass, sets effects about, has every change recorded, and hands itself on before its history grows long.
 * It ends only when the initiative is closed: completed, closed early or withdrawn.
 */
export function initiative(start: InitiativeStart): Promise<string> {
  // Somebody's request to cancel, from Temporal's own pages or tools, is no outcome: an initiative never ends by accident.
  return CancellationScope.nonCancellable(() => live(start))
}

const live = async ({ initiativeId, carried, limits = usualLimits }: InitiativeStart): Promise<string> => {
  const keeper = new CaseKeeper(initiativeId, carried)
  const alarm = new Alarm()
  const startedInstant = Date.now()
  let updateCount = 0

  const validate = (name: CommandName) => (asked: Asked<CommandName>) => {
    const refused = keeper.whyNot(name, asked, Date.now())
    if (refused) throw refuse(refused.type, refused.reason)
  }
  let handsOn = false
  const letIn = (name: CommandName) => (asked: Asked<CommandName>) => {
    // Under steady traffic a run would never come to its end if it took more; a record that is away must not keep decisions out.
    if (handsOn && !keeper.recorder.isKeptWaiting(Date.now()))
      throw refuse('HandingOn', 'This run is handing itself on. Ask again in a moment.')
    validate(name)(asked)
  }
  const take =
    (name: CommandName) =>
    async (asked: Asked<CommandName>): Promise<Answer> => {
      try {
        // Two updates may be let in before either is applied: what held at the door is asked again here.
        validate(name)(asked)
        updateCount += 1
        const now = Date.now()
        const answer = keeper.apply(name, asked, now)
        // Deadlines that had come already are stored with what brought them, not after it.
        keeper.passDeadlines(now)
        await keeper.recorder.recorded(answer.sequence)
        return answer
      } catch (error) {
        if (error instanceof ApplicationFailure) throw error
        throw refuse('Fault', error instanceof Error ? error.message : 'The command could not be taken.')
      }
    }

  for (const name of commandNames) setHandler(commandUpdate(name), take(name), { validator: letIn(name) })
  setHandler(recordAgain, () => keeper.recordAgain())
  setHandler(currentState, () => keeper.current())

  const isLong = () => {
    const { continueAsNewSuggested, historyLength } = workflowInfo()
    const days = (Date.now() - startedInstant) / dayMilliseconds
    return (
      continueAsNewSuggested || updateCount >= limits.updates || historyLength >= limits.events || days >= limits.days
    )
  }
  const isQuiet = () => keeper.recorder.isCaughtUp() && allHandlersFinished()

  while (!keeper.isOver) {
    const now = Date.now()
    keeper.passDeadlines(now)
    keeper.startErrands(now)
    show(keeper.whereabouts)
    alarm.setTo(keeper.nextInstant(), now)
    if (keeper.isLarge) keeper.shrink(now)
    if (isLong()) {
      keeper.shrink(now)
      handsOn = true
      await condition(isQuiet)
      if (keeper.isOver) break
      const handedOn = keeper.carried()
      await continueAsNew<typeof initiative>({ initiativeId, limits, ...(handedOn ? { carried: handedOn } : {}) })
    }
    const changes = keeper.changes
    await condition(() => keeper.changes !== changes || alarm.rang() || keeper.isOver || isLong())
    alarm.heard()
  }

  await condition(isQuiet)
  return keeper.outcome
}
