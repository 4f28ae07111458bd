/**
 * What a mail says, once: the HTML and the text part are both made from it, so that neither can say more than the other.
 * Every string may hold what somebody typed; it is cleaned and escaped where it is rendered, never here.
 */
export type MailContent = {
  subject: string
  sections: Section[]
}

export type Section = { title?: string; blocks: Block[] }

export type Block =
  /** Our own sentences, with a person's words inside at most as a phrase. */
  | { kind: 'sentence'; text: string }
  /** A sentence nobody may miss. */
  | { kind: 'warning'; text: string }
  /** Words exactly as somebody wrote them, set apart from ours. */
  | { kind: 'quote'; text: string; by?: string }
  | { kind: 'list'; items: string[]; numbered: boolean }
  | { kind: 'facts'; rows: { label: string; value: string }[] }
  /** The one act a mail asks for; its address is shown in full too. */
  | { kind: 'button'; words: string; url: string }
  | { kind: 'link'; words: string; url: string }

export const sentence = (text: string): Block => ({ kind: 'sentence', text })
export const warning = (text: string): Block => ({ kind: 'warning', text })
export const quote = (text: string, by?: string): Block => ({ kind: 'quote', text, ...(by ? { by } : {}) })
export const list = (items: string[]): Block => ({ kind: 'list', items, numbered: false })
export const numbered = (items: string[]): Block => ({ kind: 'list', items, numbered: true })
export const facts = (rows: [label: string, value: string | undefined][]): Block => ({
  kind: 'facts',
  rows: rows.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }])),
})
export const button = (words: string, url: string): Block => ({ kind: 'button', words, url })
export const link = (words: string, url: string): Block => ({ kind: 'link', words, url })

/** A section, or nothing where there is nothing to say: an empty heading is never shown. */
export const section = (title: string | undefined, ...blocks: (Block | undefined)[]): Section[] => {
  const said = blocks.flatMap((block) => (block === undefined || isEmpty(block) ? [] : [block]))
  return said.length > 0 ? [{ ...(title ? { title } : {}), blocks: said }] : []
}

const isEmpty = (block: Block): boolean =>
  (block.kind === 'list' && block.items.length === 0) || (block.kind === 'facts' && block.rows.length === 0)

/** A phrase somebody wrote, ready to stand inside a sentence of ours. */
export const phrase = (words: string): string => words.trim().replace(/[.;,\s]+$/, '')
