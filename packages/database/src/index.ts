export { deleteBulkLists } from './bulk/delete-bulk-lists.ts'
export { previewBulk } from './bulk/preview-bulk.ts'
export { findDueBulkJobs, retryBulkJobLater, runBulkPart } from './bulk/run-bulk-part.ts'
export { startBulk, UNFINISHED_BULK_JOBS_MAX } from './bulk/start-bulk.ts'
export { deleteOldFailures } from './counting/failures.ts'
export { rollUpCounts } from './counting/roll-up-counts.ts'
export { countPending, readCounts } from './counting/stats.ts'
export { addDeliveries, storeTestEvent } from './delivering/add-deliveries.ts'
export { addDeliveriesOfEvents } from './delivering/add-deliveries-of-events.ts'
export { cancelDelivery } from './delivering/cancel-delivery.ts'
export {
  type ClaimOptions,
  type ClaimResult,
  claimDeliveries,
  type SizedDelivery,
} from './delivering/claim-deliveries.ts'
export type { ClaimedDelivery } from './delivering/claimed-delivery.ts'
export { isWorkerConnected } from './delivering/connected-workers.ts'
export { countOpenCircuits } from './delivering/open-circuits.ts'
export { findOverdue, type Overdue } from './delivering/overdue.ts'
export { releaseClaim } from './delivering/release-claim.ts'
export { retryByHand } from './delivering/retry-by-hand.ts'
export { sweepWhenDue } from './delivering/sweep-when-due.ts'
export { type DueDelivery, type SweepLimits, takeDueDeliveries } from './delivering/take-due-deliveries.ts'
export { updateHealth } from './delivering/update-health.ts'
export { wakeEndpoint } from './delivering/wake-endpoint.ts'
export { disableFailing, type FailingEndpoint, findFailing } from './disabling/failing-endpoints.ts'
export { disableUndecryptable, type UndecryptableValue } from './disabling/undecryptable-endpoints.ts'
export { deleteExpiredSearches, findHitsAfter, listSearchHits } from './event-search/search-hits.ts'
export {
  type ClaimedSearch,
  claimSearch,
  findEventsToSearch,
  readEventsToSearch,
  recordSearchPart,
  type SearchedEvent,
  type SearchPart,
} from './event-search/search-parts.ts'
export { startSearch, UNFINISHED_SEARCHES_MAX } from './event-search/start-search.ts'
export {
  type FoundReply,
  findDeliveryOfAttempt,
  findEventIdsByName,
  findOwnedIds,
  findRepliesByKey,
} from './finding/find-by-name.ts'
export { listMatchCandidates, type MatchCandidate } from './finding/match-candidates.ts'
export { listAttempts } from './listing/attempt-list.ts'
export { listAttemptsOfDelivery } from './listing/attempts-of-delivery.ts'
export { listDeliveries } from './listing/delivery-list.ts'
export { listPendingOfEndpoints } from './listing/endpoint-pending.ts'
export { listEvents } from './listing/event-list.ts'
export { listFailures } from './listing/failure-list.ts'
export { listRejections } from './listing/rejection-list.ts'
export { listRequests } from './listing/request-list.ts'
export { listPendingOfTenants } from './listing/tenant-pending.ts'
export { openPostgresBroadcast } from './live/postgres-broadcast.ts'
export { addAuditEntry, listAllAuditEntries, listAuditEntries } from './managing/audit.ts'
export { findDelivery, listDeliveriesOfEvent } from './managing/deliveries.ts'
export { registerEncryptionKeys } from './managing/encryption-keys.ts'
export { type HeaderChange, rowOfHeader } from './managing/endpoint-headers.ts'
export {
  changeEndpoint,
  createEndpoint,
  deleteEndpoint,
  deleteIdleRelay,
  findEndpoint,
  listEndpoints,
} from './managing/endpoints.ts'
export { findKeptEvents, type KeptEvent, readDataOfEvents } from './managing/event-contents.ts'
export {
  createEventType,
  deleteEventType,
  findEventType,
  listEventTypes,
  putEventType,
} from './managing/event-types.ts'
export { findEvent, readEventData } from './managing/events.ts'
export { cancelJob, findJob, listJobs } from './managing/jobs.ts'
export {
  createKey,
  deleteKey,
  findKeyHolders,
  type KeyHolder,
  type KeyInput,
  listKeys,
} from './managing/keys.ts'
export { findOtherSources, type KeyedSource } from './managing/other-sources.ts'
export { findReplayTargets } from './managing/replay-targets.ts'
export {
  rowOfSecret,
  type SealedSecret,
  type SecretReference,
  shownSecret,
} from './managing/sealed-secrets.ts'
export {
  findCurrentSecret,
  findLiveSecrets,
  LIVE_SECRETS_MAX,
  type LiveSecret,
  rotateSigningSecrets,
  type SealedKeyPair,
  type SigningSecret,
} from './managing/signing-secrets.ts'
export {
  changeSource,
  createSource,
  deleteSource,
  findIngestSource,
  findSource,
  type IngestSource,
  listSources,
  type StoredSource,
} from './managing/sources.ts'
export { deletePartOfSomeTenant, deletePartOfTenant, deleteTenant } from './managing/tenant-deletion.ts'
export { findTenant, listTenants, putTenant } from './managing/tenants.ts'
export {
  type EndpointToNotify,
  findDisabledToNotify,
  storeEndpointNotification,
} from './notifying/endpoint-notifications.ts'
export {
  type ExhaustionToNotify,
  findExhaustedToNotify,
  storeExhaustionNotification,
  takeExhaustionsToNotify,
} from './notifying/exhausted-deliveries.ts'
export {
  type FramedPortalLink,
  findOpenPortalLinks,
  findPortalLinkHolder,
  openPortalLink,
} from './portal/open-portal-link.ts'
export {
  createPortalLink,
  deleteOldPortalLinks,
  deletePortalLink,
  listPortalLinks,
} from './portal/portal-links.ts'
export { createEventBatcher, type StoreEvent } from './publishing/event-batcher.ts'
export {
  findTenantRules,
  findTypeRules,
  type TenantRules,
  type TypeRules,
} from './publishing/find-rules.ts'
export { createLargeTransactions, type LargeTransactions } from './publishing/large-transactions.ts'
export { findPublished, type StoredEvent } from './publishing/published-events.ts'
export { findRulesVersions, type RulesVersion } from './publishing/rules-version.ts'
export { type BatchOutcome, storeEventBatch } from './publishing/store-event-batch.ts'
export type { ComposedEvent } from './publishing/store-events.ts'
export { findSubscriptions, type Subscription } from './publishing/subscriptions.ts'
export { deleteExpiredDedupeKeys } from './receiving/dedupe-keys.ts'
export { type FoundRequest, findRequest } from './receiving/find-request.ts'
export {
  deleteExpiredRejections,
  rowOfRejectedRequest,
  storeRejectedRequest,
} from './receiving/rejected-requests.ts'
export { createStoreReprocessed, createStoreSeveralReprocessed } from './receiving/reprocess.ts'
export type { RequestRecord } from './receiving/request-records.ts'
export { createStoreInbound, type StoreInbound } from './receiving/store-inbound.ts'
export { createStoreSeveral, type StoreSeveral } from './receiving/store-several.ts'
export type { AttemptRecord, DisabledEndpoint, NextDeliveryState } from './recording/attempt-record.ts'
export { recordAttempts } from './recording/record-attempts.ts'
export { findDueRecoveries, retryRecoveryLater, runRecoveryPart } from './recovering/run-recovery-part.ts'
export { startRecovery } from './recovering/start-recovery.ts'
export { type RekeyedBatch, type Reseal, rekeyBatch } from './rekeying/rekey-batch.ts'
export { retireKeys } from './rekeying/retire-keys.ts'
export { SEALED_COLUMNS, type SealedColumn } from './rekeying/sealed-columns.ts'
export { claimRelayed, noteSent } from './relaying/claim-relayed.ts'
export { connectListener, readBacklog } from './relaying/connect-listener.ts'
export { countWaitingForListeners } from './relaying/count-waiting.ts'
export {
  cancelExpiredOfRelays,
  clearExpiredRequestsOfRelays,
  deleteOldConnections,
  findIdleRelays,
} from './relaying/expire-relays.ts'
export { findRelayOfResults, findSent, type SentDelivery } from './relaying/find-sent.ts'
export {
  type ConnectionState,
  endConnection,
  keepConnections,
  type RelayListener,
  resumeConnection,
} from './relaying/keep-connections.ts'
export { findRelay, listRelays } from './relaying/list-relays.ts'
export { nameOfRelay, RELAY_POLICY, urlOfRelay } from './relaying/relay-row.ts'
export {
  deleteExpiredReplies,
  dropReservation,
  type FirstRequest,
  findFirstRequest,
  giveBackReservation,
  type IdempotencyScope,
  type Reservation,
  readReply,
  reserveReply,
  rowOfReply,
  type StoredReply,
  storeReply,
} from './request-limits/idempotency.ts'
export { countRequest, deleteEndedWindows } from './request-limits/rate-limits.ts'
export { cancelExpired, cancelExpiredInDefault } from './retention/cancel-expired.ts'
export { cancelReplays } from './retention/cancel-replays.ts'
export { deleteOldIds, deleteOldRows } from './retention/delete-old-rows.ts'
export { countExpiredPartitions, findRemovalSteps } from './retention/expired-partitions.ts'
export type { RemovalStep } from './retention/removal-steps.ts'
export { removeEventContent } from './retention/remove-event-content.ts'
export { detachPartition, dropDetachedPartition } from './retention/remove-partition.ts'
export { removeExpiredContent } from './retention/tenant-content.ts'
export { findLookahead, type PartitionLookahead } from './schema/partition-lookahead.ts'
export { addPartitions } from './schema/partitions.ts'
export { assertMigrated } from './schema/pending-migrations.ts'
export { findSessionHolders, type PortalHolder, type SessionHolder } from './sessions/session-holders.ts'
export { findSession, listSessions, type SessionScope } from './sessions/session-list.ts'
export {
  createSession,
  deleteEndedSessions,
  endSession,
  renewSessions,
} from './sessions/sessions.ts'
export { createDatabase, type Database, type PoolState } from './sql/database.ts'
export { type ListReader, type ListSource, readFromPrimary, readFromReplica } from './sql/list-source.ts'
export { tryDatabase } from './sql/try-database.ts'
export { isForeignKeyViolation, isUniqueViolation } from './sql/unavailable.ts'
