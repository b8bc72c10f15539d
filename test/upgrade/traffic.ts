import { setTimeout } from 'node:timers/promises'
import { post } from '../chaos/post.ts'
import { ADMIN_KEY } from '../harness/posthorn.ts'
import { waitUntil } from '../harness/wait-until.ts'
import { standardWebhook } from '../harness/webhooks.ts'

/** Where the load goes. */
export interface Targets {
  eventsUrl: string
  ingestUrl: string
  /** Secret of the source. */
  secret: string
}

export interface Traffic {
  /** Ids of the events that were answered with 2xx. */
  accepted: string[]
  /** Replies other than 202, and requests without a reply. */
  refused: string[]
  /** The slowest reply so far. */
  slowestMs: number
  /** Waits until this many more events are accepted. */
  more(count: number): Promise<void>
  stop(): Promise<void>
}

const CONNECTIONS = 3
/** Leaves the machine time for starting services. */
const PAUSE_MS = 60
const REPLY_MS_MAX = 30_000
const MORE_MS = 120_000

/** Publishes events and sends webhooks, each on several connections that are kept alive, one after another. */
export function startTraffic({ eventsUrl, ingestUrl, secret }: Targets): Traffic {
  const over = new AbortController()
  let sent = 0
  const traffic = { accepted: [] as string[], refused: [] as string[], slowestMs: 0 }
  const publish = () => {
    const body = JSON.stringify({ id: `own-${(sent += 1)}`, type: 'order.paid', data: { sent } })
    return post(eventsUrl, {
      headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
      body,
      timeoutMs: REPLY_MS_MAX,
    })
  }
  const sendWebhook = () => {
    const body = JSON.stringify({ type: 'order.shipped', sent: (sent += 1) })
    const { headers } = standardWebhook(secret, body, { id: `msg-${sent}` })
    return post(ingestUrl, { headers, body, timeoutMs: REPLY_MS_MAX })
  }
  const keepSending = async (send: typeof publish, idField: 'id' | 'eventId') => {
    while (!over.signal.aborted) {
      const startedAt = performance.now()
      const { status, text } = await send()
      traffic.slowestMs = Math.max(traffic.slowestMs, performance.now() - startedAt)
      if (status === 202) traffic.accepted.push((JSON.parse(text) as Record<string, string>)[idField] ?? '')
      else traffic.refused.push(`${status}: ${text}`)
      await setTimeout(PAUSE_MS)
    }
  }
  const senders = Array.from({ length: CONNECTIONS }, () => [
    keepSending(publish, 'id'),
    keepSending(sendWebhook, 'eventId'),
  ]).flat()
  return Object.assign(traffic, {
    async more(count: number) {
      const goal = traffic.accepted.length + count
      await waitUntil(`${count} more accepted events`, () => traffic.accepted.length >= goal, MORE_MS)
    },
    async stop() {
      over.abort()
      await Promise.all(senders)
    },
  })
}
