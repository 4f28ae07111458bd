import { reportedDateInWords } from '../../activities/words/dates.ts'
import type { Rating } from '../../machines/vocabulary/facts.ts'
import { isOld, type Moment } from './moment.ts'
import { certaintyTagOf, type Tag } from './place.ts'

export type Rag = Rating['rag']

/** A rating with the word, whose it is, when it was made and by what it is known. The colour only repeats the word. */
export type ShownRating = {
  rag: Rag
  word: string
  whose: string
  on: string
  source?: string
  tag?: Tag
  isOld: boolean
}

const words: Record<Rag, string> = { red: 'Red', amber: 'Amber', green: 'Green' }
const whose: Record<Rating['kind'], string> = { team: 'Change team', board: 'Board', overall: 'Overall' }

export const rags: readonly Rag[] = ['red', 'amber', 'green']
export const ragWord = (rag: Rag): string => words[rag]

/** A source's title shortened for a row: what stands before its first comma or semicolon. */
const shortSource = (title: string) => title.split(/[,;]/)[0]?.trim() ?? title

export const shownRating = (rating: Rating, moment: Moment): ShownRating => {
  const { provenance } = rating
  const source = provenance.sourceTitle ?? provenance.importedBy
  const tag = certaintyTagOf(provenance.certainty)
  return {
    rag: rating.rag,
    word: words[rating.rag],
    whose: whose[rating.kind],
    on: reportedDateInWords(rating.date),
    isOld: isOld(rating.date, moment),
    ...(source ? { source: shortSource(source) } : {}),
    ...(tag ? { tag } : {}),
  }
}

const order = ['overall', 'board', 'team'] as const satisfies Rating['kind'][]

/** The one rating a list has room for: the overall one, else the board's, else the change team's. All stand side by side on the initiative's page. */
export const leadingRating = (ratings: readonly Rating[]): Rating | undefined =>
  order.flatMap((kind) => ratings.filter((rating) => rating.kind === kind)).at(0)

/** Every rating, the overall one first. */
export const ratingsSideBySide = (ratings: readonly Rating[], moment: Moment): ShownRating[] =>
  order.flatMap((kind) => ratings.filter((rating) => rating.kind === kind)).map((rating) => shownRating(rating, moment))
