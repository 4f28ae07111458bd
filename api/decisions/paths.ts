import type { Place } from './access.ts'

/** The addresses of a member's pages. None of them holds a token. */
const base = ({ initiativeId, reviewId, seatId }: Place) => `/decide/${initiativeId}/${reviewId}/${seatId}`

export const paths = {
  decide: base,
  change: (place: Place) => `${base(place)}?change=1`,
  recorded: (place: Place) => `${base(place)}/recorded`,
  notMe: (place: Place) => `${base(place)}/not-me`,
  disputed: (place: Place) => `${base(place)}/not-me/recorded`,
  question: (place: Place) => `${base(place)}/question`,
  questionSent: (place: Place) => `${base(place)}/question/sent`,
  passOn: (place: Place) => `${base(place)}/deputy`,
  passedOn: (place: Place) => `${base(place)}/deputy/passed`,
  room: (place: Place) => `${base(place)}/room`,
  code: (place: Place) => `${base(place)}/code`,
  enterCode: (place: Place) => `${base(place)}/code/entered`,
  position: (place: Place) => `${base(place)}/position`,
  paper: (place: Place, sha256: string) => `${base(place)}/papers/${sha256}`,
}
