import type { PartyStanding } from '../../machines/review.ts'
import type { PartyStand } from '../../machines/rules/parties.ts'
import { dayInWords } from './dates.ts'

const stands: Record<PartyStand, string> = {
  agreed: 'agreed',
  didNotAgree: 'did not agree',
  disagree: 'its members do not agree with each other',
  moreTime: 'more time',
  abstained: 'abstained',
  tookNoPart: 'declared an interest or stands aside, took no part',
  stillToDecide: 'still to decide',
}

/** Where an organisation or a pair stands: "Norfolk: more time until 31 March 2027". */
export const partyInWords = ({ title, stand, untilDay }: Omit<PartyStanding, 'organisationIds'>): string =>
  `${title}: ${stands[stand]}${stand === 'moreTime' && untilDay ? ` until ${dayInWords(untilDay)}` : ''}`
