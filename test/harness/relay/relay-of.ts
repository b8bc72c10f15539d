import type { CreatedRelay, PublishedEvent } from '@posthorn/contracts'
import type { RunningPosthorn, Tenant } from '../posthorn.ts'
import { waitUntil } from '../wait-until.ts'
import { type Listener, type ListenOptions, listen } from './listener.ts'

/** A tenant with a relay. */
export interface TenantWithRelay {
  tenant: Tenant
  relay: CreatedRelay
  /** Publishes an event for the relay. */
  publish: (data?: unknown) => Promise<PublishedEvent>
  /** Publishes events, one after the other. */
  publishMany: (count: number) => Promise<PublishedEvent[]>
  /** @param url of an API or a proxy. Default: the first API */
  listen: (options?: ListenOptions, url?: string) => Promise<Listener>
  /** The same once the API has noticed that the previous listener has gone. */
  listenWhenFree: (options?: ListenOptions, url?: string, deadlineMs?: number) => Promise<Listener>
}

/** Creates a tenant with a relay for all of its events. */
export async function createRelay(posthorn: RunningPosthorn, fields: object = {}): Promise<TenantWithRelay> {
  const tenant = await posthorn.createTenant()
  const created = await posthorn.api.post<CreatedRelay>(`${tenant.path}/relays`, {
    name: 'ada@laptop',
    ...fields,
  })
  if (created.status !== 201) throw new Error(`POST relays: ${created.status} ${created.text}`)
  const relay = created.body
  const listenAt = (options?: ListenOptions, url = posthorn.service('api').url) =>
    listen({ url, tenant, relay }, options)
  const publish = async (data: unknown = {}) =>
    (await posthorn.api.post<PublishedEvent>(`${tenant.path}/events`, { type: 'order.paid', data })).body
  return {
    tenant,
    relay,
    publish,
    async publishMany(count) {
      const events: PublishedEvent[] = []
      for (let number = 0; number < count; number += 1) events.push(await publish({ number }))
      return events
    },
    listen: listenAt,
    listenWhenFree: (options, url, deadlineMs) =>
      waitUntil(
        'the relay to be free',
        async () => {
          const listener = await listenAt(options, url)
          return listener.status === 200 && listener
        },
        deadlineMs,
      ),
  }
}
