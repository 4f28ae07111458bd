import type { Asked } from '../parts.ts'

type Answered =
  { kind: 'recorded' } | { kind: 'refused'; type: string; reason: string } | { kind: 'notConfirmed'; reason: string }

/** What an act by link came to, as its reader is told. A record that is behind has refused nothing: it is asked again. */
export const answeredAs = (asked: Asked): Answered => {
  switch (asked.kind) {
    case 'recorded':
    case 'alreadyRecorded':
      return { kind: 'recorded' }
    case 'refused':
      return asked.type === 'RecordBehind' ? { kind: 'notConfirmed', reason: asked.reason } : asked
    case 'notConfirmed':
      return asked
    case 'unknownInitiative':
    case 'keyReused':
      return { kind: 'notConfirmed', reason: 'The record did not answer.' }
  }
}
