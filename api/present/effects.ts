const effects: Record<string, string> = {
  remindBoard: 'Reminding the board by email',
  remindStakeholders: 'Reminding stakeholders by email',
  escalate: 'Telling the board’s secretary',
  warnOfHardDate: 'Warning of a hard date by email',
  chaseCondition: 'Chasing a condition by email',
  chaseChairsAction: 'Asking for the report of a chair’s action by email',
  remindPerson: 'Sending a reminder that was asked for',
}

/** What could not be carried out, in words. */
export const effectInWords = (effect: string): string => effects[effect] ?? 'A task'
