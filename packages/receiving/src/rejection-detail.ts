import type { IngestSource } from '@posthorn/database'
import { providerOf } from '@posthorn/webhook'
import { type BodyExtent, EXTENT_DETAILS } from './kept-body.ts'
import type { RejectedError } from './rejected.ts'
import type { InboundCall } from './request-record.ts'
import { requestHead, type Verification } from './verification.ts'

/** Why a request was rejected, in sentences for its tenant. Has no secret and no signature. */
export function rejectionDetail(
  verification: Verification,
  source: IngestSource,
  call: InboundCall,
  { rejected, extent }: { rejected: RejectedError; extent: BodyExtent },
): string {
  return [
    rejected.message,
    rejected.reason,
    timesOf(verification, source, { call, rejected }),
    EXTENT_DETAILS[extent],
  ]
    .filter((sentence) => sentence !== '')
    .join(' ')
}

function timesOf(
  verification: Verification,
  source: IngestSource,
  { call, rejected: { because } }: { call: InboundCall; rejected: RejectedError },
): string {
  if (because !== 'timestamp_too_old' && because !== 'timestamp_too_new') return ''
  const { provider, toleranceSeconds } = source
  const signatures = providerOf(provider).signaturesIn(requestHead(verification, source, call))
  if (typeof signatures === 'string' || signatures.signedAt === undefined) return ''
  return `It is ${signatures.signedAt} in unix seconds, the request arrived at ${Math.floor(call.arrivedAt.getTime() / 1000)}, and the source tolerates ${toleranceSeconds} s.`
}
