import { toDirectedGraph, type DirectedGraphNode } from '@xstate/graph'
import { initiativeMachine } from '../../machines/initiative/machine.ts'
import { happeningInWords, stateInWords } from './words.ts'

/** A place of a machine and the ways out of it, as they are drawn: hidden states are folded into the ones people know. */
export type Way = { from: string; to: string; words: string }
export type Places = { ids: string[]; ways: Way[] }

const anyTime = 'anyTime'
/** States that are passed through at once, or only remember: nobody is ever there. */
const hidden = new Set(['entering', 'passed', 'whereItWas', 'asking'])

const nameOf = (id: string) => id.split('.').at(-1) ?? id
const everyNode = (node: DirectedGraphNode): DirectedGraphNode[] => [node, ...node.children.flatMap(everyNode)]

const guardName = (guard: unknown): string | undefined =>
  typeof guard === 'string'
    ? guard
    : typeof guard === 'object' && guard !== null && 'type' in guard && typeof guard.type === 'string'
      ? guard.type
      : undefined

type Edge = { source: string; target: string; eventType: string; guard: string | undefined }

/** What a board decides beside those still asked, or between gates, moves the initiative nowhere. */
const besideIt = new Set(['notOfTheStage', 'othersAreStillAsked'])

/** The machine's own transitions, and those it takes by itself, which the directed graph leaves out. */
const edgesOf = (nodes: readonly DirectedGraphNode[]): Edge[] =>
  nodes
    .flatMap(({ id, edges, stateNode }) => [
      ...edges.map(({ target, transition }) => ({
        source: id,
        target: target.id,
        eventType: String(transition.eventType),
        guard: guardName(transition.guard),
      })),
      ...(stateNode.always ?? []).flatMap(({ target, guard }) =>
        (target ?? []).map((to) => ({ source: id, target: to.id, eventType: '', guard: guardName(guard) })),
      ),
    ])
    .filter(({ guard }) => guard === undefined || !besideIt.has(guard))

/** Ways between the same two places become one, with both names. */
const merged = (ways: readonly Way[]): Way[] => {
  const between = Map.groupBy(ways, ({ from, to }) => `${from}>${to}`)
  return [...between.values()].flatMap((same) => {
    const [first] = same
    return first
      ? [{ ...first, words: [...new Set(same.map(({ words }) => words))].toSorted().toReversed().join(' or ') }]
      : []
  })
}

/** Any machine as places and ways between them: its outcomes folded into one, which is where it ends. */
export const placesOf = (machine: Parameters<typeof toDirectedGraph>[0], ending: string): Places => {
  const nodes = everyNode(toDirectedGraph(machine))
  const leaves = nodes.filter(({ id, children }) => children.length === 0 && !hidden.has(nameOf(id)))
  const drawn = (id: string): string[] => {
    const node = nodes.find((each) => each.id === id)
    if (!node || nameOf(id) === 'whereItWas') return []
    if (node.children.length > 0)
      return node.children.filter((child) => !hidden.has(nameOf(child.id))).map(({ id: child }) => nameOf(child))
    return [node.stateNode.type === 'final' ? ending : nameOf(id)]
  }
  const isFinal = (id: string) => nodes.find((each) => each.id === id)?.stateNode.type === 'final'
  const ways = edgesOf(nodes).flatMap(({ source, target, eventType, guard }) =>
    source === target || hidden.has(nameOf(source))
      ? []
      : drawn(source).flatMap((from) =>
          drawn(target)
            .slice(0, 1)
            .filter((to) => to !== from)
            .map((to) => ({
              from,
              to,
              words: happeningInWords(eventType, guard),
            })),
        ),
  )
  const ids = [...new Set(leaves.map(({ id }) => (isFinal(id) ? ending : nameOf(id))))]
  return { ids, ways: merged(ways) }
}

const machineNodes = everyNode(toDirectedGraph(initiativeMachine))
const machineEdges = edgesOf(machineNodes)
const stageNodes = machineNodes.filter(
  ({ id, children }) => children.length > 0 && /^initiative\.active\.\w+$/.test(id),
)
const machineLeaves = machineNodes.filter(({ children }) => children.length === 0)

/**
 * The initiative's machine with one stage opened up and the others as one place each; with `undefined` none, with 'all' every one.
 * Ids are `stage` or `stage.state`; `anyTime` stands for what may happen wherever it is.
 */
export const initiativePlaces = (openStage: string | undefined): OpenedPlaces => {
  const known = opened.get(openStage)
  if (known) return known
  const places = placesWith(openStage)
  opened.set(openStage, places)
  return places
}

type OpenedPlaces = Places & { clusters: { stage: string; ids: string[] }[] }
/** One for each stage, none and all: the machine does not change while a process runs. */
const opened = new Map<string | undefined, OpenedPlaces>()

const placesWith = (openStage: string | undefined): OpenedPlaces => {
  const isOpen = (stage: string) => openStage === 'all' || openStage === stage
  const stageOfId = (id: string) => stageNodes.find((stage) => id === stage.id || id.startsWith(`${stage.id}.`))
  const drawnAs = (id: string, end: 'from' | 'to'): string | undefined => {
    if (id === 'initiative' || id === 'initiative.active') return end === 'from' ? anyTime : undefined
    const stage = stageOfId(id)
    if (!stage) return nameOf(id)
    const stageName = nameOf(stage.id)
    if (!isOpen(stageName)) return stageName
    // A stage is entered where its preparing begins, and left once what was approved is carried out.
    if (id === stage.id || nameOf(id) === 'passed') return `${stageName}.${end === 'to' ? 'preparing' : 'approved'}`
    return `${stageName}.${nameOf(id)}`
  }
  const ways = machineEdges.flatMap(({ source, target, eventType, guard }): Way[] => {
    const [from, to] = [drawnAs(source, 'from'), nameOf(target) === 'whereItWas' ? 'back' : drawnAs(target, 'to')]
    // That all is done shows as the stage being passed.
    if (!from || !to || hidden.has(from) || nameOf(target) === 'passed') return []
    const isLoop = from === to && !(from.endsWith('.withBoard') && eventType === 'reviewEnded')
    return isLoop ? [] : [{ from, to, words: happeningInWords(eventType, guard) }]
  })
  const clusters = stageNodes
    .filter(({ id }) => isOpen(nameOf(id)))
    .map(({ id, children }) => ({
      stage: nameOf(id),
      ids: children
        .filter((child) => !hidden.has(nameOf(child.id)))
        .map((child) => `${nameOf(id)}.${nameOf(child.id)}`),
    }))
  const ids = machineLeaves.flatMap(({ id }) => drawnAs(id, 'to') ?? [])
  return {
    ids: [anyTime, 'back', ...new Set(ids.filter((id) => !hidden.has(nameOf(id))))],
    ways: merged(ways),
    clusters,
  }
}

/** The words of a place by its id, without line breaks. */
export const placeWords = (id: string): string => {
  if (id === anyTime) return 'At any time'
  if (id === 'back') return 'Back to where it was'
  return stateInWords(nameOf(id)).replaceAll('\n', ' ')
}
