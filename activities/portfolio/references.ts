import type { Certainty, Provenance } from '../../machines/vocabulary/facts.ts'

/** What rows may refer to, by id. A row that is wrong elsewhere can still be referred to by its name. */
export type Known = {
  sources: ReadonlyMap<string, { title: string }>
  organisations: ReadonlyMap<string, { name: string }>
  people: ReadonlyMap<string, { name: string; email?: string; for: readonly string[] }>
  programmes: ReadonlyMap<string, { name: string; organisations: readonly string[] }>
  boards: ReadonlyMap<string, { name: string }>
  plans: ReadonlyMap<string, unknown>
}

export type Path = readonly (string | number)[]
/** Something a row says that cannot stand beside the rest of the file. */
export type Conflict = { path: Path; expected: string }

/** Looks up what a row refers to, and collects what leads nowhere. */
export type References = ReturnType<typeof referencesOf>

export const referencesOf = (known: Known) => {
  const conflicts: Conflict[] = []
  const refuse = (path: Path, expected: string) => {
    conflicts.push({ path, expected })
  }
  const lookUp =
    <Row>(section: keyof Known, rows: ReadonlyMap<string, Row>) =>
    (id: string, path: Path): Row | undefined => {
      const found = rows.get(id)
      if (found === undefined) refuse(path, `must be the id of a row under ${section}; ${id} is not`)
      return found
    }
  const source = lookUp('sources', known.sources)

  return {
    conflicts,
    refuse,
    organisation: lookUp('organisations', known.organisations),
    person: lookUp('people', known.people),
    programme: lookUp('programmes', known.programmes),
    board: lookUp('boards', known.boards),
    plan: lookUp('plans', known.plans),
    /**
     * Where a fact comes from. Of several sources each is named in the title and none alone is held to say it, so that
     * nothing is put down to a document that may not contain it.
     */
    provenance: (sourceIds: readonly string[], path: Path, certainty: Certainty = 'reported'): Provenance => {
      const titles = sourceIds.flatMap((id) => source(id, path)?.title ?? [])
      const [only] = sourceIds
      return {
        certainty,
        ...(sourceIds.length === 1 && only ? { sourceId: only } : {}),
        ...(titles.length > 0 ? { sourceTitle: titles.join('; or ') } : {}),
      }
    },
  }
}
