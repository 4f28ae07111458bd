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
