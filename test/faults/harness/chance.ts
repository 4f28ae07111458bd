/** Choices that look random and are the same for the same seed and purpose, whoever asks in whatever order elsewhere. */
export type Chance = {
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number
  /** @throws RangeError for an empty list. */
  oneOf<Each>(list: readonly Each[]): Each
  /** True once in `times`. */
  onceIn(times: number): boolean
  shuffled<Each>(list: readonly Each[]): Each[]
}

/** Each purpose has a stream of its own, so that one more choice here changes none there. */
export const chanceOf = (seed: number, purpose: string): Chance => {
  let state = Buffer.from(purpose).reduce((mixed, byte) => Math.imul(mixed ^ byte, 0x01000193), seed | 0)
  // mulberry32, Tommy Ettinger's public-domain generator: good enough to choose instants, and the same everywhere.
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    between,
    oneOf: (list) => {
      const chosen = list[between(0, list.length - 1)]
      if (chosen === undefined) throw new RangeError('There is nothing to choose from.')
      return chosen
    },
    onceIn: (times) => between(1, times) === 1,
    shuffled: (list) =>
      list
        .map((each) => ({ each, place: next() }))
        .toSorted((a, b) => a.place - b.place)
        .map(({ each }) => each),
  }
}
