import { type EndpointChange, ProblemError, RELAY_IN_FLIGHT_MAX } from '@posthorn/contracts'

/** The `url` of a relay is this and its name: unique in its tenant, and no URL that could be dialled. */
const SCHEME = 'relay:'

/** The `url` of a relay in the database. */
export function urlOfRelay(name: string): string {
  return `${SCHEME}${name}`
}

/** The name in the `url` of a relay. */
export function nameOfRelay(url: string): string {
  return url.slice(SCHEME.length)
}

/** Whether the URL of an attempt says that a listener made it. */
export function isUrlOfRelay(url: string): boolean {
  return url.startsWith(SCHEME)
}

/**
 * The policy of every relay. Workers of earlier versions do not know relays: the rate limit, whose gate opens at
 * {@link GATE_OPENS_AT}, lets them leave the deliveries waiting.
 */
export const RELAY_POLICY = {
  transport: 'relay',
  retrySchedule: [],
  retryOn: 'server-errors',
  rateLimitPerSecond: 1,
  maxInFlight: RELAY_IN_FLIGHT_MAX,
} as const

/** SQL: the rate limit of an endpoint `e`. A relay has none. */
export const RATE_LIMIT = `CASE WHEN e.transport = 'http' THEN e.rate_limit_per_second END`

/** Never, in all practical terms: the last year that every driver can read. */
export const GATE_OPENS_AT = new Date('9999-01-01T00:00:00Z')

/** Fields of an endpoint that a relay does not have. */
const FIXED = ['url', 'retrySchedule', 'retryOn', 'rateLimitPerSecond', 'maxInFlight'] as const

/** @throws ProblemError `invalid_request` for a field that a relay does not have */
export function assertChangeOfRelay(change: Partial<Pick<EndpointChange, (typeof FIXED)[number]>>): void {
  const errors = FIXED.filter((name) => change[name] !== undefined).map((path) => ({
    path,
    message: 'cannot be changed: the endpoint is a relay',
  }))
  if (errors.length === 0) return
  const detail = errors.map(({ path, message }) => `${path}: ${message}`).join('; ')
  throw new ProblemError('invalid_request', detail, { errors })
}
