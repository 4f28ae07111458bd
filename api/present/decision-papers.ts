import { readersInWords } from '../../activities/words/papers.ts'
import { assuranceToOpen } from '../../machines/assurance.ts'
import { mayRead } from '../../machines/paper-readers.ts'
import { papersAtHand } from '../../machines/room.ts'
import type { Place } from '../decisions/access.ts'
import type { Matter } from '../decisions/matter.ts'
import { paths } from '../decisions/paths.ts'
import { asWritten } from './as-written.ts'

/** The papers of a decision, each with what opens it to the reader; one for other readers is named and no more. */
export const presentPapers = ({ review, recorded, browser, seat }: Matter, place: Place) =>
  papersAtHand(review.context).map((paper) => {
    const { sha256, title, version, marking, pageCount } = paper
    const { plan } = recorded.state.initiative.context
    const isOpen = browser.assurance === 'B' || assuranceToOpen(marking, plan) === 'A'
    const opensWith = !mayRead(paper, seat) ? ('nothing' as const) : isOpen ? ('link' as const) : ('code' as const)
    return {
      sha256,
      title,
      shownTitle: asWritten(title),
      version,
      marking,
      isTabled: !review.context.papers.includes(paper),
      pageCount,
      opensWith,
      readers: readersInWords(paper, seat),
      href: opensWith === 'link' ? paths.paper(place, sha256) : undefined,
      codeHref: opensWith === 'code' ? paths.code(place) : undefined,
    }
  })
