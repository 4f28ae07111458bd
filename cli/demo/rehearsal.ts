import type { JsonApi } from '../api/json-api.ts'
import { openReview, readCase, type CaseNow } from './case-now.ts'
import { changeTeamOf, type ChangeTeam, type Proposal } from './change-team.ts'
import { openBrowser } from './browser.ts'
import { saidBy, type Filled, type Receipt } from './decision-page.ts'
import { decideByEmail, linksIn, type MemberSettings } from './member.ts'

/** Tells what happens, one plain sentence at a time; `step` begins a new part. */
export type Narrator = { step: (title: string) => void; say: (sentence: string) => void }

/** One initiative being played, with everything its stages need. */
export type Rehearsal = {
  initiativeId: string
  team: ChangeTeam
  narrator: Narrator
  now: () => Promise<CaseNow>
  /** Sends the papers and says what they ask. */
  submit: (proposal: Proposal, boardId?: string) => Promise<void>
  /**
   * The members of the board whose turn it is decide, all at once, by the links in their emails. `decisions` by the holder's id,
   * in the words beside the choice.
   */
  boardDecides: (decisions: Readonly<Record<string, Filled>>) => Promise<Receipt[]>
  /** What the link of an earlier email about this initiative says now. */
  oldLinkSays: (holderId: string) => Promise<string>
  /** Says what the last board decision came to. @throws Error when it came to something else. */
  outcome: (expected: string) => Promise<void>
}

export const rehearsalOf = (
  { api, addresses, ...settings }: MemberSettings & { api: JsonApi; addresses: ReadonlyMap<string, string> },
  initiativeId: string,
  role: string,
  narrator: Narrator,
): Rehearsal => {
  const team = changeTeamOf(api, initiativeId, role)
  const now = () => readCase(api, initiativeId)
  const asked = new Set<string>()

  return {
    initiativeId,
    team,
    narrator,
    now,
    submit: async (proposal, boardId) => {
      await team.act('submit', { proposal, ...(boardId ? { boardId } : {}) })
      narrator.say(`The change team sends the papers: the board is asked to ${proposal.asks}.`)
    },
    boardDecides: async (decisions) => {
      const { context, ...rest } = await now()
      const review = openReview({ context, ...rest })
      if (!review) throw new Error('No board has the papers now.')
      if (!asked.has(review.reviewId))
        narrator.say(
          `${review.name}: an email with a link of its own goes to each of the ${review.seats.length} members.`,
        )
      asked.add(review.reviewId)
      const deciding = review.seats.filter(({ holderId }) => decisions[holderId])
      return Promise.all(
        deciding.map(async ({ title, holderId }) => {
          const decision = decisions[holderId]
          const address = addresses.get(holderId)
          if (!decision || !address) throw new Error(`No address is on file for ${title}.`)
          const member = { title, address, initiativeId, reviewId: review.reviewId, reference: context.reference }
          const receipt = await decideByEmail(member, decision, settings)
          narrator.say(
            `${title} opens the link, chooses “${decision.choice}”, types the number and presses: recorded, ${receipt.reference}.`,
          )
          for (const [index, point] of (decision.points ?? []).entries())
            narrator.say(`    Point ${index + 1}: ${point}`)
          for (const { text } of decision.conditions ?? []) narrator.say(`    Condition: ${text}`)
          return receipt
        }),
      )
    },
    oldLinkSays: async (holderId) => {
      const { context } = await now()
      const mails = await settings.mailbox.mailsFor(addresses.get(holderId) ?? '')
      const [link] = mails.filter(({ subject }) => subject.includes(context.reference)).flatMap(linksIn)
      if (!link) throw new Error(`No email about ${context.reference} reached ${holderId}.`)
      return saidBy((await openBrowser().open(link)).html)
    },
    outcome: async (expected) => {
      const { context } = await now()
      const last = context.decisions.at(-1)
      if (last?.outcome !== expected)
        throw new Error(
          `${last?.boardName ?? 'The board'} came to “${last?.outcome ?? 'nothing'}”; expected “${expected}”.`,
        )
      narrator.say(`${last.boardName}: ${inWords[expected] ?? expected}. ${last.because ?? ''}`.trimEnd())
    },
  }
}

const inWords: Record<string, string> = {
  approved: 'approved',
  approvedWithConditions: 'approved with conditions',
  nextStepAgreed: 'next step agreed, the case itself not approved',
  supported: 'supported, which is not an approval',
  sentBack: 'sent back',
}

/** The same decision by each of these people. */
export const each = (holderIds: readonly string[], decision: Filled): Record<string, Filled> =>
  Object.fromEntries(holderIds.map((holderId) => [holderId, decision]))

/** The deputy chief constables of these forces, who sit on the 7F Oversight Group. */
export const deputies = (...forces: string[]) => forces.map((force) => `deputy-chief-constable-${force}`)

/** Every paper of the rehearsal says what it is. */
export const paper = (words: string) => `A paper of a rehearsal, not of any force.\n\n${words}\n`
