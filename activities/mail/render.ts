import { fileURLToPath } from 'node:url'
import nunjucks from 'nunjucks'
import { cleanLine, cleanPassage } from './clean.ts'
import type { Block, MailContent } from './content.ts'

const templates = new nunjucks.FileSystemLoader(fileURLToPath(new URL('templates', import.meta.url)))
const escaping = new nunjucks.Environment(templates, { autoescape: true, throwOnUndefined: false })
/** Plain text has nothing to escape; what could forge a line of ours is indented or on a line of its own. */
const plain = new nunjucks.Environment(templates, { autoescape: false, throwOnUndefined: false })

/** A mail ready to be sent: two parts with the same facts. */
export type RenderedMail = { subject: string; html: string; text: string }

type CleanBlock = Exclude<Block, { kind: 'quote' }> | { kind: 'quote'; lines: string[]; by?: string }

/** Every word of a mail passes here on its way out, ours and other people's alike. */
const cleaned = (block: Block): CleanBlock => {
  switch (block.kind) {
    case 'sentence':
    case 'warning':
      return { ...block, text: cleanLine(block.text) }
    case 'quote': {
      const lines = cleanPassage(block.text)
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
      return { kind: 'quote', lines, ...(block.by ? { by: cleanLine(block.by) } : {}) }
    }
    case 'list':
      return { ...block, items: block.items.map(cleanLine) }
    case 'facts':
      return {
        ...block,
        rows: block.rows.map(({ label, value }) => ({ label: cleanLine(label), value: cleanLine(value) })),
      }
    case 'button':
    case 'link':
      return block
  }
}

/** The HTML and the text of a mail, both from the same content. */
export const renderMail = ({ subject, sections }: MailContent): RenderedMail => {
  const view = {
    subject,
    sections: sections.map(({ title, blocks }) => ({
      title,
      underline: '-'.repeat(title?.length ?? 0),
      blocks: blocks.map(cleaned),
    })),
  }
  return {
    subject,
    html: escaping.render('mail.html.njk', view),
    text: `${plain
      .render('mail.text.njk', view)
      .replace(/\n{3,}/g, '\n\n')
      .trim()}\n`,
  }
}
