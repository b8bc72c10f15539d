import { z } from 'zod'
import { boundedText } from '../text.ts'

/** At most this many objects are found. */
export const SEARCH_RESULTS_MAX = 20

export const SearchQuery = z.strictObject({
  q: boundedText(256)
    .min(1)
    .meta({
      description:
        'The id of an event, delivery, attempt, endpoint, source, request, key or job; the external id or the trace id of an event; ' +
        'or an Idempotency-Key of the last 24 hours. The whole value, in its original case',
      example: 'order-1001-paid',
    }),
})

export const SearchedType = z
  .enum(['event', 'delivery', 'attempt', 'endpoint', 'source', 'request', 'key', 'job'])
  .meta({ id: 'SearchedType' })
export type SearchedType = z.infer<typeof SearchedType>

/** An object that a search has found. */
const FoundObject = z
  .strictObject({
    type: SearchedType,
    id: z.string().meta({ example: 'evt_01h455vb4pex5vsknk084sn02q' }),
    path: z
      .string()
      .describe('Where the API shows it; for a key or an attempt, the list that contains it')
      .meta({ example: '/v1/tenants/acme/events/evt_01h455vb4pex5vsknk084sn02q' }),
  })
  .meta({ id: 'FoundObject' })
export type FoundObject = z.infer<typeof FoundObject>

export const SearchResult = z
  .strictObject({ data: z.array(FoundObject).describe(`At most ${SEARCH_RESULTS_MAX}`) })
  .meta({ id: 'SearchResult' })
export type SearchResult = z.infer<typeof SearchResult>
