import { applyMigrations } from '@posthorn/database/migrations'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../harness/database/database.ts'

const STATE = `
  SELECT i.indisvalid AS "isValid", (SELECT count(*)::int FROM pg_inherits WHERE inhparent = i.indexrelid) AS indexes,
    (SELECT count(*)::int FROM pg_inherits WHERE inhparent = i.indrelid) AS partitions
  FROM pg_index i WHERE i.indexrelid = 'events_trace_id_tenant_id_idx'::regclass`

interface State {
  isValid: boolean
  indexes: number
  partitions: number
}

describe('the indexes of partitioned tables', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(() => database.drop())

  const state = async () => (await database.query<State>(STATE))[0]

  it('are built for each partition by the migrations', async () => {
    const { isValid, indexes, partitions } = (await state()) ?? {}
    expect(isValid).toBe(true)
    expect(indexes).toBe(partitions)
  })

  it('are completed after an interrupted build, also for partitions that were added meanwhile', async () => {
    await database.query('DROP INDEX events_trace_id_tenant_id_idx')
    await database.query('CREATE INDEX events_trace_id_tenant_id_idx ON ONLY events (trace_id, tenant_id)')
    // What a build that was interrupted before it was attached leaves.
    await database.query(
      'CREATE INDEX events_first_trace_id_tenant_id_idx ON events_first (trace_id, tenant_id)',
    )
    await database.query("SELECT add_partitions(now() + interval '6 weeks')")
    expect((await state())?.isValid).toBe(false)
    expect((await state())?.indexes).toBeGreaterThan(0)

    expect(await applyMigrations(database.url)).toEqual([])
    const { isValid, indexes, partitions } = (await state()) ?? {}
    expect(isValid).toBe(true)
    expect(indexes).toBe(partitions)
  })
})
