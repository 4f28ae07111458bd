import { creation as creationSchema, type Creation } from '../../machines/vocabulary/creation.ts'
import { expectations } from '../../machines/vocabulary/expectation.ts'
import type { Provenance, Rating, ReportedDecision, ReportedFact } from '../../machines/vocabulary/facts.ts'
import type { RoleHolder } from '../../machines/vocabulary/people.ts'
import { morningOf } from '../words/dates.ts'
import type { Path, References } from './references.ts'
import type { WrittenInitiative } from './written-rows.ts'

/** What an initiative's record begins with; its governance plan is named and fetched by whoever starts it. */
export type ImportedInitiative = { planId: string; creation: Omit<Creation, 'plan' | 'importedRowSha256'> }

const importedCreation = creationSchema.omit({ plan: true, importedRowSha256: true })

/** An initiative's row with everything it refers to looked up. What the row does not say is left unsaid. */
export const resolvedInitiative = (written: WrittenInitiative, references: References): ImportedInitiative => {
  const { programme: programmeId, sro, executiveLead, changeTeam, entry, waitsFor } = written
  references.plan(written.plan, ['plan'])
  const programme = programmeId ? references.programme(programmeId, ['programme']) : undefined
  const organisationIds = written.organisations ?? programme?.organisations ?? []
  if (organisationIds.length === 0)
    references.refuse(['organisations'], 'is required where the initiative belongs to no programme')
  const from: From = (sourceIds, path) =>
    references.provenance(sourceIds ?? written.source, sourceIds ? [...path, 'source'] : ['source'])

  const creation: ImportedInitiative['creation'] = {
    initiativeId: written.id,
    title: written.title,
    reference: written.reference,
    marking: written.marking,
    ...(programmeId && programme ? { programme: { programmeId, name: programme.name } } : {}),
    organisations: organisationIds.map((id, index) => ({
      organisationId: id,
      name: references.organisation(id, written.organisations ? ['organisations', index] : ['programme'])?.name ?? id,
    })),
    ...(sro ? { sro: roleHolderOf(sro, ['sro'], references) } : {}),
    ...(executiveLead ? { executiveLead: roleHolderOf(executiveLead, ['executiveLead'], references) } : {}),
    ...(changeTeam ? { changeTeam: roleHolderOf(changeTeam, ['changeTeam'], references) } : {}),
    entry: entryOf(entry, from),
    ...(waitsFor ? { waitsFor: withProvenance(waitsFor, from(waitsFor.source, ['waitsFor'])) } : {}),
    decisions: written.decisions.map((decision, index) => decisionOf(decision, index, from, references)),
    facts: written.facts.map((fact, index) => factOf(fact, index, from)),
    ratings: written.ratings.map((rating, index): Rating =>
      withProvenance(rating, from(rating.source, ['ratings', index])),
    ),
    cohorts: written.cohorts.map(({ id, title }) => ({ cohortId: id, title })),
    tranches: written.tranches.map(({ id, ...tranche }) => ({ trancheId: id, ...tranche })),
    reminders: written.remind.map((reminder, index) => reminderOf(reminder, index, references)),
  }
  const parsed = importedCreation.safeParse(creation)
  for (const { path, expected } of parsed.error ? expectations(parsed.error.issues) : [])
    references.refuse(path, expected)
  return { planId: written.plan, creation }
}

type From = (sourceIds: readonly string[] | undefined, path: Path) => Provenance

/** The same without the file's `source`, and with what it stands for. */
const withProvenance = <Row extends { source?: unknown }>(
  { source: _source, ...row }: Row,
  provenance: Provenance,
) => ({
  ...row,
  provenance,
})

const roleHolderOf = (
  { title, ...held }: { title: string; person?: string },
  path: Path,
  references: References,
): RoleHolder => {
  if (held.person) references.person(held.person, [...path, 'person'])
  return { title, ...(held.person ? { personId: held.person } : {}) }
}

const entryOf = (entry: WrittenInitiative['entry'], from: From): Creation['entry'] => {
  const provenance = from(undefined, ['entry'])
  if (!('stage' in entry)) return { provenance }
  if ('assumed' in entry)
    return { stage: entry.stage, provenance: { ...provenance, certainty: 'assumed' }, note: entry.assumed }
  return { stage: entry.stage, provenance, ...('note' in entry ? { note: entry.note } : {}) }
}

const decisionOf = (
  { id, board, source, ...decision }: WrittenInitiative['decisions'][number],
  index: number,
  from: From,
  references: References,
): ReportedDecision => {
  const path = ['decisions', index]
  const known = typeof board === 'string' ? references.board(board, [...path, 'board']) : undefined
  return {
    decisionId: id ?? `d${index + 1}`,
    ...(typeof board === 'string' ? { boardId: board, boardName: known?.name ?? board } : { boardName: board.name }),
    ...decision,
    provenance: from(source, path),
  }
}

const factOf = (fact: WrittenInitiative['facts'][number], index: number, from: From): ReportedFact => {
  if (!('source' in fact) && !('id' in fact))
    return { factId: `f${index + 1}`, ...textOf(fact, from(undefined, ['facts', index])) }
  const { id, source, ...rest } = fact
  return { factId: id ?? `f${index + 1}`, ...textOf(rest, from(source, ['facts', index])) }
}

const reminderOf = (
  { on, who, about }: WrittenInitiative['remind'][number],
  index: number,
  references: References,
): Creation['reminders'][number] => {
  const path = ['remind', index, 'who']
  const person = references.person(who, path)
  if (person && !person.email)
    references.refuse(path, `must be a person with an email address; ${who} has none that can be written to`)
  return { reminderId: `r${index + 1}`, atInstant: morningOf(on), personId: who, about }
}

type FactWords = Omit<ReportedFact, 'factId' | 'provenance' | 'text'> & ({ text: string } | { assumed: string })

const textOf = (fact: FactWords, provenance: Provenance): Omit<ReportedFact, 'factId'> => {
  if ('text' in fact) return { ...fact, provenance }
  const { assumed, ...rest } = fact
  return { ...rest, text: assumed, provenance: { ...provenance, certainty: 'assumed' } }
}
