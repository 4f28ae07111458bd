import type { ApiParts } from '../../parts.ts'
import type { Moment } from '../../present/moment.ts'

/** The moment a page is made for: now, and the people as they are on file. */
export const momentOf = async ({ clock, calendar, directory }: ApiParts): Promise<Moment> => ({
  nowInstant: clock(),
  calendar,
  people: new Map((await directory.people()).map((person) => [person.personId, person])),
})

/** What stands in the footer of pages that are not a member's: what runs beside them in development. */
export const footerLinksOf = ({ developmentLinks: { mailbox, temporal } }: ApiParts) => [
  { href: '/api/openapi.json', text: 'API document' },
  ...(mailbox ? [{ href: mailbox, text: 'Development mailbox' }] : []),
  ...(temporal ? [{ href: temporal, text: 'Temporal (for engineers)' }] : []),
]
