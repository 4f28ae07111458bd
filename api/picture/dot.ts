import { stateInWords } from './words.ts'
import type { Places, Way } from './graph.ts'

/** The colours of the stylesheet, here because a picture is drawn without it. */
const ink = '#16404d'
const quiet = '#45585e'
const line = '#8fa5ab'
const mist = '#eef3f4'
const face = 'Helvetica Neue,Helvetica,Arial,sans-serif'

/** A text in quotes of DOT. Backslashes go first, so that no text can end its own quotes or break a line by itself. */
export const quoted = (text: string): string =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`

const attributes = (pairs: Record<string, string>) =>
  `[${Object.entries(pairs)
    .map(([key, value]) => `${key}=${quoted(value)}`)
    .join(', ')}]`

/** How a place is drawn: where it is now, what was passed, what is still to come. */
export type Mark = 'here' | 'beside' | 'passed' | 'ahead' | 'aside'

const looks: Record<Mark, Record<string, string>> = {
  here: { fillcolor: ink, color: ink, fontcolor: '#ffffff', penwidth: '2' },
  beside: { fillcolor: '#cfe0e4', color: ink, fontcolor: '#0d2c36', penwidth: '2' },
  passed: { fillcolor: mist, color: line, fontcolor: quiet },
  ahead: { fillcolor: '#ffffff', color: line, fontcolor: '#0b0c0c' },
  aside: { fillcolor: 'none', color: 'none', fontcolor: quiet },
}

/** A machine's places and ways drawn in a frame of their own, or in none where it has no title. */
export type Drawn = Places & {
  title?: string
  marks: (id: string) => Mark
  labels?: (id: string) => string
  /** Frames within it: an opened stage. */
  clusters?: { title: string; ids: string[] }[]
}

const nodeOf = (prefix: string, id: string, { marks, labels }: Drawn) =>
  `${quoted(prefix + id)} ${attributes({ label: labels?.(id) ?? stateInWords(id.split('.').at(-1) ?? id), ...looks[marks(id)] })}`

/** Long words over several lines, each with room on both sides, so that they stand clear of their line. */
const broken = (words: string) =>
  words
    .split(/ (?=or )/)
    .map((part) => `  ${part}  `)
    .join('\n')

const edgeOf = (prefix: string, { from, to, words }: Way, { marks }: Drawn) =>
  `${quoted(prefix + from)} -> ${quoted(prefix + to)} ${attributes({
    label: broken(words),
    ...(marks(from) === 'aside' ? { style: 'dashed' } : {}),
    // The way through the stages runs straight; what leaves it bends around.
    ...(words.startsWith('stage passed') ? { weight: '30' } : {}),
  })}`

const frameOf = (name: string, title: string, lines: readonly string[]) =>
  [
    `subgraph ${quoted(`cluster_${name}`)} {`,
    `graph ${attributes({ label: title, style: 'rounded', color: line, bgcolor: '#f7fafa', fontcolor: '#0d2c36', fontsize: '16', margin: '16' })}`,
    ...lines,
    '}',
  ].join('\n')

/**
 * The description Graphviz lays out. Every text in it is quoted; every id is made here, `0/withBoard` for the first drawing's.
 */
export const dotOf = (drawings: readonly Drawn[]): string => {
  const parts = drawings.flatMap((drawn, index) => {
    const prefix = `${index}/`
    const framed = new Set(drawn.clusters?.flatMap(({ ids }) => ids) ?? [])
    const nodes = drawn.ids.filter((id) => !framed.has(id)).map((id) => nodeOf(prefix, id, drawn))
    const frames = (drawn.clusters ?? []).map(({ title, ids }, at) =>
      frameOf(
        `${index}_${at}`,
        title,
        ids.map((id) => nodeOf(prefix, id, drawn)),
      ),
    )
    const edges = drawn.ways.map((way) => edgeOf(prefix, way, drawn))
    return drawn.title
      ? [frameOf(`${index}`, drawn.title, [...nodes, ...frames, ...edges])]
      : [...nodes, ...frames, ...edges]
  })
  return [
    'digraph {',
    `graph ${attributes({ rankdir: 'TB', bgcolor: 'transparent', fontname: face, nodesep: '0.35', ranksep: '0.42', pad: '0.1' })}`,
    `node ${attributes({ shape: 'box', style: 'rounded,filled', fontname: face, fontsize: '15', margin: '0.22,0.1' })}`,
    `edge ${attributes({ fontname: face, fontsize: '13', fontcolor: quiet, color: line, arrowsize: '0.7' })}`,
    ...parts,
    '}',
  ].join('\n')
}
