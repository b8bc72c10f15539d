import { z } from 'zod'

export const PAGE_LIMIT_DEFAULT = 50
export const PAGE_LIMIT_MAX = 250

const CURSOR = 'ZW5kcG9pbnRzOmVwXzAxaDQ1NXZiNHBleDV2c2tuazA4NHNuMDJx'

const DIGITS = /^\d{1,9}$/

/** Query parameters are text. Only plain digits are accepted: `0x10`, `1e2` and blanks are more likely a mistake. */
const Limit = z.preprocess(
  (given) => (typeof given === 'string' && DIGITS.test(given) ? Number(given) : given),
  z
    .int({ error: `expected a whole number from 1 to ${PAGE_LIMIT_MAX}, in plain digits` })
    .min(1)
    .max(PAGE_LIMIT_MAX),
)

/** `?limit=` and `?cursor=`, the same for every list. The cursor is opaque: the `nextCursor` of the previous page. */
export const PageQuery = z.strictObject({
  limit: Limit.default(PAGE_LIMIT_DEFAULT).meta({
    description: `Maximum number of items on the page. Default: ${PAGE_LIMIT_DEFAULT}`,
    example: 100,
  }),
  cursor: z
    .string()
    .min(1)
    .max(512)
    .optional()
    // No example: a cursor fits only one list.
    .meta({ description: '`nextCursor` of the previous page' }),
})
export type PageQuery = z.infer<typeof PageQuery>

/** A query parameter that is `true` or `false`. */
export const QueryFlag = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .meta({ type: 'boolean', enum: undefined })

/** Rejects a time range that ends before it begins: it would match nothing, without an explanation. */
export function finishedInOrder<
  Query extends z.ZodType<{ finishedFrom?: Date | undefined; finishedTo?: Date | undefined }>,
>(query: Query): Query {
  return query.refine(
    ({ finishedFrom: from, finishedTo: to }) => from === undefined || to === undefined || from <= to,
    { path: ['finishedFrom'], message: 'must not be later than "finishedTo"' },
  )
}

/** The same for the range of creation times. */
export function rangeInOrder<Query extends z.ZodType<{ from?: Date | undefined; to?: Date | undefined }>>(
  query: Query,
): Query {
  return query.refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['from'],
    message: 'must not be later than "to"',
  })
}

/** Schema of one page of a list, newest item first; its name comes from the items. `nextCursor` is null on the last page. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  const id = item.meta()?.id
  if (id === undefined) throw new Error('the items of a list need a name: add .meta({ id })')
  return z
    .strictObject({
      data: z.array(item),
      nextCursor: z
        .string()
        .nullable()
        .describe('`cursor` of the next page; null on the last page')
        .meta({ example: CURSOR }),
    })
    .meta({ id: `${id}Page` })
}

export interface Page<Item> {
  data: Item[]
  nextCursor: string | null
}
