/** What a page watches. */
export type LiveTopic = 'events' | 'deliveries' | 'requests' | 'endpoints' | 'jobs' | 'audit'

export interface LiveHints {
  /** How often a query that shows the topic reads again. */
  refetchInterval: number
}

const POLL_MS: Record<LiveTopic, number> = {
  events: 5_000,
  deliveries: 5_000,
  requests: 5_000,
  endpoints: 10_000,
  jobs: 2_000,
  audit: 5_000,
}

/** How a page keeps what it shows of a topic current: by polling, which stops while the tab is hidden. */
export function useLiveHints(topic: LiveTopic): LiveHints {
  return { refetchInterval: POLL_MS[topic] }
}
