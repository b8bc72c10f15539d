/** Mulberry32: the same numbers in every run, so that a failure can be reproduced. */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A whole number from 0 to `limit - 1`. */
export function below(random: () => number, limit: number): number {
  return Math.floor(random() * limit)
}

export function pick<T>(random: () => number, choices: readonly T[]): T {
  const chosen = choices[below(random, choices.length)]
  if (chosen === undefined) throw new Error('nothing to choose from')
  return chosen
}
