import { stageId } from '../../../machines/vocabulary/facts.ts'
import { at, never, prepare, submit, vote, type Life } from './life.ts'

/** At every stage: preparing, with the board, put off to a date. */
export const livesOfEveryStage: Life[] = stageId.options.flatMap((stage): Life[] => [
  { name: `${stage}-preparing`, creation: at(stage), live: async () => {} },
  {
    name: `${stage}-with-board`,
    creation: at(stage),
    live: async (begun) => {
      await prepare(begun, stage)
      await submit(begun)
      await vote(begun, 'kent', 'approve')
    },
  },
  {
    name: `${stage}-deferred`,
    creation: at(stage),
    live: async (begun) => {
      await prepare(begun, stage)
      await submit(begun)
      await vote(begun, 'kent', 'defer', { deferUntilInstant: never })
    },
  },
])
