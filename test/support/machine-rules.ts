import { Visitor, type CallExpression, type Expression, type ObjectProperty } from 'oxc-parser'
import { lineOf, parse, type SourceFile } from './source-files.ts'

const actorFunctions = [
  'createActor',
  'fromCallback',
  'fromObservable',
  'fromEventObservable',
  'fromPromise',
  'fromTransition',
  'interpret',
  'spawnChild',
  'waitFor',
]
/** Restores a stored machine through an actor that is never started: XState has no other public door that keeps history. */
const restoresMachines = 'machines/stored-case.ts'

const clocksAndChance = ['Date.now', 'Math.random', 'performance.now', 'crypto.randomUUID', 'crypto.getRandomValues']
const timers = ['setTimeout', 'setInterval', 'setImmediate']

/**
 * What the rules in `machines/` and the loop in `workflows/` may not write, one sentence a breach: deadlines are
 * instants in the context and only the loop waits for them; no actor runs; and nothing in a machine asks the clock, or
 * chance, what to do.
 */
export function machineBreaches(file: SourceFile): string[] {
  const isMachine = file.path.startsWith('machines/')
  const breaches: string[] = []
  const breach = (start: number, reason: string) => breaches.push(`${file.path}:${lineOf(file.text, start)} ${reason}`)

  new Visitor({
    Property: (property) => {
      const key = keyOf(property.key)
      const holdsObject = property.value.type === 'ObjectExpression'
      if (key === 'after' && holdsObject)
        breach(property.start, 'uses `after`: a deadline is an instant in the context')
      if (key === 'delays' && holdsObject)
        breach(property.start, 'names `delays`: a deadline is an instant in the context')
      if (key === 'invoke') breach(property.start, 'uses `invoke`: no actor runs inside the workflow')
    },
    ImportSpecifier: ({ start, imported }) => {
      const name = imported.type === 'Literal' ? imported.value : imported.name
      const restores = name === 'createActor' && file.path === restoresMachines
      if (actorFunctions.includes(name) && !restores)
        breach(start, `imports ${name}: only the pure transition functions are used`)
    },
    CallExpression: (call) => {
      const name = nameOf(call.callee)
      if (name === 'raise' && hasDelay(call)) breach(call.start, 'raises an event with a delay')
      if (!isMachine) return
      if (clocksAndChance.includes(name)) breach(call.start, `calls ${name}: the instant comes with the event`)
      if (timers.includes(name)) breach(call.start, `calls ${name}: a machine never waits`)
      if (name.endsWith('.start')) breach(call.start, `calls ${name}: no actor is started`)
      if (name === 'Date') breach(call.start, 'calls Date: the instant comes with the event')
    },
    NewExpression: ({ start, callee }) => {
      if (isMachine && nameOf(callee) === 'Date') breach(start, 'makes a Date: instants are milliseconds here')
    },
    TSAsExpression: ({ start, expression, typeAnnotation }) => {
      if (!isMachine) return
      const isConst = file.text.slice(typeAnnotation.start, typeAnnotation.end) === 'const'
      const isXStateTypes = expression.type === 'ObjectExpression' && expression.properties.length === 0
      if (!isConst && !isXStateTypes) breach(start, 'asserts a type with `as`')
    },
  }).visit(parse(file).program)
  return breaches
}

function keyOf(key: ObjectProperty['key']): string {
  if (key.type === 'Identifier') return key.name
  return key.type === 'Literal' && typeof key.value === 'string' ? key.value : ''
}

function nameOf(expression: Expression): string {
  if (expression.type === 'Identifier') return expression.name
  if (expression.type !== 'MemberExpression' || expression.computed) return ''
  return expression.property.type === 'Identifier' ? `${nameOf(expression.object)}.${expression.property.name}` : ''
}

function hasDelay(call: CallExpression): boolean {
  return call.arguments.some(
    (argument) =>
      argument.type === 'ObjectExpression' &&
      argument.properties.some((property) => property.type === 'Property' && keyOf(property.key) === 'delay'),
  )
}
