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

export interface TestDatabase {
  url: string
  query<Row>(text: string, values?: unknown[]): Promise<Row[]>
  drop(): Promise<void>
}

/** A migrated database, cloned from the template in a few milliseconds. */
export async function createTestDatabase(options: { migrated?: boolean } = {}): Promise<TestDatabase> {
  const name = `posthorn_test_${randomBytes(6).toString('hex')}`
  const template = options.migrated === false ? 'template0' : inject('templateDatabase')
  await onServer((client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`))
  const url = urlOf(inject('postgresUrl'), name)
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
      await onServer((server) => server.query(`DROP DATABASE ${name} WITH (FORCE)`))
    },
  }
}

export function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${database}`
  return url.href
}

async function onServer(work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: inject('postgresUrl') })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
