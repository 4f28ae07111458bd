/** A reason an embedded part cannot start or run on, as a sentence that says what to do. Printed without a stack. */
export class StartError extends Error {
  constructor(sentence: string) {
    super(sentence)
    this.name = 'StartError'
  }
}
