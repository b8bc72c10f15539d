import type { ReceivedRequest } from '@posthorn/receiving'

/** The length that a request declares for its body. */
export function declaredLength({ headers }: ReceivedRequest): number {
  const declared = Number(headers['content-length'] ?? 0)
  return Number.isSafeInteger(declared) ? Math.min(declared, 2 ** 31 - 1) : 0
}
