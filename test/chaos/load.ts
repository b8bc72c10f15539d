import { setTimeout as sleep } from 'node:timers/promises'
import { standardWebhook } from '../harness/webhooks.ts'
import { post, type Reply } from './post.ts'
import type { Random } from './random.ts'

/**
 * The endpoints that accept everything get all events; `picky` gets `shipped` and the events that it refuses for
 * good.
 */
export type OfferKind = 'paid' | 'shipped' | 'refused'

/** One event of the load. It is offered again, under the same id, until there is a reply. */
export interface Offer {
  id: string
  way: 'published' | 'received'
  kind: OfferKind
  tries: number
  /** The event id in the 2xx reply. */
  eventId: string | undefined
  acceptedAtMs: number | undefined
}

/** A reply that was not a 2xx, or no reply. */
export interface Refusal {
  way: Offer['way']
  /** Undefined: the connection was refused or broke. `timeout`: no reply within `REPLY_MS`. */
  status: number | 'timeout' | undefined
  hasRetryAfter: boolean
  atMs: number
  tookMs: number
}

export interface Load {
  offers: readonly Offer[]
  refusals: readonly Refusal[]
  /** Number of offers without a reply. */
  open(): number
  /** Starts no more offers, and waits for unanswered ones until the deadline. */
  end(deadlineMs: number): Promise<void>
}

/** Where offers are sent. */
export interface Targets {
  eventsUrl: string
  key: string
  ingestUrl: string
  /** Secret of the source. */
  secret: string
}

/** Longer than any 503 may take. */
export const REPLY_MS = 10_000
const TICK_MS = 20
const OPEN_MAX = 1000
const SHARE_RECEIVED = 0.3
/** Low enough to keep the circuit of the picky endpoint closed: each refused event makes five failures. */
const SHARE_REFUSED = 0.05
const SHARE_SHIPPED = 0.2
/** Between two tries, as a well-behaved sender pauses. */
const PAUSE_MS_MIN = 500
const PAUSE_MS_MAX = 4000

/** Offers events at a steady rate, independent of earlier replies. */
export function startLoad(
  targets: Targets,
  { ratePerSecond, random }: { ratePerSecond: number; random: Random },
): Load {
  const offers: Offer[] = []
  const refusals: Refusal[] = []
  const open = new Set<Promise<void>>()
  const givenUp = new AbortController()
  const startedMs = performance.now()
  let skipped = 0

  const ticks = setInterval(() => {
    const due = ((performance.now() - startedMs) / 1000) * ratePerSecond - skipped
    while (offers.length < due) {
      if (open.size >= OPEN_MAX) {
        skipped += 1
        return
      }
      const offer = nextOffer(offers.length, random)
      offers.push(offer)
      const work = untilAccepted(offer, { targets, refusals, random, signal: givenUp.signal })
      open.add(work)
      void work.finally(() => open.delete(work))
    }
  }, TICK_MS)

  return {
    offers,
    refusals,
    open: () => open.size,
    async end(deadlineMs) {
      clearInterval(ticks)
      const deadline = setTimeout(() => givenUp.abort(), deadlineMs)
      await Promise.all(open)
      clearTimeout(deadline)
    },
  }
}

function nextOffer(index: number, random: Random): Offer {
  return {
    id: `offer-${index}`,
    way: random.next() < SHARE_RECEIVED ? 'received' : 'published',
    kind: kindOf(random.next()),
    tries: 0,
    eventId: undefined,
    acceptedAtMs: undefined,
  }
}

function kindOf(chance: number): OfferKind {
  if (chance < SHARE_REFUSED) return 'refused'
  return chance < SHARE_REFUSED + SHARE_SHIPPED ? 'shipped' : 'paid'
}

interface OfferContext {
  targets: Targets
  refusals: Refusal[]
  random: Random
  signal: AbortSignal
}

async function untilAccepted(
  offer: Offer,
  { targets, refusals, random, signal }: OfferContext,
): Promise<void> {
  while (!signal.aborted) {
    offer.tries += 1
    const beganMs = performance.now()
    const reply = await (offer.way === 'published' ? publish : deliverToSource)(offer, targets)
    const atMs = Date.now()
    const tookMs = performance.now() - beganMs
    if (reply.eventId !== undefined) {
      offer.eventId = reply.eventId
      offer.acceptedAtMs = atMs
      return
    }
    refusals.push({ way: offer.way, status: reply.status, hasRetryAfter: reply.hasRetryAfter, atMs, tookMs })
    const pauseMs = Math.min(PAUSE_MS_MIN * 2 ** offer.tries, PAUSE_MS_MAX)
    await sleep(random.between(pauseMs / 2, pauseMs), undefined, { signal }).catch(() => {})
  }
}

interface Outcome {
  status: Refusal['status']
  hasRetryAfter: boolean
  /** Present if the reply was a 2xx. */
  eventId: string | undefined
}

async function publish(offer: Offer, { eventsUrl, key }: Targets): Promise<Outcome> {
  const event = { id: offer.id, type: `order.${offer.kind}`, data: { offer: offer.id } }
  const reply = await post(eventsUrl, {
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(event),
    timeoutMs: REPLY_MS,
  })
  return outcomeOf(reply, 'id')
}

async function deliverToSource(offer: Offer, { ingestUrl, secret }: Targets): Promise<Outcome> {
  const body = JSON.stringify({ type: `order.${offer.kind}`, offer: offer.id })
  const { headers } = standardWebhook(secret, body, { id: offer.id })
  return outcomeOf(await post(ingestUrl, { headers, body, timeoutMs: REPLY_MS }), 'eventId')
}

function outcomeOf(reply: Reply, idField: 'id' | 'eventId'): Outcome {
  const isAccepted = reply.status === 200 || reply.status === 202
  return {
    status: reply.status,
    hasRetryAfter: reply.headers['retry-after'] !== undefined,
    eventId: isAccepted ? (JSON.parse(reply.text) as Record<string, string>)[idField] : undefined,
  }
}
