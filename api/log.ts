import { pino, type DestinationStream, type Logger } from 'pino'

/** A token is 43 characters of base64url; an address has an @ between a name and a domain. */
const secrets: [RegExp, string][] = [
  [/\/(d|not-me|c|a)\/[^/?#\s"\\]+/g, '/$1/[token]'],
  [/(?<![\w-])[\w-]{43}(?![\w-])/g, '[token]'],
  [/[\w.+'-]+@[\w-]+(\.[\w-]+)+/g, '[address]'],
  [/(postgres(?:ql)?|smtps?):\/\/[^@\s"\\]*@/g, '$1://[password]@'],
]

/** A text with decision links, tokens, addresses and passwords taken out. */
export const masked = (text: string): string =>
  secrets.toReversed().reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text)

/** The process's log, JSON lines on standard error. Every line is masked as it leaves, whoever wrote it. */
export const createLog = (level: string, destination: DestinationStream = process.stderr): Logger =>
  pino({ level, base: undefined, hooks: { streamWrite: masked } }, destination)
