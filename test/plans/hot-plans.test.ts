import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../harness/database/database.ts'
import type { Call } from './calls.ts'
import { DELIVERING } from './delivering-calls.ts'
import { FIRST_ENDPOINTS, fill, makeEndpoints } from './fill.ts'
import { LISTING } from './listing-calls.ts'
import { MAINTENANCE } from './maintenance-calls.ts'
import { violationsOf } from './plan.ts'
import { RELAYING } from './relaying-calls.ts'
import { STORING } from './storing-calls.ts'
import { openWatched, type WatchedDatabase, whyNotWatched } from './watched-database.ts'
import { createWorld } from './world.ts'

/** `npm run test:plans` sets a million. */
const ROWS = Number(process.env['TEST_PLANS_ROWS'] ?? 100_000)
/** After this many runs PostgreSQL uses a cached plan. */
const TIMES_WHILE_EMPTY = 7
const ROWS_OF_ITEM = 50
const ROWS_MORE = 2000
const FILL_MS = 180_000

/** Only the test updates the table statistics. */
const WITHOUT_AUTOVACUUM = `
  DO $$
  DECLARE one regclass;
  BEGIN
    FOR one IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
      EXECUTE format('ALTER TABLE %s SET (autovacuum_enabled = off)', one);
    END LOOP;
  END $$`

const CALLS: readonly Call[] = [...STORING, ...DELIVERING, ...LISTING, ...MAINTENANCE, ...RELAYING]

const testDatabase = await createTestDatabase()
const reason = await whyNotWatched(testDatabase)
if (reason !== undefined) {
  console.log(`The plans of the hot statements are not tested: ${reason}`)
  await testDatabase.drop()
}

describe.skipIf(reason !== undefined)(`with ${ROWS} deliveries`, () => {
  /** Planned its statements while the tables were empty. */
  let early: WatchedDatabase
  /** Connected after they were filled. */
  let late: WatchedDatabase
  beforeAll(async () => {
    await testDatabase.query(WITHOUT_AUTOVACUUM)
    early = await openWatched(testDatabase)
    await makeEndpoints(testDatabase, 0, FIRST_ENDPOINTS)
    for (let time = 0; time < TIMES_WHILE_EMPTY; time += 1)
      for (const call of CALLS) await plansOf(early, testDatabase, call)
    await fill(testDatabase, ROWS)
    late = await openWatched(testDatabase)
  }, FILL_MS)
  afterAll(async () => {
    await early.close()
    await late.close()
    await testDatabase.drop()
  })

  describe.each([
    ['planned with empty tables', () => early, false],
    ['planned by a new connection, before the tables were analysed', () => late, false],
    ['planned after ANALYZE', () => late, true],
    ['planned again after ANALYZE', () => early, true],
  ] as const)('and statements %s,', (_name, watched, isAnalysed) => {
    beforeAll(async () => {
      if (isAnalysed) await testDatabase.query('ANALYZE')
    })

    it.each(CALLS.map((call) => [call.name, call] as const))(
      '%s reads no more than it needs',
      async (_call, call) => {
        const plans = await plansOf(watched(), testDatabase, call)
        expect(plans.length).toBeGreaterThan(0)
        expect(plans.flatMap((plan) => violationsOf(plan, call.items * ROWS_OF_ITEM + ROWS_MORE))).toEqual([])
      },
    )
  })
})

async function plansOf({ database, plansOf: watch }: WatchedDatabase, from: TestDatabase, call: Call) {
  const run = await call.prepare(createWorld(database, from))
  return watch(run)
}
