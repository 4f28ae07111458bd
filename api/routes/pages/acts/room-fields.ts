import { askOf, choiceInWords, decidedInWords } from '../../../../activities/words/decisions.ts'
import { currentBallot, decidingSeats, type ReviewContext } from '../../../../machines/review.ts'
import { deputiesFree, roomToConfirm } from '../../../../machines/room.ts'
import { choicesFor } from '../../../../machines/rules/choices.ts'
import { sittingIn } from '../../../../machines/seats.ts'
import type { Seat } from '../../../../machines/vocabulary/board.ts'
import { marking } from '../../../../machines/vocabulary/submission.ts'
import type { Field } from './field.ts'
import type { About } from './form.ts'

/** Chosen where nothing was decided for a seat in the room. */
export const nothingSaid = 'none'
/** Begins the choice of the deputy who was in the room. */
export const deputy = 'deputy-'

/** The board's decision the form is about. */
export const reviewOf = ({ reviews, subject }: About) => reviews[subject['reviewId'] ?? '']?.context

/** Whether somebody was there for a seat: its member or one of its deputies, or else why not. */
const attendanceOptions = (review: ReviewContext, seat: Seat) => {
  const sits = sittingIn(review, seat)
  const deputies = sits?.as === 'deputy' ? [{ personId: sits.personId, title: sits.title }] : deputiesFree(review, seat)
  return [
    ...(sits?.as === 'holder' ? [{ value: 'present', text: 'Present' }] : []),
    ...deputies.map(({ personId, title }) => ({ value: `${deputy}${personId}`, text: `${title}, for them` })),
    { value: 'apologies', text: 'Not there: apologies' },
    { value: 'absent', text: 'Not there' },
  ]
}

const seatFields = (review: ReviewContext, seat: Seat, index: number): Field[] => {
  const ask = askOf(review)
  const choices = choicesFor(ask, review.terms.rule)
  const { seatId, title } = seat
  const own = currentBallot(review, seatId)
  const before = roomToConfirm(review)?.seats.find((each) => each.seatId === seatId)
  const wasThere = before?.attendance === 'deputyPresent' ? `${deputy}${before.personId ?? ''}` : before?.attendance
  const said = before?.position
  const words = [said?.reason, ...(said?.points ?? [])].filter(Boolean).join('\n')
  const isUntil = choices.includes('defer') || choices.includes('moreTime')
  return [
    {
      name: `there-${seatId}`,
      path: `seats.${index}.attendance`,
      label: `${title}: in the room`,
      kind: 'choice',
      options: attendanceOptions(review, seat),
      ...(wasThere ? { initial: wasThere } : {}),
    },
    {
      name: `says-${seatId}`,
      path: `seats.${index}.position.choice`,
      label: `${title}: decided`,
      kind: 'choice',
      optional: true,
      ...(own && !own.inTheRoom
        ? {
            hint: `By their own link: ${decidedInWords(own.choice, ask)}. It stands unless you record their decision here.`,
          }
        : {}),
      options: [
        ...choices.map((choice) => ({ value: choice, text: choiceInWords(choice, ask) })),
        { value: nothingSaid, text: 'Nothing was decided for them in the room' },
      ],
      initial: said?.choice ?? '',
    },
    ...(own && !own.inTheRoom
      ? [
          {
            name: `changed-${seatId}`,
            path: `seats.${index}.position.changedInTheRoom`,
            label: `${title}: their own decision before`,
            kind: 'checkboxes' as const,
            optional: true as const,
            options: [{ value: 'yes', text: 'They changed it in the room' }],
          },
        ]
      : []),
    {
      name: `words-${seatId}`,
      path: `seats.${index}.position`,
      label: `${title}: why`,
      kind: 'text',
      optional: true,
      hint: 'Their reason; where they send it back, one point a line. Not needed where they agree.',
      initial: words,
    },
    ...(isUntil
      ? [
          {
            name: `until-${seatId}`,
            path: `seats.${index}.position.deferUntilDay`,
            label: `${title}: until`,
            kind: 'day' as const,
            optional: true as const,
            hint: 'Only where they defer it or ask for more time.',
          },
        ]
      : []),
  ]
}

/** What is asked of a meeting: the day, each seat in the board's order, the conditions and words the board settled on, a paper tabled. */
export const roomFields = (about: About): Field[] => {
  const review = reviewOf(about)
  if (!review) return []
  const before = roomToConfirm(review)
  const offersConditions = choicesFor(askOf(review), review.terms.rule).includes('approveWithConditions')
  return [
    { name: 'day', path: 'day', label: 'Day of the meeting', kind: 'day' },
    ...decidingSeats(review).flatMap((seat, index) => seatFields(review, seat, index)),
    ...(offersConditions
      ? [
          {
            name: 'conditions',
            path: 'conditions',
            label: 'Conditions the board set',
            kind: 'text' as const,
            optional: true as const,
            hint: 'Of all who approve with conditions. One a line: the condition; who meets it; by which day. For example: Publish the costs by force; Chief Finance Officer; 14 June 2028.',
            initial: conditionsBefore(review),
          },
        ]
      : []),
    {
      name: 'wording',
      path: 'wording',
      label: 'The wording as amended and read back',
      kind: 'text',
      optional: true,
      hint: 'Only where the board decided on other words than those of the papers.',
      initial: before?.wording ?? '',
    },
    ...(before && before.tabledPapers.length > 0
      ? [
          {
            name: 'left-out',
            path: 'leftOut',
            label: 'Papers recorded as tabled',
            kind: 'checkboxes' as const,
            optional: true as const,
            options: before.tabledPapers.map(({ sha256, title, version }) => ({
              value: sha256.slice(0, 16),
              text: `Leave out: ${title}, version ${version}`,
            })),
          },
        ]
      : []),
    {
      name: 'file',
      path: 'file',
      label: 'A paper tabled at the meeting',
      kind: 'file',
      optional: true,
      hint: 'A file of at most 25 MB. Record again to add another.',
    },
    { name: 'title', path: 'paper.title', label: 'Its title', kind: 'line', optional: true },
    { name: 'version', path: 'paper.version', label: 'Its version', kind: 'line', optional: true, initial: '1.0' },
    {
      name: 'marking',
      path: 'paper.marking',
      label: 'Its marking',
      kind: 'choice',
      optional: true,
      options: marking.options.map((value) => ({ value, text: value })),
    },
    {
      name: 'recorded-by',
      path: 'recordedBy',
      label: 'Recorded by',
      kind: 'line',
      hint: 'By role. A member of the board cannot record what it decided.',
      initial: review.terms.secretary?.title ?? '',
    },
  ]
}

const conditionsBefore = (review: ReviewContext): string => {
  const said = (roomToConfirm(review)?.seats ?? []).flatMap(({ position }) => position?.conditions ?? [])
  const all = said.map(({ text, ownerTitle, dueOn }) => [text, ownerTitle, dueOn].filter(Boolean).join('; '))
  return [...new Set(all)].join('\n')
}
