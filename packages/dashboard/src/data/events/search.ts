import type { components } from '@posthorn/contracts/client-types'
import { api, dataOf } from '../client.ts'
import { readLines } from './read-lines.ts'

type Job = components['schemas']['Job']
type HitLine = components['schemas']['SearchHitLine']

export interface EventSearchRequest {
  /** JSON as a person has typed it. */
  filter: string
  from: string
  to?: string
  types?: string[]
}

/** Starts a search. The filter is sent as it was typed: the API refuses a number that would be changed by parsing it. */
export function startEventSearch(tenant: string, { filter, ...rest }: EventSearchRequest) {
  return dataOf(
    api.POST('/v1/tenants/{tenant}/events/search', {
      params: { path: { tenant } },
      body: { filter: {}, ...rest },
      bodySerializer: () => `{"filter":${filter},${JSON.stringify(rest).slice(1)}`,
      headers: { 'content-type': 'application/json' },
    }),
  )
}

/**
 * What a search has found, and finds, until it has finished; the search itself first and last.
 */
export async function* streamHits(
  tenant: string,
  id: string,
  signal: AbortSignal,
): AsyncGenerator<HitLine, void> {
  let after: string | undefined
  let job: Job | undefined
  // A stream ends after a minute: the next one continues behind its last event.
  do {
    const body = await dataOf(
      api.GET('/v1/tenants/{tenant}/jobs/{id}/hits/stream', {
        params: { path: { tenant, id }, query: after === undefined ? {} : { after } },
        parseAs: 'stream',
        signal,
      }),
    )
    if (!(body instanceof ReadableStream)) return
    for await (const text of readLines(body)) {
      const line: HitLine = JSON.parse(text)
      after = line.event?.id ?? after
      job = line.job ?? job
      yield line
    }
  } while (job?.finishedAt === null && !signal.aborted)
}
