export { classifyAddress, literalAddressOf } from './addresses/address-policy.ts'
export {
  type AddressRange,
  type AddressRanges,
  InvalidCidrError,
  parseCidrs,
} from './addresses/address-ranges.ts'
export { clientAddress } from './addresses/client-address.ts'
export { networkOf } from './addresses/network-of.ts'
export type { AddressPreset } from './addresses/presets/address-preset.ts'
export {
  type Admission,
  type AdmissionContext,
  allowedDelaysMs,
  type Claimer,
  decideAdmission,
  gateAfter,
  RECHECK_MS,
} from './delivery/admission.ts'
export { customHeaderIssues, HEADER_MASK } from './delivery/custom-headers.ts'
export { deliveryHeaders } from './delivery/delivery-headers.ts'
export {
  type AttemptTally,
  DISABLE_AFTER_HOURS,
  DISABLE_NOTICE_HOURS,
  decideDisabling,
  type EndpointHealth,
  healthAfter,
  type WindowBucket,
} from './delivery/endpoint-health.ts'
export { buildEnvelope, dataOf } from './delivery/envelope.ts'
export { DELIVERY_ERROR_CODES, type DeliveryErrorCode } from './delivery/error-code.ts'
export {
  type AttemptPhases,
  type AttemptStage,
  errorDetail,
  type FailureFacts,
  type NetworkFault,
  WORKER_LOST_DETAIL,
} from './delivery/error-detail.ts'
export { explainPending, type PendingDeliveries } from './delivery/explain-pending.ts'
export { HOPS_HEADER, HOPS_MAX, hopsOf } from './delivery/hops.ts'
export { decideOutcome, type Outcome, type ResponseOrError } from './delivery/outcome.ts'
export { PENDING_REASONS, pendingReason } from './delivery/pending-reason.ts'
export { recoveryReserve } from './delivery/recovery-reserve.ts'
export { reservationOf } from './delivery/reserved-headers.ts'
export { DEFAULT_RETRY_SCHEDULE_SECONDS } from './delivery/retry-schedule.ts'
export { statusClassOf } from './delivery/status-class.ts'
export { parseTraceparent, type TraceContext, traceparent } from './delivery/traceparent.ts'
export {
  isEventType,
  isEventTypePattern,
  isReservedEventType,
  matchesEventType,
} from './filter/event-type.ts'
export { FILTER_BYTES_MAX, type Filter, InvalidFilterError, parseFilter } from './filter/filter.ts'
export { explainFilter, explainFilterInSlices, matchesFilter } from './filter/filter-match.ts'
export { stepsOfEach } from './filter/filter-steps.ts'
export { type EventData, explainMatchInSlices } from './filter/match-reason.ts'
export { compareDecimals, type Decimal, isInteger, isMultipleOf, parseDecimal } from './json/decimal.ts'
export { readExactJsonInSlices } from './json/exact-json.ts'
export {
  type ExactJson,
  ExponentError,
  inexactNumberIn,
  inexactNumberMessage,
  parseExactly,
} from './json/exact-numbers.ts'
export { DuplicateMemberError, type JsonMember, topLevelMembers } from './json/json-members.ts'
export { readJsonInSlices, TooManyValuesError } from './json/json-reader.ts'
export { InvalidJsonError } from './json/json-text.ts'
export { readOuterJsonInSlices } from './json/outer-json.ts'
export { runToEnd } from './json/run-to-end.ts'
export { AmbiguousJsonError, parseStrictJson } from './json/strict-json.ts'
export { ADDRESS_PRESETS, isAllowEntry, isAllowedAddress, parseAllowList } from './providers/allow-list.ts'
export { PROVIDER_NAMES, type ProviderName, providerOf } from './providers/catalogue.ts'
export { checkSignatureHeaders } from './providers/check-signature-headers.ts'
export { configSchemaOf } from './providers/config/config-schema.ts'
export {
  DEDUPE_BY,
  type DedupeBy,
  dedupeKeyOfId,
  dedupeKeys,
  isBodyCompared,
} from './providers/dedupe-keys.ts'
export { findHints } from './providers/explaining/find-hints.ts'
export { HINT_CODES, type Hint } from './providers/explaining/hint.ts'
export { verifyWhole } from './providers/explaining/verify-whole.ts'
export { inboundEventType } from './providers/inbound-event-type.ts'
export { maskedHeaders } from './providers/masked-headers.ts'
export {
  type FetchText,
  type Handshake,
  type Headers,
  type InboundEvent,
  type KeyForm,
  KeyUnavailableError,
  type ProviderConfig,
  type ProviderReply,
  type RejectionCause,
  type RequestHead,
  type RequestSignatures,
  UnreadablePayloadError,
  type Unverified,
  type VerificationKey,
} from './providers/provider.ts'
export { type SignedRequest, signRequest } from './providers/sign-request.ts'
export { SignatureCheck } from './providers/signature-check.ts'
export { sendableHeaders, storedHeadersOf } from './providers/stored-headers.ts'
export { generateKeyPair } from './signing/ed25519-key.ts'
export { InvalidSecretError } from './signing/invalid-secret-error.ts'
export { signEd25519, signStandard } from './signing/sign.ts'
export { generateSigningSecret, signingKeyBytes } from './signing/signing-secret.ts'
export { type CountedKind, summarizeCounts } from './stats/count-summary.ts'
export { latencyBinOf } from './stats/latency-scale.ts'
export {
  BUCKET_SECONDS,
  HOURS_KEPT_HOURS,
  MINUTES_KEPT_HOURS,
  type StatsWindow,
  StatsWindowError,
  seriesWindow,
  wholeHoursOf,
  wholeWindow,
} from './stats/stats-window.ts'
