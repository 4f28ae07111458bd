import { conditionIdOf } from '../../../machines/initiative/conditions.ts'
import { dateInWords, dayInWords, weekdayDateInWords } from '../../words/dates.ts'
import { stageInWords } from '../../words/decisions.ts'
import type { MailParts } from '../about.ts'
import { facts, link, phrase, quote, section, sentence, warning, type MailContent } from '../content.ts'
import { contactBlocks } from './parts.ts'
import { opening, subjectOf } from './opening.ts'

/**
 * Chases a condition of an approval: what has to be met, by whom and when, who may accept it, and what waits for it.
 * @throws Error when the record has no such condition.
 */
const chased =
  (isOverdue: boolean) =>
  (parts: MailParts): MailContent => {
    const { row, recorded, links, nowInstant } = parts
    const initiative = recorded.state.initiative.context
    const conditionId = conditionIdOf(row.reviewId ?? '', row.number)
    const condition = initiative.conditions.find((each) => each.conditionId === conditionId)
    if (!condition) throw new Error(`The initiative ${row.initiativeId} has no condition ${conditionId}`)
    const { text, ownerTitle, dueInstant, blocksStage, mayDischarge, raisedBy, stage } = condition
    const marked = { initiative, leastMarking: parts.leastMarking }
    const due = dueInstant === undefined ? 'on a day nobody gave' : weekdayDateInWords(dueInstant)
    const accepts = mayDischarge ?? raisedBy
    return {
      subject: subjectOf(marked, isOverdue ? 'A condition is overdue' : 'A condition is due soon'),
      sections: [
        ...opening(marked),
        ...section(
          undefined,
          isOverdue
            ? warning(`This condition of an approval was due ${due}, and nobody has accepted yet that it is met:`)
            : sentence(`This condition of an approval is due ${due}:`),
          quote(text),
          facts([
            ['To be met by', ownerTitle ?? initiative.changeTeam?.title ?? 'Change team'],
            ['Set by', `${raisedBy}, ${stageInWords(stage).toLowerCase()}`],
            ['Accepted by', accepts],
            ['Initiative', initiative.title],
            ['Reference', initiative.reference],
            ['Programme', initiative.programme?.name],
          ]),
        ),
        ...section(
          'What follows',
          isOverdue
            ? sentence('It stays open until it is met; no approval lapses and nothing is closed by itself.')
            : undefined,
          blocksStage
            ? sentence(`The papers of the ${stageInWords(blocksStage).toLowerCase()} cannot go out before it is met.`)
            : undefined,
          sentence(
            `Once it is met, the change team records the evidence, and that ${phrase(accepts)} accepts it, on the initiative\u2019s page.`,
          ),
          initiative.hold
            ? sentence(
                `The initiative has been on hold since ${dayInWords(initiative.hold.sinceInstant)}; the day of this condition has not moved.`,
              )
            : undefined,
          sentence(`As at ${dateInWords(nowInstant)}.`),
        ),
        ...section(undefined, links.pageUrl ? link('See the initiative', links.pageUrl) : undefined),
        ...section('Contact', ...contactBlocks(parts.secretary)),
      ],
    }
  }

/** A few working days before a condition is due. */
export const conditionDueSoon = chased(false)

/** Once a condition's day has passed and it is still open. */
export const conditionOverdue = chased(true)
