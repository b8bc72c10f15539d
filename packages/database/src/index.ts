export { listAttempts } from './attempts.ts'
export type { ClaimedDelivery } from './claimed-delivery.ts'
export { claimDelivery, releaseClaim } from './claims.ts'
export { createDatabase, type Database, type DatabaseOptions } from './database.ts'
export {
  cancelDelivery,
  findDelivery,
  listDeliveries,
  listDeliveriesOfEvent,
  wantAttempt,
} from './deliveries.ts'
export { type CircuitChange, judgeHealth } from './endpoint-health.ts'
export { changeEndpoint, createEndpoint, deleteEndpoint, findEndpoint, listEndpoints } from './endpoints.ts'
export { findEvent, findEventByExternalId, listEvents, type NewStoredEvent, storeEvent } from './events.ts'
export {
  disableFailing,
  type FailingEndpoint,
  findDisabledUntold,
  findFailing,
  storeNotice,
  type UntoldEndpoint,
} from './failing-endpoints.ts'
export {
  forgetExpiredKeys,
  type InboundEvent,
  type InboundResult,
  type RequestRecord,
  storeInbound,
  storeRejectedRequest,
} from './inbound.ts'
export { createKey, deleteKey, findKeyHolder, type KeyHolder, listKeys } from './keys.ts'
export { assertMigrated, PendingMigrationsError } from './pending-migrations.ts'
export { type AfterAttempt, type AttemptRecord, recordAttempt } from './record-attempt.ts'
export { type DueDelivery, takeDueReminders } from './reminders.ts'
export { listRequests } from './requests.ts'
export { rowOfSecret, type SealedSecret } from './sealed-secrets.ts'
export {
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
  findIngestSource,
  findSource,
  type IngestSource,
  listSources,
  type StoredSource,
} from './sources.ts'
export { findSubscriptions, type Subscription } from './subscriptions.ts'
export { deleteTenant, findTenant, listTenants, putTenant } from './tenants.ts'
export { isForeignKeyViolation, isUniqueViolation } from './unavailable.ts'
export { type WokenEndpoint, wakeEndpoint } from './wake-endpoint.ts'
