/**
 * Progress as "12 of 113": on a terminal one line that changes, and names what has just been done where that is said; elsewhere
 * "12 of 113 rows" after every so many.
 */
export const progressOn = (stream: NodeJS.WriteStream, of: number, what: string, lineEvery = 100) => {
  let done = 0
  return (justDone?: string): void => {
    done += 1
    const named = justDone === undefined ? what : ` ${justDone}`
    if (stream.isTTY) stream.write(`\r\u001b[K${done} of ${of} ${named}${done === of ? '\n' : ''}`)
    else if (done % lineEvery === 0 || done === of) stream.write(`${done} of ${of} ${what}\n`)
  }
}
