import { EventQuery, type EventSummary, TenantId } from '@posthorn/contracts'
import { type Database, listEvents } from '@posthorn/database'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../harness/database/database.ts'
import { makeEvents } from '../../../harness/database/many-events.ts'
import { openDatabase } from '../../../harness/database/open-database.ts'

const TENANT = 'many-types'
const SOURCE = 'src_01h455vb4pex5vsknk084sn02q'
/** More than one page reads. */
const EVENTS = 5000
/** More than are looked up one by one. */
const TYPES = 45

let testDatabase: TestDatabase
let database: Database
beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = openDatabase(testDatabase)
  await testDatabase.query(`INSERT INTO tenants (id, name, updated_at) VALUES ('${TENANT}', '', now())`)
  await testDatabase.query(
    `INSERT INTO sources (id, tenant_id, name, provider, event_type_prefix, tolerance_seconds, dedupe_window_seconds, updated_at)
     VALUES ('${SOURCE}', '${TENANT}', 'many', 'stripe', 'stripe', 300, 300, now())`,
  )
  await makeEvents(testDatabase, TENANT, { count: EVENTS })
  await testDatabase.query(
    `UPDATE events SET source_id = '${SOURCE}', type = CASE WHEN id < $1 THEN 'zz.' || right(id, 2) ELSE type END
     WHERE tenant_id = '${TENANT}'`,
    [await idOf(TYPES)],
  )
})
afterAll(async () => {
  await database.close()
  await testDatabase.drop()
})

/** The id of the event before which there are so many. */
async function idOf(before: number): Promise<string> {
  const [row] = await testDatabase.query<{ id: string }>(
    'SELECT id FROM events ORDER BY id OFFSET $1 LIMIT 1',
    [before],
  )
  if (row === undefined) throw new Error('found no event')
  return row.id
}

const pageOf = (tenantId: string, query: object) =>
  listEvents(database, TenantId.parse(tenantId), EventQuery.parse(query))

describe('a list of events', () => {
  it.each([{ type: 'zz.*' }, { type: 'zz.*', sourceId: SOURCE }, { type: 'zz.01', sourceId: SOURCE }])(
    'by %j reads a bounded number of events for a page, and finds all by following its cursor',
    async (query) => {
      const pages: EventSummary[][] = []
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const { data, nextCursor } = await pageOf(TENANT, { ...query, limit: 20, ...(cursor && { cursor }) })
        pages.push(data)
        cursor = nextCursor
      }
      expect(pages[0]).toEqual([])
      const types = pages.flat().map(({ type }) => type)
      expect(types).toHaveLength(query.type === 'zz.*' ? TYPES : 1)
      expect(types.every((type) => type.startsWith('zz.'))).toBe(true)
      expect(pages.flat().map(({ id }) => id)).toEqual(
        pages
          .flat()
          .map(({ id }) => id)
          .toSorted()
          .toReversed(),
      )
    },
  )

  it("shows nothing of another tenant's source, not even a cursor", async () => {
    await testDatabase.query("INSERT INTO tenants (id, name, updated_at) VALUES ('other', '', now())")
    expect(await pageOf('other', { type: 'zz.*', sourceId: SOURCE })).toEqual({ data: [], nextCursor: null })
  })
})
