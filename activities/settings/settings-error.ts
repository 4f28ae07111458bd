/**
 * A setting that stops the start: each problem is a sentence that names where the setting is, its key and what was
 * expected. Entry points print `message` alone, without a stack.
 */
export class SettingsError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'SettingsError'
    this.problems = problems
  }
}
