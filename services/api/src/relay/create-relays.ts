import type { Database } from '@posthorn/database'
import { FairSemaphore } from '@posthorn/fairness'
import type { LiveBus } from '@posthorn/queue'
import type { Logger } from '@posthorn/runtime'
import { cachingSecretBox, type SecretBox } from '@posthorn/secrets'
import packageJson from '../../package.json' with { type: 'json' }
import { BodyBudget } from './body-budget.ts'
import type { RelayDependencies } from './open-stream.ts'
import { RelayConnections } from './relay-connections.ts'

/** Connections of the pool for the claims of all listeners: what requests do not use. */
const STATEMENTS_MAX = 2
const BODY_BYTES_MAX = 64 * 1024 * 1024
/** Decrypted secrets in the cache. */
const SECRETS_MAX = 1_000

interface RelaysOptions {
  database: Database
  live: LiveBus
  secretBox: SecretBox
  logger: Logger
  onChange: (open: number) => void
}

/** What the routes of listeners share in a process. */
export function createRelays({ secretBox, onChange, ...stores }: RelaysOptions): RelayDependencies {
  return {
    ...stores,
    secretBox: cachingSecretBox(secretBox, SECRETS_MAX),
    userAgent: `Posthorn/${packageJson.version}`,
    statements: new FairSemaphore(STATEMENTS_MAX),
    bodies: new BodyBudget(BODY_BYTES_MAX),
    connections: new RelayConnections({ ...stores, onChange }),
  }
}
