export { Attempt, AttemptResult, AttemptTrigger } from './attempt.ts'
export {
  CreatedEndpoint,
  Endpoint,
  EndpointChange,
  EndpointHealth,
  NewEndpoint,
  PayloadFormat,
  RetryOn,
  RotatedEndpoint,
  SecretRotation,
  SignatureScheme,
} from './endpoint.ts'
export {
  Delivery,
  DeliveryQuery,
  DeliveryStatus,
  EventDetail,
  EventQuery,
  EventSummary,
  EventType,
  NewEvent,
  PUBLISH_BYTES_MAX,
  PublishedEvent,
} from './event.ts'
export {
  AttemptId,
  AuditEntryId,
  DeliveryId,
  EndpointId,
  EventId,
  firstIdAt,
  ID_PREFIXES,
  type IdKind,
  JobId,
  KeyId,
  newId,
  RequestId,
  SecretId,
  SourceId,
  TenantId,
} from './ids.ts'
export { CreatedKey, Key, KeyRole, NewKey } from './key.ts'
export { type Page, PageQuery, pageOf } from './page.ts'
export {
  type FieldError,
  PROBLEMS,
  Problem,
  type ProblemCode,
  ProblemError,
  UnavailableError,
} from './problem.ts'
export {
  DEDUPE_WINDOW_SECONDS_MIN,
  InboundRequest,
  NewSource,
  ProviderName,
  RequestCause,
  RequestOutcome,
  Source,
  SourceChange,
} from './source.ts'
export { Tenant, TenantInput } from './tenant.ts'
export { Metadata, Timestamp } from './text.ts'
