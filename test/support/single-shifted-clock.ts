import { basename, dirname } from 'node:path'

// Imported before a process begins (`node --import`): the worker's clock is wrong by CLOCK_SHIFT_MS, everybody else's is right.
const shift = Number(process.env['CLOCK_SHIFT_MS'] ?? 0)
const script = process.argv[1] ?? ''

if (basename(dirname(script)) === 'worker' && basename(script) === 'main.ts') {
  const rightNow = Date.now.bind(Date)
  globalThis.Date = new Proxy(Date, {
    construct: (date, given: unknown[], target) => {
      const made: unknown = Reflect.construct(date, given.length === 0 ? [rightNow() + shift] : given, target)
      if (!(made instanceof Date)) throw new TypeError('A date was expected.')
      return made
    },
    apply: () => new Date(rightNow() + shift).toString(),
  })
  Date.now = () => rightNow() + shift
}
