/** Why something may not happen: `type` for programs, `reason` for the person who asked. A refusal is a value, never a fault. */
export type Refusal = { type: string; reason: string }

export const refusal = (type: string, reason: string): Refusal => ({ type, reason })
