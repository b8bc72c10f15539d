import { applyMigrations } from '@posthorn/database/migrations'
import { migrateQueue } from '@posthorn/queue'
import { DatabaseError } from 'pg'
import type { TestProject } from 'vitest/node'
import { onServer, urlOf } from './database/database.ts'

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: duplicate_database */
const EXISTS = '42P04'

/** Creates the migrated template that the databases of the tests are cloned from, once for all projects. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgresUrl = process.env['TEST_POSTGRES_URL']
  if (postgresUrl === undefined) throw new Error('TEST_POSTGRES_URL is not set: run the tests with npm test')
  const template = `posthorn_template_${process.pid}`
  if (await create(postgresUrl, template)) {
    await applyMigrations(urlOf(postgresUrl, template))
    await migrateQueue(urlOf(postgresUrl, template))
  }
  project.provide('postgresUrl', postgresUrl)
  project.provide('templateDatabase', template)
  return () => onServer(postgresUrl, `DROP DATABASE IF EXISTS ${template} WITH (FORCE)`)
}

/** @returns whether it did not exist: the setups of projects run one after another */
async function create(serverUrl: string, database: string): Promise<boolean> {
  try {
    await onServer(serverUrl, `CREATE DATABASE ${database} TEMPLATE template0`)
    return true
  } catch (error) {
    if (error instanceof DatabaseError && error.code === EXISTS) return false
    throw error
  }
}
