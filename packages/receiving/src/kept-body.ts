import type { ReceivedBody } from './inbound-body.ts'

const KIB = 1024

/** The first bytes of a body, which are shown. */
export const SHOWN_BYTES = 16 * KIB
/** Bodies of rejected requests that are kept as a whole, to verify them again. */
const WHOLE_BYTES_MAX = 256 * KIB

/**
 * How much of a rejected request's body is kept.
 *
 * - `whole`: the request can be processed again.
 * - `too_large`, `throttled`: the first bytes; it is too large, or too many bytes of the source were kept in this minute.
 * - `unread`: nothing, because the request was refused before its body was read.
 */
export type BodyExtent = 'whole' | 'too_large' | 'throttled' | 'unread'

/**
 * Decides how much of a body is kept.
 * @param takeShare takes bytes from the source's share; false when it is used up. Not called for small bodies
 */
export function keepBody(
  body: ReceivedBody | undefined,
  takeShare: (bytes: number) => boolean,
): { extent: BodyExtent; bytes: Uint8Array } {
  if (body === undefined) return { extent: 'unread', bytes: new Uint8Array() }
  if (body.length <= SHOWN_BYTES) return { extent: 'whole', bytes: body.first(SHOWN_BYTES) }
  if (body.length > WHOLE_BYTES_MAX) return { extent: 'too_large', bytes: body.first(SHOWN_BYTES) }
  return takeShare(body.length)
    ? { extent: 'whole', bytes: body.first(WHOLE_BYTES_MAX) }
    : { extent: 'throttled', bytes: body.first(SHOWN_BYTES) }
}

/** What follows for the tenant from the extent; empty for a whole body. */
export const EXTENT_DETAILS: Record<BodyExtent, string> = {
  whole: '',
  too_large: `Only the first ${SHOWN_BYTES / KIB} KiB of the body are kept, because it is larger than ${WHOLE_BYTES_MAX / KIB} KiB: the request cannot be processed again.`,
  throttled: `Only the first ${SHOWN_BYTES / KIB} KiB of the body are kept, because many rejected requests arrived in the same minute: the request cannot be processed again.`,
  unread: 'The body was not read: the request cannot be processed again.',
}
