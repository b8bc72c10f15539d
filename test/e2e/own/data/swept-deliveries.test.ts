import { type Database, takeDueDeliveries } from '@posthorn/database'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { claimMade, deliveriesTo, type MadeDelivery } from '../../../harness/database/made-deliveries.ts'
import { openDatabase } from '../../../harness/database/open-database.ts'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'

const LIMITS = { limit: 10, perTenant: 10, busy: [], busyOverdueSeconds: 5 }
/** How long after now the next sweep finds it, in seconds. */
const NEXT_SWEEP = `
  SELECT extract(epoch FROM remind_at - now())::float8 AS seconds FROM deliveries WHERE id = ANY ($1) ORDER BY id`

describe('a sweep', () => {
  let posthorn: Posthorn
  let database: Database
  let made: MadeDelivery[]
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: ['api'] })
    database = openDatabase(posthorn.database)
  })
  beforeEach(async () => {
    await posthorn.database.query('TRUNCATE leases')
    await posthorn.database.query('UPDATE deliveries SET remind_at = NULL')
    const tenant = await posthorn.createTenant()
    const endpoints = [1, 2, 3].map(() => tenant.endpoint({ url: 'https://example.com/' }))
    made = await deliveriesTo(
      database,
      tenant,
      (await Promise.all(endpoints)).map(({ id }) => id),
    )
    await posthorn.database.query('UPDATE deliveries SET remind_at = now() WHERE tenant_id = $1', [tenant.id])
  })
  afterAll(async () => {
    await database.close()
    await posthorn.stop()
  })

  const sweep = async () => {
    const { due, ...others } = await takeDueDeliveries(database, LIMITS)
    return { ...others, due: due.map(({ deliveryId }) => deliveryId).toSorted() }
  }

  it('takes what is due and has no claim; a claimed delivery is due again when its claim ends', async () => {
    const [claimed, ...free] = made as [MadeDelivery, ...MadeDelivery[]]
    await claimMade(posthorn.database, claimed, { number: 1 })
    expect(await sweep()).toEqual({ due: free.map(({ id }) => id).toSorted(), taken: 3, next: undefined })
    expect(await sweep()).toEqual({ due: [], taken: 0, next: undefined })

    const [first] = await posthorn.database.query<{ seconds: number }>(NEXT_SWEEP, [[claimed.id]])
    expect(first?.seconds).toBeGreaterThan(3500)
    const others = await posthorn.database.query<{ seconds: number }>(NEXT_SWEEP, [free.map(({ id }) => id)])
    expect(others).toHaveLength(2)
    for (const { seconds } of others) {
      expect(seconds).toBeGreaterThan(0)
      expect(seconds).toBeLessThan(20)
    }
  })

  it('takes a delivery whose claim has expired', async () => {
    const [lost] = made as [MadeDelivery]
    await claimMade(posthorn.database, lost, { number: 1 })
    await posthorn.database.query("UPDATE leases SET expires_at = now() - interval '1 second'")
    expect((await sweep()).due).toEqual(made.map(({ id }) => id).toSorted())
  })

  it('waits for no delivery that is locked, and takes it later', async () => {
    const [locked, ...free] = made as [MadeDelivery, ...MadeDelivery[]]
    const blocker = new Client({ connectionString: posthorn.database.url })
    await blocker.connect()
    try {
      await blocker.query('BEGIN')
      await blocker.query('SELECT 1 FROM deliveries WHERE id = $1 FOR NO KEY UPDATE', [locked.id])
      expect((await sweep()).due).toEqual(free.map(({ id }) => id).toSorted())
      await blocker.query('COMMIT')
      expect((await sweep()).due).toEqual([locked.id])
    } finally {
      await blocker.end()
    }
  })

  it('gives each delivery to one of several that run at the same time', async () => {
    const sweeps = await Promise.all(Array.from({ length: 8 }, sweep))
    expect(sweeps.flatMap(({ due }) => due).toSorted()).toEqual(made.map(({ id }) => id).toSorted())
  })
})
