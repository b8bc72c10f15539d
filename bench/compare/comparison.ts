import { cpuMsOf } from '../cost/cost.ts'
import type { Backend } from '../options.ts'
import { median } from '../percentile.ts'
import type { Figure, Result } from '../result.ts'

/** Two versions, measured in turns. */
export interface Comparison {
  machine: string
  profile: 'full' | 'quick'
  /** The commit that the working tree is compared with. */
  commit: string
  rounds: number
  columns: { queue: Backend; figures: ComparedFigure[] }[]
  /** What was lost, duplicated or refused by one of them, and what could not be measured. */
  failures: string[]
}

/** A figure of both versions. */
export interface ComparedFigure {
  scenario: string
  name: string
  /** Medians of the rounds. */
  base: number
  now: number
  /** Now divided by base: of the medians, and the lowest and highest of a round. */
  ratio: number
  ratioMin: number
  ratioMax: number
}

/** The figures of a result. */
export function figuresOf({ perSecond, latency, cost, unit, figures = [] }: Result): Figure[] {
  const all = [
    { name: 'per second', value: perSecond },
    { name: 'p50, ms', value: latency?.p50 },
    { name: 'p95, ms', value: latency?.p95 },
    { name: 'p99, ms', value: latency?.p99 },
    { name: `CPU per ${unit ?? 'unit'}, ms`, value: cpuMsOf(cost) },
    { name: `WAL per ${unit ?? 'unit'}, bytes`, value: cost?.WAL },
    ...figures,
  ]
  return all.flatMap(({ name, value }) => (value === undefined ? [] : [{ name, value }]))
}

/**
 * Compares the results of two versions, which were measured in turns: each round of one follows the same round of the other.
 * Leaves out what only one of them has.
 */
export function compareRounds({
  base,
  now,
}: {
  base: readonly Result[][]
  now: readonly Result[][]
}): ComparedFigure[] {
  const [first = []] = now
  return first.flatMap((result) =>
    figuresOf(result).flatMap(({ name }) => {
      const { scenario } = result
      const before = valuesOf(base, { scenario, name })
      const after = valuesOf(now, { scenario, name })
      if (before.length === 0 || before.length !== after.length) return []
      const ratios = after.map((value, round) => value / (before[round] ?? Number.NaN))
      return [
        {
          scenario,
          name,
          base: median(before),
          now: median(after),
          ratio: median(after) / median(before),
          ratioMin: Math.min(...ratios),
          ratioMax: Math.max(...ratios),
        },
      ]
    }),
  )
}

/** A figure in each round. */
function valuesOf(
  rounds: readonly Result[][],
  { scenario, name }: { scenario: string; name: string },
): number[] {
  return rounds.flatMap((results) =>
    results
      .filter((result) => result.scenario === scenario)
      .flatMap((result) => figuresOf(result))
      .filter((figure) => figure.name === name)
      .map(({ value }) => value),
  )
}
