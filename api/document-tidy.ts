import * as z from 'zod'

const prefix = '#/components/schemas/'
const reference = /"#\/components\/schemas\/(\w+)"/g
const described = z.looseObject({
  paths: z.record(z.string(), z.unknown()).default({}),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()).default({}) }).default({ schemas: {} }),
})

/** What an answer means where its route does not say more. */
const meanings: Record<string, string> = {
  200: 'What was asked for, or: it was on record already',
  201: 'Newly on record',
  503: 'Something it needs does not answer just now',
}

const headerNames: Record<string, string> = { 'idempotency-key': 'Idempotency-Key', 'x-acting-as': 'X-Acting-As' }

/** The components some text refers to, straight or through others. */
const reached = (text: string, schemas: Record<string, unknown>): Set<string> => {
  const found = new Set<string>()
  const waiting = [text]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
    for (const [, name = ''] of next.matchAll(reference)) {
      if (found.has(name)) continue
      found.add(name)
      waiting.push(JSON.stringify(schemas[name] ?? {}))
    }
  return found
}

/** Components written twice, for what comes in (`PaperRefInput`) and what goes out, although both are the same. */
const writtenTwice = (schemas: Record<string, unknown>): Set<string> => {
  const twins = new Set(Object.keys(schemas).filter((name) => `${name}Input` in schemas))
  const single = (name: string) =>
    JSON.stringify(schemas[name] ?? {}).replace(reference, (whole, to: string) =>
      to.endsWith('Input') && twins.has(to.slice(0, -5)) ? `"${prefix}${to.slice(0, -5)}"` : whole,
    )
  for (let changed = true; changed;) {
    const differing = [...twins].filter((name) => single(name) !== single(`${name}Input`))
    for (const name of differing) twins.delete(name)
    changed = differing.length > 0
  }
  return twins
}

/** What each reference is called once the twins are one, and what only comes in has its plain name. */
const renamed = (document: object): ((name: string) => string) => {
  const { paths, components } = described.parse(document)
  const twins = writtenTwice(components.schemas)
  const used = reached(JSON.stringify(paths), components.schemas)
  return (name) => {
    const plainName = name.replace(/Input$/, '')
    return twins.has(plainName) || !used.has(plainName) ? plainName : name
  }
}

/** A document as people write one: each component once, none that nothing uses, headers and answers in words. */
export const tidied = <Document extends object>(document: Document): Document => {
  const nameOf = renamed(document)
  const text = JSON.stringify(document).replace(reference, (_, name: string) => `"${prefix}${nameOf(name)}"`)
  const read: unknown = JSON.parse(text, (key, value: unknown) => {
    if (key === 'name' && typeof value === 'string') return headerNames[value] ?? value
    return value
  })
  const { paths, components, ...rest } = described.parse(read)
  const all = Object.entries(components.schemas).map(([name, schema]): [string, unknown] => [nameOf(name), schema])
  const used = reached(JSON.stringify(paths), Object.fromEntries(all))
  const schemas = Object.fromEntries(all.filter(([name]) => used.has(name)).sort(([a], [b]) => (a < b ? -1 : 1)))
  return z.custom<Document>().parse({ ...rest, components: { ...components, schemas }, paths: withMeanings(paths) })
}

const operations = z.record(
  z.string(),
  z.record(z.string(), z.looseObject({ responses: z.record(z.string(), z.looseObject({ description: z.string() })) })),
)

const withMeanings = (paths: unknown) => {
  const read = operations.parse(paths)
  for (const operation of Object.values(read).flatMap((each) => Object.values(each)))
    for (const [status, response] of Object.entries(operation.responses))
      if (response.description === 'Default Response') response.description = meanings[status] ?? 'Done'
  return read
}
