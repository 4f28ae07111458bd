/** The seats of the board. The first two settle a gate; the third is asked and need not decide. */
export const seatIds = ['kent', 'essex', 'norfolk'] as const
export type SeatId = (typeof seatIds)[number]

export type OtherCommand =
  | 'create'
  | 'submit'
  | 'answerPoint'
  | 'openConsultation'
  | 'closeConsultation'
  | 'confirmReadiness'
  | 'goLive'
  | 'close'

/** One command: a call of its own from outside that waits for its durable answer. */
export type Step = { command: OtherCommand } | { command: 'decide'; seatId: SeatId; choice: 'approve' | 'sendBack' }

const does = (command: OtherCommand): Step => ({ command })
const approves = (seatId: SeatId): Step => ({ command: 'decide', seatId, choice: 'approve' })
const passesTheGate: Step[] = [does('submit'), approves('kent'), approves('essex')]

/**
 * One initiative from its first stage to its closure, the same for every contender: five gates, six submissions of which one is sent
 * back, a board of three of whom two must agree, eleven decisions, and what our product needs besides.
 */
export const lifecycle: readonly Step[] = [
  does('create'),
  does('submit'),
  { command: 'decide', seatId: 'kent', choice: 'sendBack' },
  does('answerPoint'),
  ...passesTheGate,
  ...passesTheGate,
  does('openConsultation'),
  does('closeConsultation'),
  ...passesTheGate,
  ...passesTheGate,
  does('confirmReadiness'),
  does('goLive'),
  ...passesTheGate,
  does('close'),
]

/** How often a command occurs in one lifecycle. */
export const countOf = (command: Step['command']): number => lifecycle.filter((step) => step.command === command).length

/** Takes the time one command took from its call to its durable answer. */
export type Note = (command: Step['command'], milliseconds: number) => void

/** Someone who plays lifecycles: our product, or what it is measured against. */
export type Contender = {
  /** Whether it is our product. */
  isOurs: boolean
  name: string
  /** Plays one whole lifecycle. @throws Error when a command was not answered as it should be. */
  play(id: string, note: Note): Promise<void>
  /** Settles once nothing of what was played is still to be done, such as mails to be sent. */
  settled(): Promise<void>
  /** The workflow of a lifecycle. */
  workflowId(id: string): string
}

/** Runs one command and notes how long it took. */
export const timed = async <Answer>(
  note: Note,
  command: Step['command'],
  ask: () => Promise<Answer>,
): Promise<Answer> => {
  const from = performance.now()
  const answer = await ask()
  note(command, performance.now() - from)
  return answer
}
