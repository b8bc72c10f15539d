import type { Database, ListReader } from '@posthorn/database'
import type { Egress } from '@posthorn/egress'
import type { FairTurns } from '@posthorn/fairness'
import type { DeliveryQueue, LiveBus } from '@posthorn/queue'
import type { SecretBox } from '@posthorn/secrets'
import type { AddressRanges } from '@posthorn/webhook'
import type { ApiConfig } from './config.ts'
import type { SchemaChecker } from './publishing/schema-checker.ts'

/** Dependencies of the routes, built in `main.ts`. */
export interface Dependencies {
  config: Pick<
    ApiConfig,
    | 'POSTHORN_ADMIN_KEY'
    | 'PUBLIC_INGEST_URL'
    | 'PUBLIC_URL'
    | 'TRUSTED_PROXY_CIDRS'
    | 'PORTAL_FRAME_ANCESTORS'
    | 'ALLOW_HTTP_ENDPOINTS'
    | 'API_RATE_LIMIT_PER_SECOND'
    | 'RETENTION_DAYS'
    | 'INGEST_BODY_MAX_MIB'
  >
  /** The configured ranges that the worker may or may not send to. */
  addressRanges: AddressRanges
  database: Database
  /** Lists and statistics are read from there: from a replica, if there is one. */
  lists: ListReader
  queue: DeliveryQueue
  /** Hints for those who watch a tenant. */
  live: LiveBus
  /** Fetches keys of providers. */
  egress: Pick<Egress, 'send'>
  /** Where this process reaches the ingest service, and what sends requests there. */
  ingest: { url: string; egress: Pick<Egress, 'send'> }
  secretBox: SecretBox
  /** Shares the event loop among tenants during long work. */
  turns: FairTurns
  /** Validates the catalogue's schemas, and data against them. */
  schemas: SchemaChecker
}
