import { createHmac } from 'node:crypto'
import { orderEvent } from './order.ts'

/** The requests of a load: the n-th is always the same. */
export type RequestShape = { url: string } & (
  | { kind: 'no-op'; bytes: number }
  /** Orders of 1.5 kB, with the fields of real ones. */
  | { kind: 'order'; key: string; from: number }
  | { kind: 'event'; key: string; types: readonly string[]; from: number; bytes: number }
  | { kind: 'batch'; key: string; types: readonly string[]; size: number; bytes: number }
  /** Signed like Stripe's. After `distinct` requests they repeat. */
  | { kind: 'stripe'; secret: string; distinct: number; bytes: number }
)

export interface ShapedRequest {
  headers: Record<string, string>
  body: string | Buffer
}

const JSON_TYPE = { 'content-type': 'application/json' }

/** Creates the function that returns the n-th request. */
export function requestsOf(shape: RequestShape): (n: number) => ShapedRequest {
  switch (shape.kind) {
    case 'no-op': {
      const request = { headers: JSON_TYPE, body: JSON.stringify(event(0, 'a.b', shape.bytes)) }
      return () => request
    }
    case 'order': {
      const headers = { ...JSON_TYPE, authorization: `Bearer ${shape.key}` }
      return (n) => ({ headers, body: orderEvent(shape.from + n) })
    }
    case 'event': {
      const headers = { ...JSON_TYPE, authorization: `Bearer ${shape.key}` }
      return (n) => ({
        headers,
        body: JSON.stringify(event(shape.from + n, typeOf(shape.types, n), shape.bytes)),
      })
    }
    case 'batch': {
      const headers = { ...JSON_TYPE, authorization: `Bearer ${shape.key}` }
      return (n) => {
        const numbers = Array.from({ length: shape.size }, (_, index) => n * shape.size + index)
        const events = numbers.map((each) => event(each, typeOf(shape.types, each), shape.bytes))
        return { headers, body: JSON.stringify({ events }) }
      }
    }
    case 'stripe':
      return stripeRequests(shape)
  }
}

function typeOf(types: readonly string[], n: number): string {
  return types[n % types.length] ?? 'bench.event'
}

/** An event of about so many bytes; `data.n` comes first, where receivers look for it. */
function event(
  n: number,
  type: string,
  bytes: number,
): { type: string; data: { n: number; padding: string } } {
  const bare = { type, data: { n, padding: '' } }
  return { type, data: { n, padding: 'x'.repeat(Math.max(0, bytes - JSON.stringify(bare).length)) } }
}

/** https://docs.stripe.com/webhooks#verify-manually. A repeated request is identical, like a provider's retry. */
function stripeRequests({
  secret,
  distinct,
  bytes,
}: Extract<RequestShape, { kind: 'stripe' }>): (n: number) => ShapedRequest {
  const sign = (n: number) => {
    const padding = 'x'.repeat(bytes)
    const object = { n, padding }
    const body = Buffer.from(
      JSON.stringify({ id: `evt_bench${n}`, object: 'event', type: 'invoice.paid', data: { object } }),
    )
    const timestamp = Math.floor(Date.now() / 1000)
    const signature = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')
    return { headers: { ...JSON_TYPE, 'stripe-signature': `t=${timestamp},v1=${signature}` }, body }
  }
  if (!Number.isFinite(distinct)) return sign
  const again = Array.from({ length: distinct }, (_, n) => sign(n))
  return (n) => again[n % distinct] ?? sign(n)
}
