import type { IngestSource } from '@posthorn/database'
import { publishWithRules, type RulesCache, type SourceCache } from '@posthorn/events'
import { type CheckedHeaders, checkHeaders, verifiesAlike } from './check-headers.ts'
import { HandshakeRequest } from './handshake-request.ts'
import { InboundBody, type ReceivedBody, type VerifiedBody } from './inbound-body.ts'
import type { PayloadReader } from './payload-reader.ts'
import { RejectedError, type Rejection } from './rejected.ts'
import type { ReceivedRequest } from './request-record.ts'
import { checkBodySize } from './source-limits.ts'
import type { Acceptance, StoreDependencies } from './storing/store-event.ts'
import { storeRequest } from './storing/store-request.ts'
import type { Verification } from './verification.ts'

export interface AcceptDependencies extends StoreDependencies {
  sources: Pick<SourceCache, 'current'>
  rules: RulesCache
  verification: Verification
  reader: PayloadReader
}

/**
 * Accepts an inbound webhook: verifies, reads, stores its events once and adds their deliveries to the queue. A request that is
 * rejected leaves no dedupe key, which could make a genuine webhook look like a duplicate: the caller records it.
 *
 * The body is compared with its signatures once, and a second time only if the source's keys have changed.
 * @param checked with the cached source; the body has been added to its check
 * @returns `not_found` when the source, or its tenant, has been deleted; a handshake is for the caller to answer
 */
export async function acceptRequest(
  dependencies: AcceptDependencies,
  checked: CheckedHeaders,
  received: ReceivedRequest,
  body: ReceivedBody,
): Promise<Acceptance | Rejection | HandshakeRequest | { outcome: 'not_found' }> {
  const { sources, rules, reader, verification } = dependencies
  const { tenantId } = checked.source
  const inboundBody = new InboundBody({ reader, received, body })
  const final = await publishWithRules<IngestSource, Acceptance, Rejection | HandshakeRequest>(
    {
      cached: async () => checked.source,
      current: () => sources.current(checked.source),
    },
    async (source, freshness) => {
      const events =
        source === checked.source
          ? await inboundBody.verify(checked)
          : await verifyAgain(verification, source, { checked, received, inboundBody })
      if (events instanceof RejectedError) {
        return { outcome: 'refused', refusal: { outcome: 'rejected', source, rejected: events } }
      }
      // Only the current source answers it, as only that one refuses.
      if (events instanceof HandshakeRequest) return { outcome: 'refused', refusal: events }
      const isCached = freshness === 'cached'
      const tenantRules = await (isCached ? rules.cached(tenantId, []) : rules.current(tenantId, []))
      if (tenantRules === undefined) return { outcome: 'stale' }
      if (isCached && tenantRules.version.tenant !== source.rulesVersion) return { outcome: 'stale' }
      const { subscriptions } = tenantRules
      const rulesVersion = isCached ? source.rulesVersion : undefined
      return storeRequest(dependencies, source, {
        received,
        inboundBody,
        events,
        subscriptions,
        rulesVersion,
      })
    },
  )
  switch (final.outcome) {
    case 'stored':
    case 'duplicate':
      return final.result
    case 'refused':
      return final.refusal
    case 'not_found':
      return { outcome: 'not_found' }
  }
}

/** Checks a request with a newer version of its source, in everything that has changed. */
async function verifyAgain(
  verification: Verification,
  current: IngestSource,
  {
    checked,
    received,
    inboundBody,
  }: { checked: CheckedHeaders; received: ReceivedRequest; inboundBody: InboundBody },
): Promise<VerifiedBody> {
  const newlyChecked = checkHeaders(verification, current, received)
  if (newlyChecked instanceof RejectedError) return newlyChecked
  const overLimit = checkBodySize(current, inboundBody.body.length) ?? (await received.limitRate?.(current))
  if (overLimit !== undefined) return overLimit
  if (verifiesAlike(checked.source, current)) return inboundBody.verify(checked)
  return inboundBody.verifyAfresh(newlyChecked)
}
