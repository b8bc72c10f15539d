import type { Api } from '../http/api.ts'
import type { CallOptions, WriteOptions } from '../http/request-options.ts'
import { pathOf } from '../http/request-url.ts'
import { sleep } from '../http/sleep.ts'
import type { QueryOf, Schemas } from '../operation-types.ts'
import { readLines } from '../streaming/read-lines.ts'

const POLL_MS = 1_000
/** A search may find nothing for a while; then its stream is silent until it ends after a minute. */
const IDLE_TIMEOUT_MS = 90_000

/** The jobs of a tenant: recoveries, bulk jobs and event searches. */
export class Jobs {
  readonly #api: Api
  readonly #path: string

  constructor(api: Api, tenantPath: string) {
    this.#api = api
    this.#path = `${tenantPath}/jobs`
  }

  /** Lists jobs, newest first. */
  list(query?: QueryOf<'listJobs'>) {
    return this.#api.list<'listJobs'>(this.#path, query)
  }

  /** Reads a job and its progress. */
  get(id: string, options?: CallOptions): Promise<Schemas['Job']> {
    return this.#api.get<'getJob'>(this.#path + pathOf`/${id}`, undefined, options)
  }

  /** Stops a job. What it has done stays. */
  cancel(id: string, options?: WriteOptions): Promise<Schemas['Job']> {
    return this.#api.post<'cancelJob'>(this.#path + pathOf`/${id}/cancel`, undefined, options)
  }

  /** Waits until a job has ended. Abort the signal to stop waiting. */
  async wait(id: string, options?: CallOptions): Promise<Schemas['Job']> {
    for (;;) {
      const job = await this.get(id, options)
      if (job.finishedAt !== null) return job
      await sleep(POLL_MS, options?.signal)
    }
  }

  /** Lists the events that a search has found until now. */
  hits(id: string, query?: QueryOf<'listSearchHits'>) {
    return this.#api.list<'listSearchHits'>(this.#path + pathOf`/${id}/hits`, query)
  }

  /** The events that a search finds, as soon as it finds them, until it has ended. */
  async *streamHits(id: string, options: CallOptions = {}): AsyncGenerator<Schemas['EventSummary'], void> {
    const path = this.#path + pathOf`/${id}/hits/stream`
    let after: string | undefined
    for (;;) {
      const query = { after } satisfies Record<string, string | undefined>
      const reply = await this.#api.open(path, {
        ...options,
        query,
        headers: { accept: 'application/x-ndjson' },
      })
      let hasEnded = false
      for await (const line of readLines(reply, { ...options, idleTimeoutMs: IDLE_TIMEOUT_MS })) {
        const { event, job } = JSON.parse(line) as Schemas['SearchHitLine']
        if (event !== undefined) {
          after = event.id
          yield event
        }
        hasEnded = job !== undefined && job.finishedAt !== null
      }
      if (hasEnded) return
    }
  }
}
