/** Says how often an event has gone through a Posthorn. In requests that Posthorn makes, and in those that it gets. */
export const HOPS_HEADER = 'x-posthorn-hops'

/** More often than this an event does not go through a Posthorn: it is in a loop. */
export const HOPS_MAX = 5

const NUMBER = /^\d+$/

/**
 * How often what a request brings has gone through a Posthorn already. The header is not signed and may be anything: what
 * is not a number is ignored, and of several numbers (a proxy that adds a header instead of replacing it) the largest
 * counts. Leaving it out is no way to be trusted: it is no more than a new event is.
 *
 * @param header the value of `x-posthorn-hops`, as node's http gives it.
 * @returns 0 where there is no number; infinite for numbers beyond all bounds.
 */
export function hopsOf(header: string | string[] | undefined): number {
  const numbers = [header ?? []]
    .flat()
    .flatMap((text) => text.split(','))
    .map((text) => text.trim())
    .filter((text) => NUMBER.test(text))
    .map(Number)
  return numbers.reduce((most, one) => Math.max(most, one), 0)
}
