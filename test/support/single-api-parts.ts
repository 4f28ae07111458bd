import { calendarOf } from '../../activities/calendar.ts'
import type { Store } from '../../activities/store/store.ts'
import { createCases, type CasesNeeds } from '../../api/cases.ts'
import type { ApiParts } from '../../api/parts.ts'

/** The key of decision forms in these tests: processes that share it take each other's forms. */
export const formKey = new Uint8Array(32).fill(7)
export const publicUrl = 'https://gatehouse.example'

/** The parts of an API on a store and a Temporal client. */
export const apiPartsOf = (store: Store, needs: Omit<CasesNeeds, 'initiatives'>): ApiParts => ({
  ...store,
  calendar: calendarOf(),
  cases: createCases({ ...needs, initiatives: store.initiatives }),
  publicUrl,
  formKey,
  dwellMilliseconds: 0,
  clock: Date.now,
  linkLimits: { unknownPerHour: 10_000, postsPerMinute: 10_000, getsPerMinute: 10_000 },
  developmentLinks: {},
})
