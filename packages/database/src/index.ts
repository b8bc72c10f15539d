export { type AfterAttempt, type AttemptRecord, listAttempts, recordAttempt } from './attempts.ts'
export { type ClaimedDelivery, claimDelivery, releaseClaim, settleUnclaimed } from './claims.ts'
export { createDatabase, type Database, type DatabaseOptions } from './database.ts'
export { findDelivery, listDeliveries, listDeliveriesOfEvent } from './deliveries.ts'
export { changeEndpoint, createEndpoint, deleteEndpoint, findEndpoint, listEndpoints } from './endpoints.ts'
export { findEvent, findEventByExternalId, listEvents, type NewStoredEvent, storeEvent } from './events.ts'
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
export { takeDueReminders, wakeEndpoint } from './reminders.ts'
export { listRequests } from './requests.ts'
export { rowOfSecret, type SealedSecret } from './sealed-secrets.ts'
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
