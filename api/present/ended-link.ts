import type { WhyEnded } from '../decisions/matter.ts'

const words: Record<WhyEnded, { title: string; sentence: string }> = {
  papersReplaced: {
    title: 'These papers have been replaced',
    sentence: 'Newer papers have taken the place of those this link was for, so it can no longer be used to decide.',
  },
  papersWithdrawn: {
    title: 'These papers have been withdrawn',
    sentence: 'The papers this link was for have been withdrawn, so there is nothing to decide.',
  },
  reviewEnded: {
    title: 'The board decision has been made',
    sentence: 'The board has finished with the papers this link was for, so it can no longer be used to decide.',
  },
  seatChangedHands: {
    title: 'This link belongs to an earlier member',
    sentence: 'The place on the board this link was for has changed hands, so the link can no longer be used.',
  },
  deputySits: {
    title: 'Your deputy decides this',
    sentence:
      'A deputy decides this in your place, so this link can no longer be used. The board\u2019s secretary can hand it back to you.',
  },
  expired: { title: 'This link has expired', sentence: 'It was valid for a limited time, which is over.' },
}

/** Why a link no longer works, in words that tell a stranger nothing of the case. */
export const presentEnded = (why: WhyEnded, positionHref: string | undefined) => ({
  title: words[why].title,
  sentences: [words[why].sentence, 'Nothing has been recorded through it now.'],
  positionHref,
})
