/** How many times an event has passed through Posthorn. In requests that Posthorn sends and receives. */
export const HOPS_HEADER = 'x-posthorn-hops'

/** An event with more hops is in a loop. */
export const HOPS_MAX = 5

const NUMBER = /^\d+$/

/**
 * How many times the event of a request has passed through Posthorn. The header is unsigned, untrusted input: text that is
 * not a number is ignored, and of several numbers (a proxy that adds a header instead of replacing it) the largest counts.
 *
 * @param header value of `x-posthorn-hops`, as node's http provides it.
 * @returns 0 without a number; Infinity for numbers that exceed a double.
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
