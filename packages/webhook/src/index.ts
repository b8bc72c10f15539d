export { type AddressVerdict, classifyAddress, literalAddressOf } from './address-policy.ts'
export { type AddressRange, type AddressRanges, CidrFormError, parseCidrs } from './address-ranges.ts'
export {
  type Admission,
  type AdmissionContext,
  decideAdmission,
  gateAfter,
  LOOK_AGAIN_MS,
  slotsAhead,
} from './admission.ts'
export { type CountedKind, type CountSummary, summarizeCounts } from './count-summary.ts'
export { customHeaderMistakes, HEADER_MASK, type HeaderMistake } from './custom-headers.ts'
export { compareDecimals, type Decimal, isInteger, isMultipleOf, parseDecimal } from './decimal.ts'
export { type DeliveryHeadersInput, deliveryHeaders, type SignatureScheme } from './delivery-headers.ts'
export { assertPublicKey, generateKeyPair, type KeyPair } from './ed25519-key.ts'
export {
  type AttemptTally,
  DISABLE_AFTER_HOURS,
  DISABLE_NOTICE_HOURS,
  decideDisabling,
  type EndpointHealth,
  healthAfter,
  UNTRIED,
  type WindowPart,
} from './endpoint-health.ts'
export { buildEnvelope, dataOf, type Envelope } from './envelope.ts'
export { DELIVERY_ERROR_CODES, type DeliveryErrorCode } from './error-code.ts'
export {
  EVENT_TYPE_LENGTH_MAX,
  isEventType,
  isEventTypePattern,
  isReservedEventType,
  matchesEventType,
} from './event-type.ts'
export { readingExactJson } from './exact-json.ts'
export {
  type ExactJson,
  ExponentError,
  inexactMistake,
  inexactNumberIn,
  parseExactly,
} from './exact-numbers.ts'
export {
  FILTER_BYTES_MAX,
  type Filter,
  FilterFormError,
  type FilterMistake,
  parseFilter,
} from './filter.ts'
export { explainFilter, explainingFilter, type FailedCondition, matchesFilter } from './filter-match.ts'
export { stepsOfEach } from './filter-steps.ts'
export { HOPS_HEADER, HOPS_MAX, hopsOf } from './hops.ts'
export { inboundEventType } from './inbound-event-type.ts'
export {
  DuplicateMemberError,
  type JsonMember,
  type JsonSpan,
  topLevelMembers,
} from './json-members.ts'
export { type JsonReadingOptions, readingJson, TooManyValuesError } from './json-reader.ts'
export { JSON_DEPTH_MAX, parseJsonText, UnreadableJsonError } from './json-text.ts'
export { slotOf } from './latency-scale.ts'
export {
  type AttemptReply,
  decideOutcome,
  type Outcome,
  type OutcomeContext,
  type RetryOn,
} from './outcome.ts'
export { readingOuterJson } from './outer-json.ts'
export { finish } from './pieces.ts'
export { providerOf } from './providers/catalogue.ts'
export { DEDUPE_BY, type DedupeBy, dedupeKeys, isBodyCompared } from './providers/dedupe-keys.ts'
export {
  type Headers,
  type InboundMessage,
  PROVIDER_NAMES,
  type Provider,
  type ProviderName,
  type RejectionCause,
  type SignatureClaim,
  UnreadablePayloadError,
  type VerificationKey,
} from './providers/provider.ts'
export { SignatureCheck } from './providers/signature-check.ts'
export { claimInTime } from './providers/verify-request.ts'
export { recoveryReserve } from './recovery-reserve.ts'
export { reservationOf } from './reserved-headers.ts'
export { parseRetryAfter, RETRY_AFTER_MS_MAX } from './retry-after.ts'
export { DEFAULT_RETRY_SCHEDULE_SECONDS, retryDelayMs } from './retry-schedule.ts'
export { SecretFormError } from './secret-form-error.ts'
export { signBodySha256, signEd25519, signStandard } from './sign.ts'
export { generateSigningSecret, signingKeyBytes } from './signing-secret.ts'
export {
  BUCKET_SECONDS,
  type Bucket,
  HOURS_KEPT_HOURS,
  MINUTES_KEPT_HOURS,
  type StatsWindow,
  StatsWindowError,
  seriesWindow,
  wholeHoursOf,
  wholeWindow,
} from './stats-window.ts'
export { statusClassOf } from './status-class.ts'
export { AmbiguousJsonError, parseStrictJson } from './strict-json.ts'
export { parseTraceId, traceparent } from './traceparent.ts'
