import type { IngestSource } from '@posthorn/database'
import { providerOf } from '@posthorn/webhook'
import { type BodyExtent, EXTENT_DETAILS } from './kept-body.ts'
import type { RejectedError } from './rejected.ts'
import type { InboundCall } from './request-record.ts'

/** Why a request was rejected, in sentences for its tenant. Has no secret and no signature. */
export function rejectionDetail(
  source: Pick<IngestSource, 'provider' | 'toleranceSeconds'>,
  call: InboundCall,
  { rejected, extent }: { rejected: RejectedError; extent: BodyExtent },
): string {
  return [rejected.message, timesOf(source, call, rejected), EXTENT_DETAILS[extent]]
    .filter((sentence) => sentence !== '')
    .join(' ')
}

function timesOf(
  { provider, toleranceSeconds }: Pick<IngestSource, 'provider' | 'toleranceSeconds'>,
  { headers, arrivedAt }: InboundCall,
  { because }: RejectedError,
): string {
  if (because !== 'timestamp_too_old' && because !== 'timestamp_too_new') return ''
  const head = { headers, method: 'POST', url: '', config: {}, toleranceSeconds, now: arrivedAt }
  const signatures = providerOf(provider).signaturesIn(head)
  if (typeof signatures === 'string' || signatures.signedAt === undefined) return ''
  return `It is ${signatures.signedAt} in unix seconds, the request arrived at ${Math.floor(arrivedAt.getTime() / 1000)}, and the source tolerates ${toleranceSeconds} s.`
}
