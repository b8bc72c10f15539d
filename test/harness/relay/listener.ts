import type {
  CreatedRelay,
  RelayDelivery,
  RelayReady,
  RelayResult,
  RelayResultCounts,
  TenantId,
} from '@posthorn/contracts'
import { request } from 'undici'
import { apiClient, type Reply } from '../api-client.ts'
import { ADMIN_KEY } from '../posthorn.ts'
import { waitUntil } from '../wait-until.ts'

/** A relay, and an API that serves it. */
export interface RelayAddress {
  /** Of an API, or a proxy before it. */
  url: string
  tenant: { id: string | TenantId; path: string }
  relay: Pick<CreatedRelay, 'id'>
}

export interface ListenOptions {
  host?: string
  pid?: number
  mode?: 'take-over' | 'share'
  backlog?: string
  key?: string
}

/** A listener of a relay, as `posthorn listen` is one, without a local server. */
export interface Listener {
  status: number
  /** The text of a refusal. */
  refusal: unknown
  ready(): Promise<RelayReady>
  deliveries: RelayDelivery[]
  /** Waits for a number of deliveries in all. */
  received(count: number, deadlineMs?: number): Promise<RelayDelivery[]>
  /** Returns results. */
  answer(results: readonly Partial<RelayResult>[]): Promise<Reply<RelayResultCounts>>
  /** Returns 200 for deliveries. */
  succeed(deliveries: readonly RelayDelivery[]): Promise<Reply<RelayResultCounts>>
  isSuperseded(): boolean
  hasEnded(): boolean
  /** All that was received, with comments. */
  text(): string
  /** Closes the connection, as the end of its process does. */
  kill(): void
}

/** The path of a relay. */
export function relayPath({ tenant, relay }: Pick<RelayAddress, 'tenant' | 'relay'>): string {
  return `${tenant.path}/relays/${relay.id}`
}

/** Opens the stream of a relay. */
export async function listen(
  address: RelayAddress,
  { host = 'laptop', pid = 1, mode, backlog, key = ADMIN_KEY }: ListenOptions = {},
): Promise<Listener> {
  const query = new URLSearchParams({
    host,
    pid: String(pid),
    ...(mode === undefined ? {} : { mode }),
    ...(backlog === undefined ? {} : { backlog }),
  })
  const stopped = new AbortController()
  const response = await request(`${address.url}${relayPath(address)}/stream?${query.toString()}`, {
    headers: { authorization: `Bearer ${key}` },
    signal: stopped.signal,
    bodyTimeout: 0,
  })
  const refusal = response.statusCode === 200 ? undefined : await response.body.json()
  const messages: { name: string; data: unknown }[] = []
  const deliveries: RelayDelivery[] = []
  let text = ''
  let read = 0
  let isEnded = refusal !== undefined
  response.body.on('data', (chunk: Uint8Array) => {
    text += Buffer.from(chunk).toString('latin1')
    for (let end = text.indexOf('\n\n', read); end !== -1; end = text.indexOf('\n\n', read)) {
      const [, name, data] = /^event: (.*)\ndata: (.*)$/.exec(text.slice(read, end)) ?? []
      read = end + 2
      if (name === undefined) continue
      const message = { name, data: JSON.parse(data ?? '') as unknown }
      messages.push(message)
      if (name === 'delivery') deliveries.push(message.data as RelayDelivery)
    }
  })
  response.body.on('close', () => {
    isEnded = true
  })
  response.body.on('error', () => {})
  const ready = () =>
    waitUntil(
      'a listener to be ready',
      () => messages.find(({ name }) => name === 'ready')?.data as RelayReady | undefined,
    )
  const answer = async (results: readonly Partial<RelayResult>[]) => {
    const { connectionId } = await ready()
    return apiClient(address.url, key).post<RelayResultCounts>(`${relayPath(address)}/results`, {
      connectionId,
      results,
    })
  }
  return {
    status: response.statusCode,
    refusal,
    ready,
    deliveries,
    received: (count, deadlineMs) =>
      waitUntil(
        `${count} deliveries of a relay`,
        () => deliveries.length >= count && [...deliveries],
        deadlineMs,
      ),
    answer,
    succeed: (given) =>
      answer(given.map(({ deliveryId, number }) => ({ deliveryId, number, statusCode: 200, durationMs: 1 }))),
    isSuperseded: () => messages.some(({ name }) => name === 'superseded'),
    hasEnded: () => isEnded,
    text: () => text,
    kill: () => stopped.abort(),
  }
}

/** The bytes of a delivery. */
export function bodyOf({ bodyBase64 }: RelayDelivery): Buffer {
  return Buffer.from(bodyBase64, 'base64')
}
