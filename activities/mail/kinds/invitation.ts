import { isOpen } from '../../../machines/initiative/conditions.ts'
import { earlierDecisions } from '../../../machines/initiative/earlier-decisions.ts'
import { asWhom } from '../../../machines/seats.ts'
import type { Ask } from '../../../machines/vocabulary/board.ts'
import { dateInWords, shortDateInWords, timeLeft, weekdayDateInWords } from '../../words/dates.ts'
import { meetingsInWords } from '../../words/meetings.ts'
import { changesInPapers, paperInWords, readersInWords } from '../../words/papers.ts'
import { aboutReview, seatOf, type MailParts, type ReviewAbout } from '../about.ts'
import {
  button,
  link,
  list,
  phrase,
  quote,
  section,
  sentence,
  warning,
  type Block,
  type MailContent,
  type Section,
} from '../content.ts'
import { opening, subjectOf } from './opening.ts'
import { whoIsToldNext } from './told-next.ts'
import {
  conditionInWords,
  contactBlocks,
  decisionInWords,
  moneySection,
  onHoldInWords,
  standingSection,
  whatItIsAbout,
} from './parts.ts'

/** What agreeing is not, where the board is asked for less than a decision on the case. */
const notAnApproval: Record<Ask, string | undefined> = {
  decide: undefined,
  agreeNextStep: 'Agreeing to this next step does not approve the case.',
  endorse: 'Endorsing the case does not approve it.',
  support: 'Supporting the case does not approve it.',
  recommend: 'Recommending the case does not approve it.',
  note: 'Noting the papers approves nothing.',
  rebaseline: 'Agreeing to a new baseline does not move the stage.',
  agreeException: 'Agreeing to an exception does not move the stage.',
}

/** Asks one member for a decision: the outline of the decision email, in its order. */
export const invitation = (parts: MailParts): MailContent => {
  const about = aboutReview(parts.recorded, parts.row.reviewId)
  const { initiative } = about
  const marked = { initiative, leastMarking: parts.leastMarking }
  return {
    subject: subjectOf(marked, `Decision needed by ${shortDateInWords(about.dueInstant, parts.nowInstant)}`),
    sections: [...opening(marked), ...askSections(parts, about, parts.row.seatId)],
  }
}

/** Asks again, with everything needed to decide, so that nobody has to find the first mail. */
export const reminder = (parts: MailParts): MailContent => {
  const about = aboutReview(parts.recorded, parts.row.reviewId)
  const { initiative, dueInstant } = about
  const marked = { initiative, leastMarking: parts.leastMarking }
  const due = shortDateInWords(dueInstant, parts.nowInstant)
  const isTheLast = parts.row.number === about.review.terms.reminderInstants.length && parts.row.number > 1
  const reminded = isTheLast ? 'Last call' : `Reminder ${parts.row.number}`
  return {
    subject: subjectOf(marked, `${reminded}: decision needed by ${due}`),
    sections: [
      ...opening(marked),
      ...section(
        undefined,
        warning(`${reminded}: your decision is still awaited (${timeLeft(dueInstant, parts.nowInstant)}).`),
      ),
      ...askSections(parts, about, parts.row.seatId),
    ],
  }
}

/** Everything a member needs to decide, in the order of pages.md. */
export const askSections = (parts: MailParts, about: ReviewAbout, seatId: string | undefined): Section[] => {
  const { initiative, review, ask, dueInstant } = about
  const { proposal } = review
  const seat = seatOf(review, seatId)
  const as = asWhom(review, seat, parts.row.personId)
  const because = proposal.because ? `, because ${phrase(proposal.because)}` : ''
  const earlier = earlierDecisions(initiative, review)
  const open = initiative.conditions.filter(isOpen)
  return [
    ...section(
      undefined,
      onHoldInWords(initiative),
      sentence(`As ${as} you are asked to ${phrase(proposal.asks)}, by ${weekdayDateInWords(dueInstant)}${because}.`),
      ...meetingsInWords(review).map(sentence),
      parts.calendarEntry
        ? sentence('The meeting comes with this email as a calendar entry, which follows it when it moves.')
        : undefined,
      whatItIsAbout(about),
    ),
    ...section('Agreeing authorises', quote(proposal.authorises)),
    ...section(
      'It does not authorise',
      proposal.doesNotAuthorise ? quote(proposal.doesNotAuthorise) : undefined,
      notAnApproval[ask] ? sentence(notAnApproval[ask]) : undefined,
    ),
    ...moneySection(about, seat),
    ...section('Options considered', list(proposal.options ?? [])),
    ...section('Recommendation', proposal.recommendation ? quote(proposal.recommendation) : undefined),
    ...section('Decisions so far', list(earlier.slice(-6).map(decisionInWords))),
    ...section(undefined, parts.links.decideUrl ? button('Read and decide', parts.links.decideUrl) : undefined),
    ...section(
      'What changed since the board last saw it',
      list(changesInPapers(parts.recorded.state, review)),
      ...review.answers.flatMap(({ text, raisedBy, answer }): Block[] => [
        sentence(`Point raised by ${raisedBy}:`),
        quote(text),
        sentence('Answer:'),
        quote(answer),
      ]),
    ),
    ...section('Conditions still open', list(open.map(conditionInWords))),
    ...section('Risks', list(proposal.risks.slice(0, 3))),
    ...standingSection(about, seatId),
    ...silenceSection(parts, about),
    ...section(
      'Papers',
      list(review.papers.map((paper) => [paperInWords(paper), readersInWords(paper, seat)].filter(Boolean).join(', '))),
    ),
    ...section(
      'Contact',
      ...contactBlocks(parts.secretary),
      parts.secretary?.email && parts.links.questionUrl
        ? link('Ask the board\u2019s secretary a question', parts.links.questionUrl)
        : undefined,
      sentence(
        `This email is personal to you as ${as}: whoever opens its link can decide in your place, so please do not ` +
          'pass it on.',
      ),
    ),
  ]
}

const silenceSection = ({ secretary, nowInstant }: MailParts, about: ReviewAbout): Section[] => {
  const { dueInstant, reminderInstants } = about
  const reminders = reminderInstants.filter((instant) => instant > nowInstant).map(dateInWords)
  const told = secretary ? `, and ${secretary.title} is told that it is overdue` : ' as overdue'
  return section(
    'If you do not decide',
    sentence('Silence is never approval.'),
    reminders.length > 0 ? sentence(`You will be reminded on ${inARow(reminders)}.`) : undefined,
    dueInstant > nowInstant
      ? sentence(`If the board has not decided by ${dateInWords(dueInstant)}, it stays open${told}.`)
      : sentence(`It was due by ${dateInWords(dueInstant)} and stays open until the board has decided.`),
    ...whoIsToldNext(about.review, nowInstant),
  )
}

/** "a", "a and b", "a, b and c" */
const inARow = (words: string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
