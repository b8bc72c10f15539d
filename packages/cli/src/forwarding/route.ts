import { isEventTypePattern, matchesEventType } from '@posthorn/webhook'
import { UsageError } from '../process/cli-error.ts'

/** Where events of some types go. */
export interface Route {
  pattern: string
  url: URL
}

/**
 * Reads `order.*=http://localhost:3000/orders`.
 * @throws UsageError
 */
export function parseRoute(text: string): Route {
  const at = text.indexOf('=')
  const pattern = text.slice(0, Math.max(at, 0))
  if (at < 0 || !isEventTypePattern(pattern)) {
    throw new UsageError(`--route: expected TYPE=URL, such as "order.*=http://localhost:3000", got "${text}"`)
  }
  return { pattern, url: parseTarget('--route', text.slice(at + 1)) }
}

/**
 * Reads the URL of a local server; a port alone is one of this machine.
 * @throws UsageError
 */
export function parseTarget(option: string, text: string): URL {
  const full = /^\d{1,5}$/.test(text) ? `http://localhost:${text}` : text
  const url = URL.canParse(full) ? new URL(full) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(`${option}: expected a URL that begins with http:// or https://, got "${text}"`)
  }
  return url
}

/**
 * Where an event goes: the first route that matches, else the target of all.
 * @returns undefined when it goes nowhere
 */
export function targetOf(
  eventType: string,
  { routes, forwardTo }: { routes: readonly Route[]; forwardTo: URL | undefined },
): URL | undefined {
  return routes.find(({ pattern }) => matchesEventType([pattern], eventType))?.url ?? forwardTo
}
