import { Graphviz } from '@hpcc-js/wasm-graphviz'
import type { StoredCase } from '../machines/case-file.ts'
import { circulationMachine } from '../machines/circulation/machine.ts'
import { consultationMachine } from '../machines/consultation.ts'
import { currentStage } from '../machines/initiative/progress.ts'
import { reviewMachine } from '../machines/review-machine.ts'
import { rollOutMachine } from '../machines/roll-out.ts'
import { stages } from '../machines/stages/index.ts'
import { dotOf, type Drawn, type Mark } from './picture/dot.ts'
import { initiativePlaces, placesOf, placeWords, type Places } from './picture/graph.ts'
import { stateInWords } from './picture/words.ts'

/** What a picture is drawn from: where each machine is, and nothing anybody typed. */
type Standing = {
  here: string
  openStage: string | undefined
  passed: string[]
  beside: { machine: 'review' | 'circulation' | 'consultation' | 'rollOut'; states: Record<string, number> }[]
}

const machines = {
  review: { title: 'The board’s decision', places: placesOf(reviewMachine, 'decided') },
  circulation: { title: 'Papers before stakeholders', places: placesOf(circulationMachine, 'closed') },
  consultation: { title: 'Consultations', places: placesOf(consultationMachine, 'closed') },
  rollOut: { title: 'Roll-out tranches', places: placesOf(rollOutMachine, 'live') },
} as const satisfies Record<string, { title: string; places: Places }>

/** The innermost name of a machine's state: `withBoard` of `{ active: { goLive: 'withBoard' } }`. */
const innermost = (value: unknown): string => {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return ''
  return innermost(Object.values(value)[0])
}

const countStates = (values: readonly unknown[]) => {
  const counts: Record<string, number> = {}
  for (const value of values) counts[innermost(value)] = (counts[innermost(value)] ?? 0) + 1
  return counts
}

const standingOf = ({ initiative, reviews, consultations, rollOuts, circulations = {} }: StoredCase): Standing => {
  const stage = currentStage(initiative.context)
  const state = innermost(initiative.value)
  const isInStage = stage !== undefined && JSON.stringify(initiative.value).includes(`"${stage}"`)
  const open = Object.values(reviews).filter(({ status }) => status === 'active')
  const batches = Object.values(circulations).filter(({ context }) => context.stage === stage)
  const beside: Standing['beside'] = [
    ...(open.length > 0 ? [{ machine: 'review' as const, states: countStates(open.map(({ value }) => value)) }] : []),
    ...(batches.some(({ status }) => status === 'active')
      ? [{ machine: 'circulation' as const, states: countStates(batches.map(({ value }) => value)) }]
      : []),
    ...(stage === 'consultation' && Object.keys(consultations).length > 0
      ? [
          {
            machine: 'consultation' as const,
            states: countStates(Object.values(consultations).map(({ value }) => value)),
          },
        ]
      : []),
    ...(stage === 'goLive' && Object.keys(rollOuts).length > 0
      ? [{ machine: 'rollOut' as const, states: countStates(Object.values(rollOuts).map(({ value }) => value)) }]
      : []),
  ]
  return {
    here: isInStage ? `${stage}.${state}` : state,
    openStage: isInStage || initiative.context.hold ? stage : undefined,
    passed: stages
      .filter(({ id }) => ['passed', 'before', 'notRequired'].includes(initiative.context.stages[id].standing))
      .map(({ id }) => id),
    beside: initiative.status === 'active' ? beside : [],
  }
}

const drawingsOf = ({ here, openStage, passed, beside }: Standing, isWhole: boolean): Drawn[] => {
  const places = initiativePlaces(isWhole ? 'all' : openStage)
  const markOf = (id: string): Mark => {
    if (id === here) return 'here'
    if (id === 'anyTime' || id === 'back') return 'aside'
    return passed.includes(id.split('.')[0] ?? id) ? 'passed' : 'ahead'
  }
  // Stages folded into one place show the way through them; what may end them early is shown where it is.
  const ways = places.ways.filter(
    ({ from, to, words }) =>
      isWhole ||
      from === here ||
      from === 'anyTime' ||
      from.includes('.') ||
      (from !== 'stageNotReported' && !(to === 'closing' && words === 'closed early')),
  )
  const ids = places.ids.filter((id) => isWhole || id !== 'stageNotReported' || here === id)
  return [
    {
      ids,
      ways,
      marks: markOf,
      labels: (id) => (id === 'anyTime' || id === 'back' ? placeWords(id) : stateInWords(id.split('.').at(-1) ?? id)),
      clusters: places.clusters.map(({ stage, ids: inside }) => ({ title: stateInWords(stage), ids: inside })),
    },
    ...beside.map(({ machine, states }): Drawn => {
      const { title, places: inner } = machines[machine]
      const label = (id: string) => {
        const words = id === 'decided' ? 'Decided' : stateInWords(id)
        const count = states[id] ?? 0
        return machine !== 'review' && count > 0 ? `${words}: ${count}` : words
      }
      return { ...inner, title, marks: (id) => (states[id] ? 'beside' : 'ahead'), labels: label }
    }),
  ]
}

let graphviz: Promise<Graphviz> | undefined
const drawn = new Map<string, string>()
const mostKept = 300

/** Drops what Graphviz writes for files of its own: its header, its comments, and titles that would name places by their ids. */
const inlined = (svg: string, label: string): string =>
  svg
    .slice(svg.indexOf('<svg'))
    .replaceAll(/<!--[\s\S]*?-->\s*/g, '')
    .replaceAll(/<title>[\s\S]*?<\/title>\s*/g, '')
    .replaceAll(/ (id|class)="[^"]*"/g, '')
    .replace(/<svg width="(\d+)pt" height="(\d+)pt"/, `<svg role="img" aria-label="${label}" width="$1" height="$2"`)
    .replaceAll(/ xmlns:xlink="[^"]*"/g, '')
    .trim()

/** Where a machine is and what may happen from there, in words: the same as the picture says. */
export type PictureWords = { here: string; moves: { what: string; to: string }[] }

/** The words beside the picture. Ways open at any time come last. */
export const pictureInWords = (state: StoredCase): PictureWords => {
  const { here, openStage } = standingOf(state)
  const { ways } = initiativePlaces(openStage)
  const stage = here.includes('.') ? `${stateInWords(here.split('.')[0] ?? '')}: ` : ''
  const toWords = (id: string) => {
    const [first, second] = id.split('.')
    return second && first && !here.startsWith(`${first}.`) ? `${placeWords(first)}: ${placeWords(id)}` : placeWords(id)
  }
  const isOver = state.initiative.status !== 'active'
  return {
    here: `${stage}${stage ? placeWords(here).toLowerCase() : placeWords(here)}`,
    moves: isOver
      ? []
      : ways
          .filter(({ from, to }) => from === here || (from === 'anyTime' && to !== here))
          .toSorted((a, b) => Number(a.from === 'anyTime') - Number(b.from === 'anyTime'))
          .map(({ from, to, words }) => ({
            what: from === 'anyTime' ? `${words} (at any time)` : words,
            to: toWords(to),
          })),
  }
}

/**
 * The picture of an initiative's machine as SVG to stand in a page under a strict content security policy: no style, script, id or
 * link in it, and no text anybody typed. The stage it is at is opened up; `isWhole` opens every stage. Kept by state, so that one
 * state is laid out once a process.
 */
export const pictureOf = async (state: StoredCase, { isWhole = false } = {}): Promise<string> => {
  const standing = standingOf(state)
  const key = JSON.stringify([standing, isWhole])
  const known = drawn.get(key)
  if (known) return known
  const engine = await (graphviz ??= Graphviz.load())
  const label = `The initiative’s stages as a diagram. You are here: ${pictureInWords(state).here}.`
  const svg = inlined(engine.layout(dotOf(drawingsOf(standing, isWhole)), 'svg', 'dot'), label)
  const [oldest] = drawn.keys()
  if (drawn.size >= mostKept && oldest !== undefined) drawn.delete(oldest)
  drawn.set(key, svg)
  return svg
}
