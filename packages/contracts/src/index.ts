export { AuditEntry, AuditQuery, TenantAuditEntry } from './audit.ts'
export { Attempt, AttemptTrigger } from './deliveries/attempt.ts'
export { BulkAction, BulkFilter, BulkPreview, BulkRequest } from './deliveries/bulk.ts'
export { Delivery, DeliveryStatus } from './deliveries/delivery.ts'
export { AttemptQuery, DeliveryFilter, DeliveryQuery } from './deliveries/delivery-filter.ts'
export { CancellationReason, DeliveryReason, FailureReason } from './deliveries/delivery-reason.ts'
export { Failure, FailurePage, FailureQuery } from './deliveries/failure.ts'
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
export { EndpointHealthState, EndpointQuery } from './endpoints/endpoint-query.ts'
export { Transport } from './endpoints/transport.ts'
export {
  EventDetail,
  EventQuery,
  EventSummary,
  EventType,
  NewEvent,
  PUBLISH_BYTES_MAX,
  PublishedEvent,
  UnreservedEventType,
} from './event.ts'
export { BATCH_BYTES_MAX, BATCH_EVENTS_MAX, BatchResult, EventBatch, PublishedBatch } from './event-batch.ts'
export { EventTypeDetail, EventTypeInput, EventTypeQuery, NewEventType } from './event-type.ts'
export { EventMatch } from './finding/event-match.ts'
export { EventSearch, HitStreamQuery, NewEventSearch } from './finding/event-search.ts'
export {
  type FoundObject,
  SEARCH_RESULTS_MAX,
  type SearchedType,
  SearchQuery,
  SearchResult,
} from './finding/name-search.ts'
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
  PortalLinkId,
  RelayConnectionId,
  RequestId,
  SecretId,
  SessionId,
  SourceId,
  TenantId,
  timeOfId,
} from './ids.ts'
export {
  InboundRequest,
  InboundRequestDetail,
  MatchedSecret,
  ReprocessedRequest,
  RequestCause,
  RequestQuery,
} from './inbound-request.ts'
export { HitLine, Job, RecoverableStatus, Recovery, type SearchLimit, StartedJob } from './job.ts'
export { API_RATE_LIMIT_PER_SECOND_MAX, CreatedKey, Key, KeyRole, NewKey } from './key.ts'
export { LiveHint, LiveHints, LiveKind } from './live.ts'
export { DrainedShard, QueueShard, QueueState, ShardName } from './operating/queue.ts'
export {
  EndpointWaiting,
  TenantWaiting,
  WAITING_COUNTED_MAX,
  WaitingCause,
  WaitingReason,
} from './operating/waiting.ts'
export { type Page, PageQuery, pageOf } from './page.ts'
export { Origin } from './portal/origin.ts'
export { CreatedPortalLink, NewPortalLink, PortalLink } from './portal/portal-link.ts'
export { NewPortalSession, PortalSession } from './portal/portal-session.ts'
export {
  type FieldError,
  PROBLEMS,
  Problem,
  type ProblemCode,
  ProblemError,
  UnavailableError,
} from './problem.ts'
export {
  CreatedRelay,
  NewRelay,
  RELAY_IDLE_DAYS,
  RELAY_IN_FLIGHT_MAX,
  RELAY_WAITING_HOURS,
  RELAY_WAITING_MAX,
  RELAYS_MAX,
  Relay,
  RelayList,
} from './relays/relay.ts'
export { RelayMode, RelayPoll, RelayStreamQuery } from './relays/relay-connecting.ts'
export { RelayDelivery, RelayPolled, RelayReady } from './relays/relay-messages.ts'
export { RelayResult, RelayResultCounts, RelayResults } from './relays/relay-results.ts'
export { Replay, ReplayedEvent, SentTestEvent, TestEvent } from './replay.ts'
export { isExpired } from './retention.ts'
export { Meta } from './sessions/meta.ts'
export { NewSession, Session, SessionName } from './sessions/session.ts'
export { Provider } from './sources/provider.ts'
export {
  REJECTING_SOURCES_MAX,
  REJECTIONS_COUNTED_MAX,
  Rejection,
  RejectionPage,
  RejectionQuery,
} from './sources/rejection.ts'
export { SAMPLE_BYTES_MAX, SentSample, SourceSample } from './sources/sample.ts'
export { ingestUrlOf, NewSource, ProviderName, Source, SourceChange, SourceConfig } from './sources/source.ts'
export {
  SourceVerification,
  SourceVerify,
  VERIFICATION_BYTES_MAX,
  VERIFIED_BYTES_MAX,
} from './sources/verification.ts'
export { EndpointStats, EndpointStatsQuery, StatsBucket, StatsQuery, StatsSeries } from './stats.ts'
export { Tenant, TenantInput } from './tenant.ts'
