import { z } from 'zod'
import { EndpointId, JobId } from './ids.ts'
import { distinct, Timestamp, TimestampInput } from './text.ts'

/** What may have become of a delivery that is to be sent again. */
export const RecoverableStatus = z.enum(['failed', 'cancelled']).meta({ id: 'RecoverableStatus' })
export type RecoverableStatus = z.infer<typeof RecoverableStatus>

const RecoverableStatuses = distinct(z.array(RecoverableStatus).min(1), 'must not name a status twice')

/** Body of `POST …/endpoints/{id}/recover`. How its times have to lie is in the API service: it depends on the clock. */
export const Recovery = z
  .strictObject({
    since: TimestampInput.describe(
      'Deliveries that finished at this moment or later; not in the future',
    ).meta({
      example: '2026-11-21T06:00:00Z',
    }),
    until: TimestampInput.optional()
      .describe('Deliveries that finished before this moment; default, and at most: now')
      .meta({ example: '2026-11-21T09:30:00Z' }),
    statuses: RecoverableStatuses.default(['failed']).describe(
      'What became of the deliveries to be sent again',
    ),
  })
  .meta({ id: 'Recovery', example: { since: '2026-11-21T06:00:00Z', until: '2026-11-21T09:30:00Z' } })
export type Recovery = z.infer<typeof Recovery>

export const JobStatus = z
  .enum(['pending', 'running', 'succeeded', 'failed', 'cancelled'])
  .describe(
    '`pending` until its deliveries are counted. `failed`: the endpoint was deleted before it was through. ' +
      '`cancelled`: nothing more is put on its way; what was, goes on',
  )
  .meta({ id: 'JobStatus' })
export type JobStatus = z.infer<typeof JobStatus>

export const JobKind = z.enum(['recover']).meta({ id: 'JobKind' })

/** Work that takes longer than a request: sending an endpoint's failed deliveries again. */
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
      .describe('Deliveries put on their way again. What becomes of each, their own status says')
      .meta({ example: 1200 }),
    failed: z
      .int()
      .describe(
        'Deliveries that could not be: their status had changed in the meantime, or the endpoint was deleted',
      )
      .meta({ example: 0 }),
    createdAt: Timestamp,
    startedAt: Timestamp.nullable(),
    finishedAt: Timestamp.nullable(),
  })
  .meta({ id: 'Job' })
export type Job = z.infer<typeof Job>

/** The job that a request has started, named as `GET …/jobs/{id}` wants it. */
export const StartedJob = Job.extend({ jobId: JobId.describe('The same as `id`') }).meta({
  id: 'StartedJob',
  extends: 'Job',
})
export type StartedJob = z.infer<typeof StartedJob>
