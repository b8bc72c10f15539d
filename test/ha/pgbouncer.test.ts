import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PgBouncer, startPgBouncer } from '../harness/debian/pgbouncer.ts'
import { type PostgresServer, startPostgresServer } from '../harness/debian/postgres-server.ts'
import { leftOut, PGBOUNCER, POSTGRES_BIN } from '../harness/debian/programs.ts'
import { eventIdOf, publishLoad } from '../harness/load.ts'
import { startPosthorn } from '../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../harness/receiver.ts'
import { waitUntil } from '../harness/wait-until.ts'

const DEADLINE_MS = 180_000
const EVENTS = 60
/** More than all pools of the services, as docs/high-availability.md says. */
const SETTINGS = { pool_mode: 'session', default_pool_size: '100', max_client_conn: '500' }

const HAS_PROGRAMS = POSTGRES_BIN !== undefined && PGBOUNCER !== undefined
if (!HAS_PROGRAMS) console.log(leftOut('PgBouncer', 'postgresql pgbouncer'))

describe.runIf(HAS_PROGRAMS)('with PgBouncer in session mode in front of PostgreSQL', () => {
  let server: PostgresServer
  let bouncer: PgBouncer
  let receiver: Receiver
  beforeAll(async () => {
    server = await startPostgresServer()
    bouncer = await startPgBouncer(server, SETTINGS)
    receiver = await startReceiver()
  })
  afterAll(async () => {
    await bouncer.stop()
    await server.remove()
    await receiver.close()
  })

  it('services publish, deliver and listen, and continue when PgBouncer is killed and restarted', async () => {
    const database = await server.createDatabase('posthorn')
    const posthorn = await startPosthorn({
      database,
      services: ['api', 'worker'],
      databaseUrl: () => `postgresql://posthorn@127.0.0.1:${bouncer.port}/posthorn`,
      env: { API_RATE_LIMIT_PER_SECOND: '10000' },
    })
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url })

    let acceptedNow = 0
    let acceptedAtKill = Number.POSITIVE_INFINITY
    const load = publishLoad(posthorn.api, {
      tenant: tenant.path,
      connections: 4,
      isOver: (accepted) => {
        acceptedNow = accepted
        return accepted >= acceptedAtKill + EVENTS
      },
    })
    await waitUntil('events to be accepted', () => acceptedNow >= EVENTS, DEADLINE_MS)
    // Every connection to the server comes from PgBouncer; one of them waits for jobs.
    const listening = async () => {
      // BullMQ names the connection that listens for a worker.
      const rows = await server.query("SELECT FROM pg_stat_activity WHERE application_name LIKE '%:w'")
      return rows.length > 0
    }
    await waitUntil('the worker to listen for jobs', listening, DEADLINE_MS)
    await bouncer.restart()
    acceptedAtKill = acceptedNow
    const { accepted } = await load
    await waitUntil(
      'every accepted event to arrive',
      () => {
        const arrived = new Set(receiver.received.map(eventIdOf))
        return accepted.every((id) => arrived.has(id))
      },
      DEADLINE_MS,
    )
    await waitUntil('the worker to listen again', listening, DEADLINE_MS)
    const names = ['api', 'worker'] as const
    expect(names.filter((name) => !posthorn.service(name).isRunning())).toEqual([])
    await posthorn.stop()
  })
})
