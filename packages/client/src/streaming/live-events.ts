import type { Api } from '../http/api.ts'
import type { Schemas } from '../operation-types.ts'
import { resumedEventsOf, type StreamOptions } from './stream.ts'

/** An event of a stream of live updates. */
export type LiveEvent =
  /** What follows is complete. */
  | { event: 'ready' }
  /** Objects were created or have changed. */
  | ({ event: 'changed' } & Schemas['LiveHints'])
  /** Hints may have been lost: read again what you show. */
  | { event: 'resync' }

/** Live updates of a tenant. Events with an unknown name are left out: later versions may add some. */
export async function* liveEventsOf(
  api: Api,
  path: string,
  options: StreamOptions,
): AsyncGenerator<LiveEvent, void> {
  for await (const { event, data } of resumedEventsOf(api, path, options)) {
    if (event === 'ready' || event === 'resync') yield { event }
    if (event === 'changed') yield { event, ...(JSON.parse(data) as Schemas['LiveHints']) }
  }
}
