import { PosthornError } from '../errors.ts'
import type { Api } from '../http/api.ts'
import type { RequestOptions } from '../http/request-options.ts'
import { retryDelayMs } from '../http/retry-delay.ts'
import { sleep } from '../http/sleep.ts'
import { readLines } from './read-lines.ts'
import { type ServerSentEvent, ServerSentEvents } from './server-sent-events.ts'

/** Three of the comments that the API sends every 15 seconds are missing. */
const IDLE_TIMEOUT_MS = 45_000
/** After a stream that ended in order and did not say when to come back. */
const RECONNECT_MS = 1_000

/** Options of {@link Posthorn.stream}. */
export interface StreamOptions
  extends Pick<RequestOptions, 'signal' | 'retries' | 'timeoutMs' | 'query' | 'headers'> {
  /** The `id` of the last event that is known, to resume the stream. */
  lastEventId?: string | undefined
  /** The connection is taken for broken when nothing arrives for so long, not even a comment. Default: 45,000. */
  idleTimeoutMs?: number | undefined
}

/** The events of one connection. Ends with it. */
export async function* eventsOf(
  api: Api,
  path: string,
  options: StreamOptions = {},
  events = new ServerSentEvents(),
): AsyncGenerator<ServerSentEvent, void> {
  const { lastEventId, headers, idleTimeoutMs = IDLE_TIMEOUT_MS, signal } = options
  const resuming = lastEventId === undefined ? {} : { 'last-event-id': lastEventId }
  const reply = await api.open(path, {
    ...options,
    headers: { accept: 'text/event-stream', ...resuming, ...headers },
  })
  for await (const line of readLines(reply, { signal, idleTimeoutMs })) {
    const event = events.add(line)
    if (event !== undefined) yield event
  }
}

/** The events of a stream that is resumed whenever its connection ends, until the signal is aborted or the API refuses. */
export async function* resumedEventsOf(
  api: Api,
  path: string,
  options: StreamOptions = {},
): AsyncGenerator<ServerSentEvent, void> {
  let { lastEventId } = options
  let failures = 0
  for (;;) {
    const events = new ServerSentEvents()
    let delayMs: number | undefined
    try {
      for await (const event of eventsOf(api, path, { ...options, lastEventId, retries: 0 }, events)) {
        failures = 0
        yield event
      }
    } catch (error) {
      failures += 1
      delayMs =
        error instanceof PosthornError
          ? retryDelayMs(error, { tries: failures, random: Math.random() })
          : undefined
      if (delayMs === undefined) throw error
    }
    lastEventId = events.lastEventId ?? lastEventId
    await sleep(delayMs ?? events.retryMs ?? RECONNECT_MS, options.signal)
  }
}
