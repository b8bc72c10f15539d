import { z } from 'zod'
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
    '`pending` until its deliveries are counted. `failed`: the endpoint was deleted before the job finished. ' +
      '`cancelled`: no more deliveries are started; those already started continue',
  )
  .meta({ id: 'JobStatus' })
export type JobStatus = z.infer<typeof JobStatus>

export const JobKind = z.enum(['recover']).meta({ id: 'JobKind' })

/** Bulk work that outlasts a request: sending an endpoint's failed deliveries again. */
export const Job = z
  .strictObject({
    id: JobId,
    kind: JobKind,
    endpointId: EndpointId,
    status: JobStatus,
    since: Timestamp,
    until: Timestamp,
    statuses: z.array(RecoverableStatus).meta({ example: ['failed'] }),
    total: z.int().nullable().describe('Deliveries found at the start; null until they are counted'),
    done: z
      .int()
      .describe('Deliveries that are pending again. Their own status has the outcome')
      .meta({ example: 1200 }),
    failed: z
      .int()
      .describe('Deliveries that were not: their status had changed, or the endpoint was deleted')
      .meta({ example: 0 }),
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
