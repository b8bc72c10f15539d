import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PgBouncer, startPgBouncer } from '../harness/debian/pgbouncer.ts'
import { type PostgresServer, startPostgresServer } from '../harness/debian/postgres-server.ts'
import { PGBOUNCER, POSTGRES_BIN, skippedText } from '../harness/debian/programs.ts'
import { publishAround, waitForEvents } from '../harness/load.ts'
import { startPosthorn } from '../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../harness/receiver.ts'
import { waitUntil } from '../harness/wait-until.ts'

const DEADLINE_MS = 180_000
const EVENTS = 60
/** More than all pools of the services, as docs/high-availability.md says. */
const SETTINGS = { pool_mode: 'session', default_pool_size: '100', max_client_conn: '500' }

const HAS_PROGRAMS = POSTGRES_BIN !== undefined && PGBOUNCER !== undefined
if (!HAS_PROGRAMS) console.log(skippedText('PgBouncer', 'postgresql pgbouncer'))

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

    // Every connection to the server comes from PgBouncer; one of them waits for jobs.
    const isListening = async () => {
      // BullMQ names the connection that listens for a worker.
      const rows = await server.query("SELECT FROM pg_stat_activity WHERE application_name LIKE '%:w'")
      return rows.length > 0
    }
    const load = { tenant: tenant.path, connections: 4, events: EVENTS, deadlineMs: DEADLINE_MS }
    const { accepted } = await publishAround(posthorn.api, load, async () => {
      await waitUntil('the worker to listen for jobs', isListening, DEADLINE_MS)
      await bouncer.restart()
    })
    await waitForEvents(receiver, accepted, DEADLINE_MS)
    await waitUntil('the worker to listen again', isListening, DEADLINE_MS)
    const names = ['api', 'worker'] as const
    expect(names.filter((name) => !posthorn.service(name).isRunning())).toEqual([])
    await posthorn.stop()
  })
})
