import { applyMigrations } from '@posthorn/database/migrations'
import { migrateQueue } from '@posthorn/queue'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { urlOf } from './database/database.ts'

/** Creates the migrated template that the database of every test file is cloned from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgresUrl = process.env['TEST_POSTGRES_URL']
  if (postgresUrl === undefined) throw new Error('TEST_POSTGRES_URL is not set: run the tests with npm test')
  const template = `posthorn_template_${process.pid}`
  const run = async (statement: string) => {
    const client = new Client({ connectionString: postgresUrl })
    await client.connect()
    try {
      await client.query(statement)
    } finally {
      await client.end()
    }
  }
  await run(`CREATE DATABASE ${template} TEMPLATE template0`)
  await applyMigrations(urlOf(postgresUrl, template))
  await migrateQueue(urlOf(postgresUrl, template))
  project.provide('postgresUrl', postgresUrl)
  project.provide('templateDatabase', template)
  return () => run(`DROP DATABASE ${template} WITH (FORCE)`)
}
