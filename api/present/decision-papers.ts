import { assuranceToOpen } from '../../machines/assurance.ts'
import type { Place } from '../decisions/access.ts'
import type { Matter } from '../decisions/matter.ts'
import { paths } from '../decisions/paths.ts'
import { asWritten } from './as-written.ts'

/** The papers of a decision, each with what opens it to the reader. */
export const presentPapers = ({ review, recorded, browser }: Matter, place: Place) =>
  review.context.papers.map(({ sha256, title, version, marking, pageCount }) => {
    const { plan } = recorded.state.initiative.context
    const isOpen = browser.assurance === 'B' || assuranceToOpen(marking, plan) === 'A'
    return {
      sha256,
      title,
      shownTitle: asWritten(title),
      version,
      marking,
      pageCount,
      opensWith: isOpen ? ('link' as const) : ('code' as const),
      href: isOpen ? paths.paper(place, sha256) : undefined,
      codeHref: isOpen ? undefined : paths.code(place),
    }
  })
