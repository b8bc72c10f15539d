import type { RequestCause } from '@posthorn/contracts'

/**
 * Causes that version 0.1.0 reads and writes under other names. The database keeps those: services of both versions run beside
 * each other during an upgrade, and with one name for each cause a filter reads one range of an index.
 */
const STORED_NAMES: Partial<Record<RequestCause, string>> = {
  missing_header: 'missing_signature',
  malformed_header: 'malformed_signature',
  signature_mismatch: 'wrong_signature',
  unreadable_body: 'unreadable_payload',
}

const CAUSES = new Map(Object.entries(STORED_NAMES).map(([cause, stored]) => [stored, cause]))

/** The name of a cause in the database. */
export function storedCause(cause: RequestCause): string {
  return STORED_NAMES[cause] ?? cause
}

/** The cause under a name in the database. */
export function causeOf(stored: string): RequestCause {
  return (CAUSES.get(stored) ?? stored) as RequestCause
}
