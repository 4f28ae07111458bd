/** The text of a page as a reader meets it: no markup, single spaces. */
export const textOf = (html: string): string =>
  html
    .replaceAll(/<(head|script|svg)[\s\S]*?<\/\1>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&quot;', '"')
    .replaceAll(/\s+/g, ' ')
