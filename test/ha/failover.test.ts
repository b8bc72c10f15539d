import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PostgresServer, startPostgresServer } from '../harness/debian/postgres-server.ts'
import { POSTGRES_BIN, skippedText } from '../harness/debian/programs.ts'
import { publishAround, waitForEvents } from '../harness/load.ts'
import { startPosthorn } from '../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../harness/receiver.ts'
import { waitUntil } from '../harness/wait-until.ts'
import { sendWebhook, stripeWebhook } from '../harness/webhooks.ts'

const SERVICES = ['api', 'ingest', 'worker'] as const
const DEADLINE_MS = 180_000
/** Events accepted before the primary dies, and after the standby took over. */
const EVENTS = 60

if (POSTGRES_BIN === undefined) console.log(skippedText('the failover of PostgreSQL', 'postgresql'))

describe.runIf(POSTGRES_BIN !== undefined)(
  'when the primary is killed and its synchronous standby promoted',
  () => {
    let primary: PostgresServer
    let standby: PostgresServer
    let receiver: Receiver
    beforeAll(async () => {
      primary = await startPostgresServer()
      receiver = await startReceiver()
    })
    afterAll(async () => {
      await primary.remove()
      await standby.remove()
      await receiver.close()
    })

    it('no accepted event is lost, and the running services follow', async () => {
      const database = await primary.createDatabase('posthorn')
      standby = await primary.startStandby('standby')
      await primary.query("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
      await primary.query('SELECT pg_reload_conf()')
      await waitUntil('the standby to be synchronous', async () => {
        const rows = await primary.query("SELECT FROM pg_stat_replication WHERE sync_state = 'sync'")
        return rows.length === 1
      })
      const hosts = `posthorn@127.0.0.1:${primary.port},127.0.0.1:${standby.port}`
      const posthorn = await startPosthorn({
        database,
        databaseUrl: () => `postgresql://${hosts}/posthorn?target_session_attrs=read-write`,
        env: { API_RATE_LIMIT_PER_SECOND: '10000' },
      })
      const tenant = await posthorn.createTenant()
      const endpoint = await tenant.endpoint({ url: receiver.url })
      const source = await tenant.source({ name: 'pay', provider: 'stripe', secrets: ['whsec_of_stripe'] })
      const running = SERVICES.map((name) => posthorn.service(name))

      // Reads go on meanwhile, through Prisma.
      const statuses = new Set<number>()
      const over = new AbortController()
      const reading = (async () => {
        while (!over.signal.aborted) statuses.add((await posthorn.api.get(`${tenant.path}/endpoints`)).status)
      })()
      const load = { tenant: tenant.path, connections: 4, events: EVENTS, deadlineMs: DEADLINE_MS }
      const { accepted } = await publishAround(posthorn.api, load, async () => {
        await primary.kill()
        await standby.query('SELECT pg_promote()')
      })
      over.abort()
      await reading
      expect([...statuses].filter((status) => status !== 200 && status !== 503)).toEqual([])
      for (const { url } of running) {
        expect(await (await fetch(`${url}/metrics`)).text()).not.toContain('status="500"')
      }

      for (const { url } of running) {
        const isReady = async () => (await fetch(`${url}/readyz`)).status === 200
        await waitUntil(`${url} to be ready`, isReady, DEADLINE_MS)
      }
      const event = JSON.stringify({ id: 'evt_1', type: 'invoice.paid', object: 'event' })
      const received = await sendWebhook(source.ingestUrl, stripeWebhook('whsec_of_stripe', event))
      expect(received.status).toBe(202)

      await waitForEvents(receiver, [...accepted, received.body.eventId], DEADLINE_MS)
      const [first] = receiver.received
      new Webhook(endpoint.secret).verify(String(first?.body), first?.headers as Record<string, string>)
      const settled = async () => {
        const path = `${tenant.path}/deliveries?status=pending&limit=1`
        return (await posthorn.api.get<{ data: unknown[] }>(path)).body.data.length === 0
      }
      await waitUntil('no delivery to be pending', settled, DEADLINE_MS)
      expect(running.map((service) => service.isRunning())).toEqual([true, true, true])
      await posthorn.stop()
    })
  },
)
