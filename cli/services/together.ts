/** Does something to each of many, a few at a time, and answers in the order given. */
export const together = async <Each, Result>(
  all: readonly Each[],
  atOnce: number,
  work: (each: Each, index: number) => Promise<Result>,
): Promise<Result[]> => {
  const results: Result[] = []
  let next = 0
  const worker = async () => {
    for (;;) {
      const index = next
      next += 1
      const each = all[index]
      if (index >= all.length || each === undefined) return
      results[index] = await work(each, index)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return results
}

/** Progress as "12 of 113": one line that changes on a terminal, elsewhere a line now and then. */
export const progressOn = (stream: NodeJS.WriteStream, of: number, what: string) => {
  let done = 0
  return () => {
    done += 1
    if (stream.isTTY) stream.write(`\r\u001b[K${done} of ${of} ${what}${done === of ? '\n' : ''}`)
    else if (done % 100 === 0 || done === of) stream.write(`${done} of ${of} ${what}\n`)
  }
}
