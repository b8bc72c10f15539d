import type { InboundCall } from '@posthorn/receiving'

/** The length that a request claims for its body. */
export function claimedLength({ headers }: InboundCall): number {
  const claimed = Number(headers['content-length'] ?? 0)
  return Number.isSafeInteger(claimed) ? Math.min(claimed, 2 ** 31 - 1) : 0
}
