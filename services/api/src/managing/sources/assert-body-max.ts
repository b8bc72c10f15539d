import { ProblemError } from '@posthorn/contracts'

const MIB = 1024 * 1024

/** @throws ProblemError for a size that the ingest service does not accept from any source */
export function assertBodyMax(bodyMaxBytes: number | null | undefined, ingestBodyMaxMib: number): void {
  if (typeof bodyMaxBytes !== 'number' || bodyMaxBytes <= ingestBodyMaxMib * MIB) return
  const message = `expected at most ${ingestBodyMaxMib * MIB}, which is INGEST_BODY_MAX_MIB in bytes`
  throw new ProblemError('invalid_request', `bodyMaxBytes: ${message}`, {
    errors: [{ path: 'bodyMaxBytes', message }],
  })
}
