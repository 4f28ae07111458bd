import * as z from 'zod'
import { needKinds, needTitle } from './needs-action.ts'
import { places, placeTitle } from './place.ts'
import { rags, ragWord } from './ratings.ts'
import type { Row } from './row.ts'

/** What the address may narrow the list by. What it does not know is left out rather than refused: an old bookmark still opens. */
export const portfolioFilter = z.object({
  stage: z
    .enum([
      'outlineBusinessCase',
      'fullBusinessCase',
      'consultation',
      'goLive',
      'postImplementationReview',
      'notReported',
      'closing',
      'closed',
    ])
    .optional()
    .catch(undefined),
  rag: z.enum(['red', 'amber', 'green', 'notRated']).optional().catch(undefined),
  programme: z.string().max(63).optional().catch(undefined),
  needs: z
    .enum(['any', ...needKinds])
    .optional()
    .catch(undefined),
  q: z.string().trim().max(200).optional().catch(undefined),
})
export type PortfolioFilter = z.infer<typeof portfolioFilter>

const keys = ['stage', 'rag', 'programme', 'needs', 'q'] as const

/** The address of the list so narrowed. */
export const hrefOf = (filter: PortfolioFilter): string => {
  const query = new URLSearchParams()
  for (const key of keys) if (filter[key]) query.set(key, filter[key])
  const text = query.toString()
  return text ? `/?${text}#list` : '/'
}

const holds = (row: Row, words: string): boolean => {
  const text = `${row.title} ${row.reference} ${row.organisations} ${row.programme?.name ?? ''}`.toLowerCase()
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** The rows a filter leaves. */
export const narrowed = (rows: readonly Row[], filter: PortfolioFilter): Row[] =>
  rows.filter(
    (row) =>
      (!filter.stage || row.place === filter.stage) &&
      (!filter.rag || row.rag === filter.rag) &&
      (!filter.programme || row.programme?.programmeId === filter.programme) &&
      (!filter.needs || row.needs.some(({ kind }) => filter.needs === 'any' || kind === filter.needs)) &&
      (!filter.q || holds(row, filter.q)),
  )

type Choice = { value: string; text: string; selected: boolean }

const choices = (all: string, options: readonly (readonly [string, string])[], chosen: string | undefined): Choice[] =>
  [['', all] as const, ...options].map(([value, text]) => ({ value, text, selected: value === (chosen ?? '') }))

/** The filter's form, and each narrowing as something that can be taken away. */
export const shownFilter = (rows: readonly Row[], filter: PortfolioFilter) => {
  const programmes = new Map(
    rows.flatMap(({ programme }) => (programme ? [[programme.programmeId, programme.name]] : [])),
  )
  const named: Record<(typeof keys)[number], string | undefined> = {
    stage: filter.stage && placeTitle(filter.stage),
    rag: filter.rag && (filter.rag === 'notRated' ? 'Not rated' : ragWord(filter.rag)),
    programme: filter.programme && (programmes.get(filter.programme) ?? filter.programme),
    needs: filter.needs && (filter.needs === 'any' ? 'Needs action' : `Needs action: ${needTitle(filter.needs)}`),
    q: filter.q && `“${filter.q}”`,
  }
  return {
    q: filter.q ?? '',
    needs: filter.needs ?? '',
    stages: choices(
      'All stages',
      places.map((place) => [place, placeTitle(place)]),
      filter.stage,
    ),
    rags: choices(
      'All ratings',
      [...rags.map((rag) => [rag, ragWord(rag)] as const), ['notRated', 'Not rated']],
      filter.rag,
    ),
    programmes: choices(
      'All programmes',
      [...programmes].toSorted(([, a], [, b]) => a.localeCompare(b, 'en-GB')),
      filter.programme,
    ),
    taken: keys.flatMap((key) => {
      const text = named[key]
      return text ? [{ text, withoutHref: hrefOf({ ...filter, [key]: undefined }) }] : []
    }),
    isActive: keys.some((key) => filter[key]),
  }
}
