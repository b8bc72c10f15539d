export { type AcceptDependencies, acceptRequest } from './accept-request.ts'
export { type CheckedHeaders, checkHeaders, disabledSource } from './check-headers.ts'
export {
  type ExplainDependencies,
  type ExplainedRequest,
  type Explanation,
  explainRequest,
} from './explain-request.ts'
export { createKeyFetcher } from './fetching/key-fetcher.ts'
export { HandshakeRequest } from './handshake-request.ts'
export type { ReceivedBody } from './inbound-body.ts'
export { keepBody, SHOWN_BYTES } from './kept-body.ts'
export { createPayloadReader } from './payload-reader.ts'
export { payloadTooLarge, RejectedError, rateLimited } from './rejected.ts'
export { openContent, type RejectedContent, sealContent } from './rejected-content.ts'
export { rejectionDetail } from './rejection-detail.ts'
export { type ReprocessRejectedDependencies, reprocessRejected } from './reprocess-rejected.ts'
export { type LimitRate, type ReceivedRequest, requestRecord } from './request-record.ts'
export { createKeysOfSource, type KeysOfSource, undecryptableSecrets } from './source-keys.ts'
export { checkAddress, checkBodySize } from './source-limits.ts'
export type { Acceptance } from './storing/store-event.ts'
export type { Verification } from './verification.ts'
