import type { ServiceName } from '../service.ts'

/**
 * A Posthorn that many test files share:
 * - `postgres`: all services in one process, of which there are two, with the queue in PostgreSQL;
 * - `redis`: each service in processes of its own, two of each but ingest, with the queue on Redis;
 * - `idle`: two processes of API and ingest and no worker, so nothing is delivered, cleaned up or counted together;
 * - `strict`: an API for endpoints with HTTPS only, which shows {@link STRICT_INGEST_URL} as the URL of ingest.
 */
export type SharedName = 'postgres' | 'redis' | 'idle' | 'strict'

/** The public URL of ingest that the API of `strict` is configured with. */
export const STRICT_INGEST_URL = 'https://hooks.example.com/in/'

/** A process of a shared Posthorn, which the process of the test runner has started. */
export interface SharedService {
  name: ServiceName
  url: string
  pid: number
  logFile: string
}

export interface SharedServices {
  databaseUrl: string
  services: SharedService[]
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Without `redis` when there is none. Undefined in other projects. */
    shared: Partial<Record<SharedName, SharedServices>> | undefined
  }
}
