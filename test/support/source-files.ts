import { globSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync, Visitor } from 'oxc-parser'

/** The folder the project lies in. */
export const projectFolder = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** A file of the project: its path from the project's folder with `/`, and its text. */
export type SourceFile = { path: string; text: string }

/** One module asking for another. */
export type Import = {
  /** A path from the project's folder, the name of a package (`@temporalio/client`), or `node:…`. */
  target: string
  isPackage: boolean
  /** True when nothing of it is left once types are stripped. */
  typesOnly: boolean
  line: number
}

/** Every file of the project that fits one of the patterns, installed packages and anything generated left out. */
export function readFiles(patterns: string[]): SourceFile[] {
  const exclude = ['**/node_modules', '.git', '.gatehouse', 'coverage']
  return globSync(patterns, { cwd: projectFolder, exclude, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(projectFolder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(projectFolder, path), 'utf8') }))
}

/** Every import of a TypeScript file: static, dynamic, re-exports, and `import('…')` in a type. */
export function importsOf({ path, text }: SourceFile): Import[] {
  const { program } = parse({ path, text })
  const imports: Import[] = []
  const add = (specifier: string, start: number, typesOnly: boolean) => {
    const target = specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : packageOf(specifier)
    imports.push({ target, isPackage: !specifier.startsWith('.'), typesOnly, line: lineOf(text, start) })
  }
  // `import { type A }` leaves `import {}` behind, which still loads the module: only `import type` is types only.
  new Visitor({
    ImportDeclaration: ({ source, start, importKind }) => add(source.value, start, importKind === 'type'),
    ExportNamedDeclaration: ({ source, start, exportKind }) =>
      source && add(source.value, start, exportKind === 'type'),
    ExportAllDeclaration: ({ source, start, exportKind }) => add(source.value, start, exportKind === 'type'),
    ImportExpression: ({ source, start }) =>
      source.type === 'Literal' && typeof source.value === 'string' && add(source.value, start, false),
    TSImportType: ({ source, start }) => add(source.value, start, true),
  }).visit(program)
  return imports
}

/** The syntax tree of a TypeScript file. @throws Error naming the file when it does not parse. */
export function parse({ path, text }: SourceFile): ReturnType<typeof parseSync> {
  const parsed = parseSync(path, text)
  const [error] = parsed.errors
  if (error) throw new Error(`${path} is not TypeScript: ${error.message}`)
  return parsed
}

/** The number of the line that holds the character at `offset`, counted from one. */
export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
