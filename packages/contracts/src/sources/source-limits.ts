import { ADDRESS_PRESETS, isAllowEntry } from '@posthorn/webhook'
import { z } from 'zod'
import { distinct } from '../text.ts'

/** Requests a second that a source can be limited to, at most. */
const RATE_LIMIT_PER_SECOND_MAX = 10_000
/** As much as `INGEST_BODY_MAX_MIB` can be. */
const BODY_BYTES_MAX = 25 * 1024 * 1024
/** Each request is compared with all ranges. */
const ALLOW_ENTRIES_MAX = 100

const presets = [...ADDRESS_PRESETS.keys()].map((name) => `\`${name}\``).join(', ')

const AllowEntry = z
  .string()
  .max(64)
  .refine(
    isAllowEntry,
    `expected a range like "203.0.113.0/24" or "2001:db8::/32", or one of ${presets.replaceAll('`', '')}`,
  )
  .meta({ example: '203.0.113.0/24' })

/** What a source accepts at most. Null: no limit beyond that of the ingest service. */
export const sourceLimits = {
  rateLimitPerSecond: z
    .int()
    .min(1)
    .max(RATE_LIMIT_PER_SECOND_MAX)
    .nullable()
    .describe('Requests a second, of all ingest processes together; more get 429. Null: no limit'),
  allowCidrs: distinct(z.array(AllowEntry).min(1).max(ALLOW_ENTRIES_MAX), 'must not have an entry twice')
    .nullable()
    .describe(
      'Addresses that requests may come from; others get 403. Ranges of IPv4 and IPv6, and for the published ranges ' +
        `of a provider its name: ${presets}. Null: any address`,
    ),
  bodyMaxBytes: z
    .int()
    .min(1)
    .max(BODY_BYTES_MAX)
    .nullable()
    .describe(
      'Size of a body; larger ones get 413. Null: `INGEST_BODY_MAX_MIB`, which is the limit of every source',
    ),
}
