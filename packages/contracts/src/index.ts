export { Attempt, AttemptTrigger } from './attempt.ts'
export { AuditEntry, AuditQuery, TenantAuditEntry } from './audit.ts'
export { BATCH_BYTES_MAX, BATCH_EVENTS_MAX, BatchResult, EventBatch, PublishedBatch } from './batch.ts'
export {
  CreatedEndpoint,
  Endpoint,
  EndpointChange,
  NewEndpoint,
  PayloadFormat,
  RetryOn,
  RotatedEndpoint,
  SecretRotation,
  SignatureScheme,
} from './endpoints/endpoint.ts'
export { FilterTest, FilterTestResult } from './endpoints/endpoint-filter.ts'
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
  UnreservedEventType,
} from './event.ts'
export { EventTypeDetail, EventTypeInput, EventTypeQuery, NewEventType } from './event-type.ts'
export {
  AttemptId,
  AuditEntryId,
  DeliveryId,
  EndpointId,
  EventId,
  firstIdAt,
  ID_PREFIXES,
  type IdKind,
  idFromSeed,
  JobId,
  KeyId,
  newId,
  RequestId,
  SecretId,
  SourceId,
  TenantId,
  timeOfId,
} from './ids.ts'
export { Job, RecoverableStatus, Recovery, StartedJob } from './job.ts'
export { API_RATE_LIMIT_PER_SECOND_MAX, CreatedKey, Key, KeyRole, NewKey } from './key.ts'
export { type Page, PageQuery, pageOf } from './page.ts'
export {
  type FieldError,
  PROBLEMS,
  Problem,
  type ProblemCode,
  ProblemError,
  UnavailableError,
} from './problem.ts'
export { Provider } from './provider.ts'
export { Replay, ReplayedEvent, SentTestEvent, TestEvent } from './replay.ts'
export {
  InboundRequest,
  NewSource,
  ProviderName,
  RequestCause,
  Source,
  SourceChange,
  SourceConfig,
} from './source.ts'
export { EndpointStats, EndpointStatsQuery, StatsBucket, StatsQuery, StatsSeries } from './stats.ts'
export { Tenant, TenantInput } from './tenant.ts'
