import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { applyMigrations } from '@posthorn/database/migrations'
import { MEMORY_OPTIONS } from '@posthorn/dev/memory-options'
import { migrateQueue } from '@posthorn/queue'

/** A version of Posthorn that is measured: its code, and how it runs in production. */
export interface Version {
  /** In the names of databases and log files. */
  name: string
  directory: string
  /** The Node.js options of its services. */
  nodeOptions: readonly string[]
  /** Applies its migrations to an empty database. */
  migrate(databaseUrl: string): Promise<void>
}

/** The code that this benchmark is a part of. */
export const WORKING_TREE: Version = {
  name: 'now',
  directory: join(import.meta.dirname, '..'),
  nodeOptions: MEMORY_OPTIONS,
  async migrate(databaseUrl) {
    await applyMigrations(databaseUrl)
    await migrateQueue(databaseUrl)
  },
}

/** A program; `all` is the three services in one process, with the URL of its API. */
export type ServiceName = 'api' | 'ingest' | 'worker' | 'all'

/** How an installation runs the three services. */
export type Form = 'three processes' | 'one process'

export const PROGRAMS: Record<Form, readonly ServiceName[]> = {
  'three processes': ['worker', 'api', 'ingest'],
  'one process': ['all'],
}

/** The program of a service. */
export function programOf({ directory }: Version, service: ServiceName): string {
  return join(directory, 'services', service, 'src/main.ts')
}

/** The forms of a version; an earlier one may not have them all. */
export function formsOf(version: Version): Form[] {
  return (Object.keys(PROGRAMS) as Form[]).filter((form) =>
    PROGRAMS[form].every((service) => existsSync(programOf(version, service))),
  )
}
