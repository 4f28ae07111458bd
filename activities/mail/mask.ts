/** A text with the tokens of decision links taken out, for logs and for errors that are kept. */
export const maskLinks = (text: string): string =>
  text.replace(/\/(d|not-me|c|a)\/[^/?#\s"\\<>]+/g, '/$1/[token]').replace(/(?<![\w-])[\w-]{43}(?![\w-])/g, '[token]')
