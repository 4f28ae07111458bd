import * as z from 'zod'
import type { Directory } from '../activities/ports.ts'
import { planBoardProblems, planProblems } from '../activities/plan-file.ts'
import { governancePlan, type GovernancePlan } from '../machines/vocabulary/plan.ts'
import { identifier } from '../machines/vocabulary/text.ts'
import { Problem, wrongFields } from './problems.ts'

/** A plan by name and number, as it is on file. */
export const planOnFile = z.strictObject({ id: identifier, version: z.int().min(1) })

/** A plan written out, or named. */
export const planChosen = z.union([governancePlan, planOnFile])
type Needs = Pick<Directory, 'boards' | 'putPlan' | 'plan'>

/** Says where a key of the plan stands in what was sent. */
export type Place = (path: (string | number)[]) => { field: string; line?: number }

/**
 * Puts a plan on file after checking it against the boards. The same plan again changes nothing.
 * @throws Problem 422 naming every key that cannot be right; 409 where this version is on file with other content.
 */
export const filePlan = async (plan: GovernancePlan, directory: Needs, placed: Place) => {
  const wrong = [...planProblems(plan), ...planBoardProblems(plan, await directory.boards())]
  if (wrong.length > 0)
    throw wrongFields(
      wrong.map(({ path, expected }) => ({ in: 'body', expected, ...placed(path) })),
      422,
    )
  const put = await directory.putPlan(plan)
  if (put !== 'conflict') return put
  const expected = `must be a new number: version ${plan.version} of ${plan.id} is on file with other content`
  throw new Problem(409, 'plan-conflict', `version ${expected}.`, [{ in: 'body', expected, ...placed(['version']) }])
}

/**
 * The plan a command carries: the one on file that was named, or the one written out, which is put on file.
 * @throws Problem as `filePlan` does, and 422 for a plan that is not on file.
 */
export const chosenPlan = async (sent: z.infer<typeof planChosen>, directory: Needs): Promise<GovernancePlan> => {
  if ('gates' in sent) {
    await filePlan(sent, directory, (path) => ({ field: ['plan', ...path].join('.') }))
    return sent
  }
  const found = await directory.plan(sent.id, sent.version)
  if (found) return found
  const expected = `must be on file: there is no version ${sent.version} of ${sent.id}`
  throw wrongFields([{ in: 'body', field: 'plan', expected }], 422)
}
