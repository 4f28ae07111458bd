/** Marks that reorder or hide what follows them: shown by their code, so that a text reads on the page as it stands in the record. */
const hidden = /[\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g

/** What somebody wrote, as it may be shown beside our own words. The template escapes it; the record keeps it as it was. */
export const asWritten = (text: string): string =>
  text.replace(hidden, (mark) => `[U+${mark.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}]`)

/** What a form holds is sent back as it was typed: it stays as it is. */
const typedInto = /(<textarea\b[^]*?<\/textarea>|\bvalue="[^"]*")/

/** A whole page as it may be shown, wherever on it somebody's words stand; what is to be typed on stays as it was typed. */
export const pageAsWritten = (html: string): string =>
  html.search(hidden) < 0
    ? html
    : html
        .split(typedInto)
        .map((part, index) => (index % 2 === 1 ? part : asWritten(part)))
        .join('')
