import type { Stage } from './stage.ts'

/** Sets out the options and asks leave to develop one (Green Book: outline business case). */
export const outlineBusinessCase: Stage = {
  id: 'outlineBusinessCase',
  title: 'Outline business case',
  preparing: 'prepare the outline business case',
}
