import type { Database } from '@posthorn/database'
import type { FairTurns } from '@posthorn/fairness'
import type { DeliveryQueue } from '@posthorn/queue'
import type { SecretBox } from '@posthorn/secrets'
import type { AddressRanges } from '@posthorn/webhook'
import type { ApiConfig } from './config.ts'
import type { SchemaChecker } from './publishing/schema-checker.ts'

/** What the routes work with, built in `main.ts`. */
export interface Dependencies {
  config: Pick<
    ApiConfig,
    'POSTHORN_ADMIN_KEY' | 'PUBLIC_INGEST_URL' | 'ALLOW_HTTP_ENDPOINTS' | 'API_RATE_LIMIT_PER_SECOND'
  >
  /** Of the configuration: which addresses the worker would send to. */
  addressRanges: AddressRanges
  database: Database
  queue: DeliveryQueue
  secretBox: SecretBox
  /** Of the event loop, for work that takes long. */
  turns: FairTurns
  /** Of the schemas in the catalogue, and of data by them. */
  schemas: SchemaChecker
}
