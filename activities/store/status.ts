import type { StoredCase } from '../../machines/case-file.ts'

/** The status of an initiative as the read model has it in a column, to be found by. */
export const statusOf = ({ status, context }: StoredCase['initiative']): 'active' | 'onHold' | 'closed' =>
  status === 'done' ? 'closed' : context.hold ? 'onHold' : 'active'
