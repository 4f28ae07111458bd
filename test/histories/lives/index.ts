import { boardLives } from './boards.ts'
import { circulationLives } from './circulations.ts'
import { endedLives } from './ended.ts'
import type { Life } from './life.ts'
import { openLives } from './open.ts'
import { roomLives } from './rooms.ts'
import { livesOfEveryStage } from './stages.ts'
import { wayLives } from './ways.ts'

const open = [...livesOfEveryStage, ...openLives, ...circulationLives, ...boardLives, ...roomLives, ...wayLives]

/** Lives whose histories are kept: every state an initiative can be left open in, each also on hold, and every kind of end. */
export const lives: Life[] = [
  ...open.map((life) => ({ ...life, name: `open-${life.name}` })),
  ...open.map((life) => ({ ...life, name: `held-${life.name}`, isHeld: true })),
  ...endedLives,
]
