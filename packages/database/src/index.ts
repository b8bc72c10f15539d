export { addDeliveries, storeTestEvent } from './add-deliveries.ts'
export { listAttempts } from './attempts.ts'
export { addAuditEntry, type Change, listAllAuditEntries, listAuditEntries } from './audit.ts'
export type { ClaimedDelivery } from './claimed-delivery.ts'
export { type ClaimOptions, type ClaimResult, claimDeliveries, type SizedDelivery } from './claims.ts'
export { createDatabase, type Database, type DatabaseOptions } from './database.ts'
export { forgetExpiredKeys } from './dedupe-keys.ts'
export {
  cancelDelivery,
  findDelivery,
  listDeliveriesOfEvent,
  wantAttempt,
} from './deliveries.ts'
export { listDeliveries } from './delivery-list.ts'
export { type KeyFault, registerEncryptionKeys } from './encryption-keys.ts'
export { type HeaderChange, rowOfHeader, type SealedHeader } from './endpoint-headers.ts'
export { type CircuitChange, judgeHealth } from './endpoint-health.ts'
export { changeEndpoint, createEndpoint, deleteEndpoint, findEndpoint, listEndpoints } from './endpoints.ts'
export { type BatchOutcome, isLargeBatch, type NewBatch, storeEventBatch } from './event-batch.ts'
export { listEvents } from './event-list.ts'
export {
  createEventType,
  deleteEventType,
  findEventType,
  listEventTypes,
  putEventType,
} from './event-types.ts'
export { findEvent, readEventData } from './events.ts'
export {
  findUntoldExhausted,
  storeExhaustionNotice,
  takeUntoldExhaustions,
  type UntoldExhaustion,
} from './exhausted-deliveries.ts'
export {
  disableFailing,
  type FailingEndpoint,
  findDisabledUntold,
  findFailing,
  storeNotice,
  type UntoldEndpoint,
} from './failing-endpoints.ts'
export { foldCounts } from './fold-counts.ts'
export { createStoreGathered, type StoreGathered } from './gathered-events.ts'
export {
  dropReservation,
  type FirstRequest,
  findFirstRequest,
  forgetExpiredAnswers,
  giveBackReservation,
  type IdempotencyScope,
  type KeptAnswer,
  keepAnswer,
  type Reservation,
  reserveAnswer,
  rowOfAnswer,
} from './idempotency.ts'
export { createStoreInbound, type InboundResult, type StoreInbound } from './inbound.ts'
export { advanceJob, findDueJobs, postponeJob } from './job-parts.ts'
export { cancelJob, findJob, listJobs, type NewRecovery, startRecovery } from './jobs.ts'
export { createKey, deleteKey, type KeyHolder, type KeyInput, listKeys } from './keys.ts'
export { createKeysInMemory, type KeysInMemory } from './keys-in-memory.ts'
export { countOverdue } from './overdue.ts'
export { addPartitions } from './partitions.ts'
export { assertMigrated, PendingMigrationsError } from './pending-migrations.ts'
export { findPublished, type StoredPublication } from './published-events.ts'
export type { CataloguedType } from './publishing-rules.ts'
export { countRequest, forgetEndedWindows } from './rate-limits.ts'
export { type AfterAttempt, type AttemptRecord, type Recorded, recordAttempts } from './record-attempts.ts'
export { releaseClaim } from './release-claim.ts'
export { type DueDelivery, type ReminderRoom, takeDueReminders } from './reminders.ts'
export { findReplayTargets } from './replay-targets.ts'
export { type RequestRecord, storeRejectedRequest } from './request-records.ts'
export { listRequests } from './requests.ts'
export { createRulesInMemory, type PublishingRules, type RulesInMemory } from './rules-in-memory.ts'
export { type CurrentVersion, createCurrentVersion, type RulesVersion } from './rules-version.ts'
export { rowOfSecret, type SealedSecret } from './sealed-secrets.ts'
export {
  findCurrentSecret,
  LIVE_SECRETS_MAX,
  type Rotation,
  type RotationResult,
  rotateSigningSecrets,
  type SealedKeyPair,
  type SigningSecret,
} from './signing-secrets.ts'
export {
  changeSource,
  createSource,
  deleteSource,
  findSource,
  type IngestSource,
  listSources,
  type StoredSource,
} from './sources.ts'
export { createSourcesInMemory, type SourcesInMemory } from './sources-in-memory.ts'
export { type CountQuery, countPending, readCounts } from './stats.ts'
export type { NewStoredEvent, Storing } from './store-events.ts'
export { createHeavyLane, type HeavyLane } from './store-lanes.ts'
export { findSubscriptions, type Subscription } from './subscriptions.ts'
export {
  type DeletionPart,
  deletePartOfSomeTenant,
  deletePartOfTenant,
  deleteTenant,
} from './tenant-deletion.ts'
export { findTenant, listTenants, putTenant } from './tenants.ts'
export { tryDatabase } from './try-database.ts'
export { isForeignKeyViolation, isUniqueViolation } from './unavailable.ts'
export { disableUnreadable, type UnreadableValue } from './unreadable-endpoints.ts'
export { type WokenEndpoint, wakeEndpoint } from './wake-endpoint.ts'
