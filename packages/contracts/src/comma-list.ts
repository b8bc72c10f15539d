import { z } from 'zod'

/**
 * Several values of a filter: in a query with commas or as a repeated parameter, in a body as a list. Duplicates are dropped.
 * @param max number of values
 */
export function commaList<Item extends z.ZodType>(item: Item, max: number) {
  return z
    .preprocess(
      (given) => (typeof given === 'string' ? given.split(',') : given),
      z.array(item).min(1, 'expected at least one value').max(max, `expected at most ${max} values`),
    )
    .transform((values) => [...new Set(values)])
    .meta(exampleOf(item))
}

/** An enum's example is its last value, which is seldom the common case. */
function exampleOf(item: z.ZodType): { example?: unknown[] } {
  const example = item.meta()?.['example'] ?? (item instanceof z.ZodEnum ? item.options.at(-1) : undefined)
  return example === undefined ? {} : { example: [example] }
}
