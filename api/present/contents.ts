import type { presentInitiative } from './initiative.ts'

type Shown = ReturnType<typeof presentInitiative>

/** The parts an initiative's page has, as links: a part with nothing in it is not there and not named. */
export const contentsOf = (shown: Shown): { id: string; title: string }[] => {
  const { acts, ratings, openDecisions, circulations, points, conditions, disputes, money, cohorts, tranches } = shown
  const { papers, decisions } = shown
  const part = (id: string, title: string, isThere: boolean) => (isThere ? [{ id, title }] : [])
  return [
    ...part('acts', 'What may be done now', acts.now.length + acts.notYet.length + acts.other.length > 0),
    ...part('ratings', 'Ratings', ratings.length > 0),
    ...part('stages', 'Stages', true),
    ...openDecisions.map(({ reviewId, board }) => ({ id: `decision-${reviewId}`, title: `Before ${board}` })),
    ...part('circulations', 'Papers before stakeholders', circulations.length > 0),
    ...part('hard-dates', 'Hard dates', shown.hardDates.length > 0),
    ...part('points', 'Points and conditions', points.length + conditions.length + disputes.length > 0),
    ...part('money', 'Money', money !== undefined),
    ...part('roll-out', 'Consultation and roll-out', cohorts.length + tranches.length > 0),
    ...part('papers', 'Papers', papers.gathering !== undefined || papers.rounds.length > 0),
    ...part('decisions', 'Decisions', decisions.length > 0),
    ...part('facts', 'What else is reported', shown.facts.length > 0 || shown.outside !== undefined),
    ...part('timeline', 'Everything that happened', true),
    ...part('picture', 'The way through', true),
    ...part('record', 'The record', true),
  ]
}
