import type { Directory, Initiatives } from '../ports.ts'

/** What a copy of a mail is made from. */
export type Reads = {
  initiatives: Pick<Initiatives, 'find' | 'openAtBoard'>
  directory: Pick<Directory, 'board' | 'person' | 'people'>
}

/** Reads that ask once for each thing: for mails made at the same moment, which are mostly of one board decision. */
export const sharedReads = ({ initiatives, directory }: Reads): Reads => {
  const people = once(() => directory.people())
  const board = once((key: string) => directory.board(...boardKey.read(key)))
  return {
    initiatives: {
      find: once((initiativeId: string) => initiatives.find(initiativeId)),
      openAtBoard: once((boardId: string) => initiatives.openAtBoard(boardId)),
    },
    directory: {
      person: once((personId: string) => directory.person(personId)),
      people: () => people('all'),
      board: (boardId, onDay) => board(boardKey.write(boardId, onDay)),
    },
  }
}

const boardKey = {
  write: (boardId: string, onDay: string | undefined): string => `${boardId} ${onDay ?? ''}`,
  read: (key: string): [boardId: string, onDay?: string] => {
    const [boardId = '', onDay] = key.split(' ')
    return onDay ? [boardId, onDay] : [boardId]
  },
}

const once = <Value>(read: (key: string) => Promise<Value>): ((key: string) => Promise<Value>) => {
  const asked = new Map<string, Promise<Value>>()
  return (key) => {
    const answer = asked.get(key) ?? read(key)
    asked.set(key, answer)
    return answer
  }
}
