import type { LiveTopic } from './live/live-message.ts'
import { useLiveState } from './live/use-live-updates.ts'

export type { LiveTopic } from './live/live-message.ts'

export interface LiveHints {
  /** How often a query that shows the topic reads again. */
  refetchInterval: number
  /** For the query: hints make it read again, too. */
  meta: { live: { topic: LiveTopic; id?: string } }
}

const POLL_MS: Record<LiveTopic, number> = {
  events: 5_000,
  deliveries: 5_000,
  requests: 5_000,
  endpoints: 10_000,
  jobs: 2_000,
  audit: 5_000,
}
/** Hints may be lost. */
const HINTED_POLL_MS = 60_000
/** Of topics without hints. */
const ALWAYS_POLLED: ReadonlySet<LiveTopic> = new Set(['audit'])

/**
 * How a page keeps what it shows of a topic current: by hints, and by polling while there are none. Polling stops while the tab is
 * hidden.
 * @param id of the one object that it shows
 */
export function useLiveHints(topic: LiveTopic, id?: string): LiveHints {
  const isHinted = useLiveState() === 'live' && !ALWAYS_POLLED.has(topic)
  return {
    refetchInterval: isHinted ? HINTED_POLL_MS : POLL_MS[topic],
    meta: { live: id === undefined ? { topic } : { topic, id } },
  }
}
