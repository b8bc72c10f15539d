import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, request } from 'undici'
import { nowMs } from '../clock.ts'

/** One event of the load. Times are those of `nowMs`. */
export interface Publication {
  /** Counted from 0; it is the event's `data.n`. */
  n: number
  /** When it was due. Latencies count from here, so that a slow reply does not hide the delay of later events. */
  intendedMs: number
  /** When the reply arrived. */
  repliedMs: number
  /** Undefined without a reply. */
  status: number | undefined
}

export interface LoadOptions {
  /** The URL for publishing. */
  url: string
  key: string
  ratePerSecond: number
  count: number
  typeOf: (n: number) => string
  /** Ends the load early. */
  signal: AbortSignal
  onReply: (publication: Publication) => void
}

const REPLY_MS = 30_000

/**
 * Publishes events at a constant rate, independent of previous replies (an open loop). Resolves after the last reply.
 */
export async function publishAtRate(options: LoadOptions): Promise<void> {
  const agent = new Agent({ headersTimeout: REPLY_MS, bodyTimeout: REPLY_MS })
  const open: Promise<void>[] = []
  const startMs = nowMs()
  for (let n = 0; n < options.count && !options.signal.aborted; n += 1) {
    const intendedMs = startMs + (n * 1000) / options.ratePerSecond
    const earlyMs = intendedMs - nowMs()
    if (earlyMs > 0) await sleep(Math.ceil(earlyMs))
    open.push(publish(n, { agent, intendedMs, ...options }))
  }
  await Promise.all(open)
  await agent.close()
}

async function publish(
  n: number,
  { agent, url, key, typeOf, intendedMs, onReply }: LoadOptions & { agent: Agent; intendedMs: number },
): Promise<void> {
  const status = await post(url, { agent, key, body: JSON.stringify({ type: typeOf(n), data: { n } }) })
  onReply({ n, intendedMs, repliedMs: nowMs(), status })
}

async function post(
  url: string,
  { agent, key, body }: { agent: Agent; key: string; body: string },
): Promise<number | undefined> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  try {
    const response = await request(url, { dispatcher: agent, method: 'POST', headers, body })
    await response.body.dump()
    return response.statusCode
  } catch {
    return undefined
  }
}
