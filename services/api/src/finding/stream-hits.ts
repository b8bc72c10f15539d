import { setTimeout } from 'node:timers/promises'
import type { EventId, JobId, TenantId } from '@posthorn/contracts'
import { type Database, findHitsAfter, findJob } from '@posthorn/database'

const POLL_MS = 300
const HITS_PER_READ = 100
/** The client continues with another stream: one does not keep a process from stopping. */
const STREAM_MS_MAX = 60_000

/**
 * The events that a search finds, as lines of JSON, until it has finished or a minute has passed. The first and the last
 * line are the job.
 * @param options.after the last event that the client has
 * @param options.signal ends it when the client has gone or the process stops
 */
export async function* streamHits(
  database: Database,
  { tenant, jobId }: { tenant: TenantId; jobId: JobId },
  { after, signal }: { after: EventId | undefined; signal: AbortSignal },
): AsyncGenerator<string> {
  const endMs = performance.now() + STREAM_MS_MAX
  let position: string | undefined = after
  let isFirst = true
  while (!signal.aborted) {
    // Before the hits: those of a finished search are complete.
    const job = await findJob(database, tenant, jobId)
    if (job === undefined) return
    // At once, so that the client gets the headers of the reply.
    if (isFirst) yield `${JSON.stringify({ job })}\n`
    isFirst = false
    const hits = await findHitsAfter(database, jobId, { after: position, limit: HITS_PER_READ })
    for (const event of hits) {
      position = event.id
      yield `${JSON.stringify({ event })}\n`
    }
    if (hits.length === HITS_PER_READ) continue
    const isComplete = job.finishedAt !== null || job.kind !== 'event_search'
    if (isComplete || performance.now() >= endMs) {
      yield `${JSON.stringify({ job })}\n`
      return
    }
    await setTimeout(POLL_MS, undefined, { signal }).catch(() => {})
  }
}
