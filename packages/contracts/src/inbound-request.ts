import { z } from 'zod'
import { HeaderMap } from './deliveries/attempt.ts'
import { EventId, RequestId, SourceId } from './ids.ts'
import { PageQuery, rangeInOrder } from './page.ts'
import { Timestamp, TimestampInput } from './text.ts'

export const RequestOutcome = z.enum(['accepted', 'duplicate', 'rejected']).meta({ id: 'RequestOutcome' })
export type RequestOutcome = z.infer<typeof RequestOutcome>

/** Why a request was rejected. docs/errors.md describes each cause. */
export const RequestCause = z
  .enum([
    'missing_header',
    'malformed_header',
    'unknown_version',
    'signature_mismatch',
    'timestamp_too_old',
    'timestamp_too_new',
    'unreadable_body',
    'source_disabled',
    'address_not_allowed',
    'rate_limited',
    'payload_too_large',
    'loop_detected',
    'secret_unreadable',
    'key_unavailable',
  ])
  .meta({ id: 'RequestCause' })
export type RequestCause = z.infer<typeof RequestCause>

/** The secret of a source that verified a request, without its text. */
export const MatchedSecret = z
  .strictObject({
    position: z
      .int()
      .describe('In the `secrets` of the source, as they were set at `createdAt`; 0 is the first'),
    createdAt: Timestamp.describe('When the `secrets` of the source were set'),
  })
  .meta({ id: 'MatchedSecret' })
export type MatchedSecret = z.infer<typeof MatchedSecret>

/** One HTTP request that reached a source. */
export const InboundRequest = z
  .strictObject({
    id: RequestId,
    sourceId: SourceId,
    outcome: RequestOutcome,
    cause: RequestCause.nullable().describe('Null unless it is rejected'),
    eventId: EventId.nullable().describe(
      'The first event that it made; of a duplicate, the first that it duplicates',
    ),
    matchedSecret: MatchedSecret.nullable().describe(
      'The secret that verified it: shows whether the sender still signs with an old one. ' +
        'Null unless a secret of the source did: it is rejected, or a public key or the key of the provider verified it',
    ),
    contentType: z.string().nullable(),
    userAgent: z.string().nullable(),
    bodyBytes: z.int(),
    receivedAt: Timestamp,
    reprocessedAt: Timestamp.nullable().describe(
      'When it was processed again and no longer rejected. Null for a request that never was',
    ),
  })
  .meta({ id: 'InboundRequest' })
export type InboundRequest = z.infer<typeof InboundRequest>

/** A request with all its events, and what is kept of a rejected one. */
export const InboundRequestDetail = InboundRequest.extend({
  eventIds: z.array(EventId).describe('The events that it made, in the order of its body'),
  duplicateEventIds: z.array(EventId).describe('Events in its body that had been made before'),
  detail: z.string().nullable().describe('Why it is rejected'),
  headers: HeaderMap.nullable().describe(
    'All headers of a rejected request. Values that may be credentials or signatures are masked: `********`',
  ),
  body: z.string().nullable().describe('First 16 KiB of the body of a rejected request, as text'),
  bodyTruncated: z.boolean(),
  reprocessable: z
    .boolean()
    .describe(
      'Whether it can be processed again: its event is kept, or its body, and it arrived within the `dedupeWindowSeconds` of its source',
    ),
}).meta({ id: 'InboundRequestDetail', extends: 'InboundRequest' })
export type InboundRequestDetail = z.infer<typeof InboundRequestDetail>

export const RequestQuery = rangeInOrder(
  PageQuery.extend({
    outcome: RequestOutcome.optional(),
    cause: RequestCause.optional(),
    from: TimestampInput.optional().describe('Received at this time or later'),
    to: TimestampInput.optional().describe('Received before this time'),
  }),
)
export type RequestQuery = z.infer<typeof RequestQuery>

/** The events of a request that was processed again. */
export const ReprocessedRequest = z
  .strictObject({
    status: z
      .enum(['accepted', 'already_processed'])
      .describe('`already_processed`: all its events were made before, and nothing is sent')
      .meta({ id: 'ReprocessedStatus' }),
    eventId: EventId.describe('The first of them'),
  })
  .meta({ id: 'ReprocessedRequest' })
export type ReprocessedRequest = z.infer<typeof ReprocessedRequest>
