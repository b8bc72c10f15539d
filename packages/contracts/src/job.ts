import { z } from 'zod'
import { BulkFilter } from './deliveries/bulk.ts'
import { EventSummary } from './event.ts'
import { EventSearch } from './finding/event-search.ts'
import { EndpointId, JobId } from './ids.ts'
import { distinct, Timestamp, TimestampInput } from './text.ts'

/** Statuses of deliveries that can be sent again. */
export const RecoverableStatus = z.enum(['failed', 'cancelled']).meta({ id: 'RecoverableStatus' })
export type RecoverableStatus = z.infer<typeof RecoverableStatus>

const RecoverableStatuses = distinct(z.array(RecoverableStatus).min(1), 'must not name a status twice')

/** Body of `POST …/endpoints/{id}/recover`. The API service checks its times against the clock. */
export const Recovery = z
  .strictObject({
    since: TimestampInput.describe('Deliveries that finished at this time or later; not in the future').meta({
      example: '2026-11-21T06:00:00Z',
    }),
    until: TimestampInput.optional()
      .describe('Deliveries that finished before this time. Default and maximum: now')
      .meta({ example: '2026-11-21T09:30:00Z' }),
    statuses: RecoverableStatuses.default(['failed']).describe('Statuses of the deliveries to send again'),
  })
  .meta({ id: 'Recovery', example: { since: '2026-11-21T06:00:00Z', until: '2026-11-21T09:30:00Z' } })
export type Recovery = z.infer<typeof Recovery>

export const JobStatus = z
  .enum(['pending', 'running', 'succeeded', 'failed', 'cancelled'])
  .describe(
    '`pending` until it has started, and its deliveries are counted. `failed`: the endpoint of a recovery was deleted before ' +
      'the job finished, or the stored request of another job cannot be read. `cancelled`: no more deliveries are started; those already started continue',
  )
  .meta({ id: 'JobStatus' })
export type JobStatus = z.infer<typeof JobStatus>

export const JobKind = z
  .enum(['recover', 'bulk_retry', 'bulk_cancel', 'event_search'])
  .meta({ id: 'JobKind' })

export const SearchLimit = z
  .enum(['hits', 'events', 'time'])
  .describe(
    '`hits`: 1,000 events were found. `events`: 1,000,000 were searched. `time`: it ran for 10 minutes',
  )
  .meta({ id: 'SearchLimit' })
export type SearchLimit = z.infer<typeof SearchLimit>

/** Bulk work that outlasts a request. Which of the optional fields it has depends on `kind`. */
export const Job = z
  .strictObject({
    id: JobId,
    kind: JobKind,
    status: JobStatus,
    endpointId: EndpointId.optional().describe('Only for `recover`'),
    since: Timestamp.optional().describe('Only for `recover`'),
    until: Timestamp.optional().describe('Only for `recover`'),
    statuses: z
      .array(RecoverableStatus)
      .optional()
      .describe('Only for `recover`')
      .meta({ example: ['failed'] }),
    filter: BulkFilter.optional().describe(
      'Only for `bulk_retry` and `bulk_cancel`. Missing when the stored request cannot be read',
    ),
    search: EventSearch.optional().describe(
      'Only for `event_search`: the request. Missing when it cannot be read',
    ),
    total: z
      .int()
      .nullable()
      .describe('Deliveries found at the start; null until they are counted, and for `event_search`'),
    done: z
      .int()
      .describe('Deliveries that are pending again, or cancelled. For `event_search`: events searched')
      .meta({ example: 1200 }),
    failed: z
      .int()
      .describe('Deliveries that were not: their status had changed, or the endpoint was deleted')
      .meta({ example: 0 }),
    hits: z.int().optional().describe('Only for `event_search`: events found'),
    skipped: z
      .int()
      .optional()
      .describe(
        'Only for `event_search`: searched events that the filter was not applied to, because their data is larger than 1 MiB',
      )
      .meta({ example: 0 }),
    searchedTo: Timestamp.optional().describe(
      'Only for `event_search`: events from this time on are searched; the search goes back in time',
    ),
    limitReached: SearchLimit.optional().describe(
      'Only for an `event_search` that ended early. To continue, search again with `searchedTo` as `to`',
    ),
    createdAt: Timestamp,
    startedAt: Timestamp.nullable(),
    finishedAt: Timestamp.nullable(),
  })
  .meta({ id: 'Job' })
export type Job = z.infer<typeof Job>

/** The job that a request has started. `jobId` is the parameter of `GET …/jobs/{jobId}`. */
export const StartedJob = Job.extend({ jobId: JobId.describe('Same as `id`') }).meta({
  id: 'StartedJob',
  extends: 'Job',
})
export type StartedJob = z.infer<typeof StartedJob>

/** A line of a stream of search hits. */
export const HitLine = z
  .strictObject({
    event: EventSummary.optional().describe('An event that the search has found'),
    job: Job.optional().describe('In the first and the last line: the search'),
  })
  .meta({ id: 'SearchHitLine' })
