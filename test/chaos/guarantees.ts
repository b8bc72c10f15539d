import type { Injected } from './journal.ts'
import type { Offer, Refusal } from './load.ts'
import type { SeenRequest } from './receivers.ts'
import type { Death } from './restarting-service.ts'
import { type Outage, overlaps } from './stores/outages.ts'

/** The guarantees about outages, and whether they were kept. */
export interface GuaranteeCheck {
  unavailable: { count: number; slowestMs: number }
  /** Connections that were refused or broke while their service was killed or starting. */
  disconnected: number
  /** `undisturbed`: nothing else broke within 30 s after the return, so the guarantee applies. */
  redisReturn: { accepted: number; undisturbed: number; slowestMs: number }
  postgresReturn: { outages: number; slowestMs: number }
  violations: { [kind in BrokenGuaranteeKind]: string[] }
}

export const BROKEN_GUARANTEES = {
  slow503: '503s slower than 5 s',
  bare503: '503s without Retry-After',
  needless503: '503s although PostgreSQL was available',
  silent: 'requests without a reply for 10 s',
  wrongStatus: 'answers other than 2xx and 503',
  disconnected: 'broken connections although the service was not disturbed',
  lateAfterRedis: 'delivered later than 30 s after the return of Redis',
  lateAfterPostgres: 'accepting again later than 10 s after the return of PostgreSQL',
  died: 'processes that ended by themselves',
} as const
export type BrokenGuaranteeKind = keyof typeof BROKEN_GUARANTEES

export interface GuaranteeEvidence {
  offers: readonly Offer[]
  refusals: readonly Refusal[]
  outages: readonly Outage[]
  faults: readonly Injected[]
  deaths: readonly Death[]
  seen: readonly SeenRequest[]
}

const PROMPT_MS = 5000
const REDIS_RETURN_MS = 30_000
const POSTGRES_RETURN_MS = 10_000
/** A request that began during an outage may be answered shortly after it. */
const AFTERMATH_MS = 1500
/** A service that cannot start gives up after this time. */
const START_MS = 10_000

/** Compares the replies of the services with what was broken at the time. */
export function checkGuarantees(evidence: GuaranteeEvidence): GuaranteeCheck {
  const { refusals, outages, deaths } = evidence
  const unavailable = refusals.filter(({ status }) => status === 503)
  const disconnected = refusals.filter(({ status }) => status === undefined)
  const afterRedis = arrivalsAfterRedis(evidence)
  const undisturbed = afterRedis.filter(({ isDisturbed }) => !isDisturbed)
  const afterPostgres = acceptedAfterPostgres(evidence)
  const postgresOutages = outages.filter((outage) => outage.of === 'postgres')

  return {
    unavailable: { count: unavailable.length, slowestMs: most(unavailable.map(({ tookMs }) => tookMs)) },
    disconnected: disconnected.length,
    redisReturn: {
      accepted: afterRedis.length,
      undisturbed: undisturbed.length,
      slowestMs: most(undisturbed.map(({ afterMs }) => afterMs)),
    },
    postgresReturn: {
      outages: postgresOutages.length,
      slowestMs: most(afterPostgres.map(({ afterMs }) => afterMs)),
    },
    violations: {
      slow503: unavailable.filter(({ tookMs }) => tookMs > PROMPT_MS).map(describeRefusal),
      bare503: unavailable.filter(({ hasRetryAfter }) => !hasRetryAfter).map(describeRefusal),
      needless503: unavailable
        .filter(
          (refusal) =>
            !postgresOutages.some((outage) => overlaps(spanOf(refusal), lengthened(outage, AFTERMATH_MS))),
        )
        .map(describeRefusal),
      silent: refusals.filter(({ status }) => status === 'timeout').map(describeRefusal),
      wrongStatus: refusals
        .filter(({ status }) => typeof status === 'number' && status !== 503)
        .map(describeRefusal),
      disconnected: disconnected
        .filter((refusal) => !wasTouched(refusal, evidence.faults))
        .map(describeRefusal),
      lateAfterRedis: undisturbed
        .filter(({ afterMs }) => afterMs > REDIS_RETURN_MS)
        .map(({ offer, afterMs }) => `${offer.id}, ${offer.eventId}: ${Math.round(afterMs)} ms`),
      lateAfterPostgres: afterPostgres
        .filter(({ afterMs }) => afterMs > POSTGRES_RETURN_MS)
        .map(({ way, outage, afterMs }) => `${way}, ${timeOf(outage.fromMs)}: ${Math.round(afterMs)} ms`),
      died: deaths
        .filter((death) => !isAllowed(death, postgresOutages))
        .map(({ service, atMs, how, cause }) => `${service} at ${timeOf(atMs)}: ${how}, ${cause}`),
    },
  }
}

/**
 * For events accepted while Redis was unavailable: time from its return to their first arrival at the good
 * receiver.
 */
function arrivalsAfterRedis({ offers, outages, faults, seen }: GuaranteeEvidence) {
  const arrivedAt = new Map<string, number>()
  for (const { receiver, eventId, atMs } of seen) {
    if (receiver === 'good' && !arrivedAt.has(eventId)) arrivedAt.set(eventId, atMs)
  }
  return outages.flatMap((outage) => {
    const { of, fromMs, untilMs } = outage
    if (of !== 'redis' || untilMs === undefined || untilMs === fromMs) return []
    const meanwhile = offers.filter(({ acceptedAtMs = 0 }) => acceptedAtMs > fromMs && acceptedAtMs < untilMs)
    // The guarantee is about Redis alone: it does not apply when a worker or PostgreSQL fails in the same 30 s.
    const span = { fromMs, untilMs: untilMs + REDIS_RETURN_MS }
    const isDisturbed =
      faults.some((fault) => fault.mayDuplicate && overlaps(fault, span)) ||
      outages.some((other) => other !== outage && overlaps(other, span))
    return meanwhile.flatMap((offer) => {
      const atMs = arrivedAt.get(offer.eventId ?? '')
      return atMs === undefined ? [] : [{ offer, afterMs: Math.max(0, atMs - untilMs), isDisturbed }]
    })
  })
}

/** Time from each return of PostgreSQL until a service accepted something, unless that service was broken itself. */
function acceptedAfterPostgres({ offers, outages, faults }: GuaranteeEvidence) {
  return outages.flatMap((outage) => {
    const { of, untilMs } = outage
    if (of !== 'postgres' || untilMs === undefined) return []
    const span = lengthened(outage, POSTGRES_RETURN_MS)
    return (['published', 'received'] as const).flatMap((way) => {
      const isTouched = faults.some((fault) => fault.breaks.includes(serviceOf(way)) && overlaps(fault, span))
      const accepted = offers.flatMap((offer) =>
        offer.way === way && offer.acceptedAtMs !== undefined && offer.acceptedAtMs > untilMs
          ? [offer.acceptedAtMs]
          : [],
      )
      if (isTouched || accepted.length === 0) return []
      return [{ way, outage, afterMs: accepted.reduce((one, other) => Math.min(one, other)) - untilMs }]
    })
  })
}

function serviceOf(way: Offer['way']): 'api' | 'ingest' {
  return way === 'published' ? 'api' : 'ingest'
}

function wasTouched(refusal: Refusal, faults: readonly Injected[]): boolean {
  return faults.some(
    (fault) =>
      fault.breaks.includes(serviceOf(refusal.way)) &&
      overlaps(spanOf(refusal), lengthened(fault, AFTERMATH_MS)),
  )
}

/** A service that starts without PostgreSQL exits and is restarted. */
function isAllowed({ cause, atMs }: Death, postgresOutages: readonly Outage[]): boolean {
  if (cause !== 'at start') return cause === 'requested'
  return postgresOutages.some((outage) =>
    overlaps({ fromMs: atMs, untilMs: atMs }, lengthened(outage, START_MS)),
  )
}

function lengthened(span: { fromMs: number; untilMs: number | undefined }, byMs: number) {
  return { fromMs: span.fromMs, untilMs: span.untilMs === undefined ? undefined : span.untilMs + byMs }
}

function spanOf({ atMs, tookMs }: Refusal) {
  return { fromMs: atMs - tookMs, untilMs: atMs }
}

function describeRefusal({ way, status, atMs, tookMs }: Refusal): string {
  return `${serviceOf(way)} at ${timeOf(atMs)}: ${status ?? 'no connection'} after ${Math.round(tookMs)} ms`
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString()
}

function most(values: readonly number[]): number {
  return values.reduce((one, other) => Math.max(one, other), 0)
}
