import type { StoredCase } from '../../machines/case-file.ts'
import { restoreCase, storeCase } from '../../machines/stored-case.ts'
import { wordsOf } from '../services/live-initiatives.ts'

/**
 * Why a recorded state would not survive being handed to a new run by this tree's machines; undefined when it would. A state that is
 * migrated on the way changes, which is an entry of its own; one that cannot be read at all would stop its initiative.
 */
export const readableByThisBuild = (state: StoredCase): string | undefined => {
  try {
    storeCase(restoreCase(state))
    return undefined
  } catch (error) {
    return `its state cannot be handed to a new run: ${wordsOf(error)}`
  }
}
