import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of a database on the test server in which databases can be created. */
    postgresUrl: string
    /** The migrated database that the database of each test file is cloned from. */
    templateDatabase: string
  }
}

/** A database that a test reads, and changes as nothing else can. */
export interface QueriedDatabase {
  url: string
  query<Row>(text: string, values?: unknown[]): Promise<Row[]>
}

export interface TestDatabase extends QueriedDatabase {
  drop(): Promise<void>
}

/** A migrated database, cloned from the template in a few milliseconds. */
export async function createTestDatabase(options: { migrated?: boolean } = {}): Promise<TestDatabase> {
  const server = inject('postgresUrl')
  const template = options.migrated === false ? 'template0' : inject('templateDatabase')
  const { url, drop } = await cloneDatabase(server, template)
  const client = new Client({ connectionString: url })
  await client.connect()
  return {
    url,
    async query<Row>(text: string, values: unknown[] = []) {
      const { rows } = await client.query(text, values)
      return rows as Row[]
    },
    async drop() {
      await client.end()
      await drop()
    },
  }
}

/** Creates a database from a template. */
export async function cloneDatabase(
  serverUrl: string,
  template: string,
): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `posthorn_test_${randomBytes(6).toString('hex')}`
  await onServer(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${template}`)
  return {
    url: urlOf(serverUrl, name),
    drop: () => onServer(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`),
  }
}

export function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${database}`
  return url.href
}

/** Runs a statement that needs no database of its own. */
export async function onServer(serverUrl: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
