import { createPool, parseDatabaseUrl, withConnection } from '@posthorn/postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../harness/database/database.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

it('a pool without a listener for errors survives that the server ends an idle connection', async () => {
  const options = parseDatabaseUrl(database.url)
  const pool = createPool(options)
  const { rows } = await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  await withConnection(options, (client) => client.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]))
  await waitUntil('the pool to remove the connection', () => pool.totalCount === 0)
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  await pool.end()
})
