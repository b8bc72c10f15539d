import { z } from 'zod'

export const PAGE_LIMIT_DEFAULT = 50
export const PAGE_LIMIT_MAX = 250

const CURSOR = 'ZW5kcG9pbnRzOmVwXzAxaDQ1NXZiNHBleDV2c2tuazA4NHNuMDJx'

const DIGITS = /^\d{1,9}$/

/** In a query all is text. Only plain digits: `0x10`, `1e2` and blanks are more likely a mistake. */
const Limit = z.preprocess(
  (given) => (typeof given === 'string' && DIGITS.test(given) ? Number(given) : given),
  z
    .int({ error: `expected a whole number from 1 to ${PAGE_LIMIT_MAX}, in plain digits` })
    .min(1)
    .max(PAGE_LIMIT_MAX),
)

/** `?limit=` and `?cursor=`, the same on every list. The cursor is opaque: it is what `nextCursor` said. */
export const PageQuery = z.strictObject({
  limit: Limit.default(PAGE_LIMIT_DEFAULT).meta({
    description: `How many at the most. Default: ${PAGE_LIMIT_DEFAULT}`,
    example: 100,
  }),
  cursor: z
    .string()
    .min(1)
    .max(512)
    .optional()
    // No example: none would fit every list.
    .meta({ description: 'Where to go on: what `nextCursor` said' }),
})
export type PageQuery = z.infer<typeof PageQuery>

/** `true` or `false`, in a query. */
export const QueryFlag = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .meta({ type: 'boolean', enum: undefined })

/** Refuses a range of time that ends before it begins: it would find nothing, and nobody would see why. */
export function finishedInOrder<
  Query extends z.ZodType<{ finishedFrom?: Date | undefined; finishedTo?: Date | undefined }>,
>(query: Query): Query {
  return query.refine(
    ({ finishedFrom: from, finishedTo: to }) => from === undefined || to === undefined || from <= to,
    { path: ['finishedFrom'], message: 'must not be later than "finishedTo"' },
  )
}

/** The same for when things were made. */
export function rangeInOrder<Query extends z.ZodType<{ from?: Date | undefined; to?: Date | undefined }>>(
  query: Query,
): Query {
  return query.refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['from'],
    message: 'must not be later than "to"',
  })
}

/** One page of a list, newest first, named after its items. `nextCursor` is null on the last page. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  const id = item.meta()?.id
  if (id === undefined)
    throw new Error('a list is described by the name of its items: give them one, .meta({ id })')
  return z
    .strictObject({
      data: z.array(item),
      nextCursor: z
        .string()
        .nullable()
        .describe('For the next page; null on the last one')
        .meta({ example: CURSOR }),
    })
    .meta({ id: `${id}Page` })
}

export interface Page<Item> {
  data: Item[]
  nextCursor: string | null
}
