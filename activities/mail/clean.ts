// Direction marks and invisible letters let a text show other words than it holds; separators and controls can end a header or a line.
const invisible = /[\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/g
const lineBreak = /\r\n?|\u0085|\u2028|\u2029|\v|\f/g
const control = /(?!\n)\p{Cc}/gu

/** A passage somebody typed, safe to show: its line breaks kept as `\n`, control and direction characters gone. */
export const cleanPassage = (typed: string): string =>
  typed.replace(lineBreak, '\n').replace(/\t/g, ' ').replace(invisible, '').replace(control, '').toWellFormed().trim()

/** A line somebody typed, safe in a header: as `cleanPassage`, on one line. */
export const cleanLine = (typed: string): string => cleanPassage(typed).replace(/\s+/g, ' ')

const letters = new Intl.Segmenter('en-GB', { granularity: 'grapheme' })

/** At most `maxCharacters`, cut between letters as a reader sees them, the cut shown by three dots. */
export const cutLine = (line: string, maxCharacters: number): string => {
  if (line.length <= maxCharacters) return line
  let kept = ''
  for (const { segment } of letters.segment(line)) {
    if (kept.length + segment.length > maxCharacters - 3) break
    kept += segment
  }
  return `${kept.trimEnd()}...`
}
