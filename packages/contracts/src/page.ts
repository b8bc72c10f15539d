import { z } from 'zod'

export const PAGE_LIMIT_DEFAULT = 50
export const PAGE_LIMIT_MAX = 250

/** `?limit=` and `?cursor=`, the same on every list. The cursor is opaque: it is what `nextCursor` said. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(PAGE_LIMIT_DEFAULT),
  cursor: z.string().min(1).max(512).optional(),
})
export type PageQuery = z.infer<typeof PageQuery>

/** One page of a list, newest first. `nextCursor` is null on the last page. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ data: z.array(item), nextCursor: z.string().nullable() })
}

export interface Page<Item> {
  data: Item[]
  nextCursor: string | null
}
