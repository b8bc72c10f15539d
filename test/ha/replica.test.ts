import { EventQuery, TenantId, UnavailableError } from '@posthorn/contracts'
import { type ListSource, listEvents, readFromReplica } from '@posthorn/database'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../harness/database/open-database.ts'
import { type PostgresServer, startPostgresServer } from '../harness/debian/postgres-server.ts'
import { POSTGRES_BIN, skippedText } from '../harness/debian/programs.ts'
import { startPosthorn } from '../harness/posthorn.ts'
import { startTcpProxy, type TcpProxy } from '../harness/tcp-proxy.ts'
import { waitUntil } from '../harness/wait-until.ts'

const EVENTS = 20
/** After a replica was down or too far behind, five seconds pass until it is asked again; on a busy machine that happens repeatedly. */
const SERVES_MS_MAX = 60_000
/** A query that takes longer takes too long. */
const SLOW_MS = 500

if (POSTGRES_BIN === undefined) console.log(skippedText('reading from a replica', 'postgresql'))

describe.runIf(POSTGRES_BIN !== undefined)('with DATABASE_REPLICA_URL', () => {
  let primary: PostgresServer
  let replica: PostgresServer
  let proxy: TcpProxy
  beforeAll(async () => {
    primary = await startPostgresServer()
  })
  afterAll(async () => {
    await proxy.close()
    await primary.remove()
    await replica.remove()
  })

  it('the replica serves lists and statistics, which show every write before them, whether it is up, behind or down', async () => {
    const database = await primary.createDatabase('posthorn')
    replica = await primary.startStandby('replica')
    proxy = await startTcpProxy({ host: '127.0.0.1', port: replica.port })
    const posthorn = await startPosthorn({
      database,
      services: ['api'],
      env: {
        API_RATE_LIMIT_PER_SECOND: '10000',
        DATABASE_REPLICA_URL: `postgresql://posthorn@127.0.0.1:${proxy.port}/posthorn`,
      },
    })
    // Another process, which remembers no write of the first.
    const { url: writer } = posthorn.service('api')
    await posthorn.start('api')
    const reader = posthorn.service('api').url
    const tenant = await posthorn.createTenant()
    const endpoint = await tenant.endpoint({ url: 'http://127.0.0.1:9/' })
    const call = async (url: string, path: string, body?: object) => {
      const response = await fetch(`${url}${tenant.path}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          authorization: 'Bearer the-admin-key-of-the-tests',
          'content-type': 'application/json',
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return { status: response.status, body: (await response.json()) as Record<string, unknown> }
    }
    let published = 0
    /** Publishes, and reads the event, its delivery and its count at once in the other process. */
    const publishAndRead = async () => {
      const event = await call(writer, '/events', { type: 'order.paid', data: {}, id: `order-${published}` })
      expect(event.status).toBe(202)
      published += 1
      const [events, byId, deliveries, stats, ofEndpoint] = await Promise.all([
        call(reader, '/events?limit=1'),
        call(reader, `/events?externalId=order-${published - 1}`),
        call(reader, `/deliveries?endpointId=${endpoint.id}&limit=1`),
        call(reader, '/stats?bucket=minute'),
        call(reader, `/endpoints/${endpoint.id}/stats`),
      ])
      const eventId = event.body['id']
      expect(events.body['data']).toMatchObject([{ id: eventId }])
      expect(byId.body['data']).toMatchObject([{ id: eventId }])
      expect(deliveries.body['data']).toMatchObject([{ eventId }])
      const buckets = stats.body['data'] as { events: number }[]
      expect(buckets.reduce((sum, bucket) => sum + bucket.events, 0)).toBe(published)
      expect(ofEndpoint.body['deliveries']).toMatchObject({ pending: published })
    }
    const readsOnReplica = async () => {
      const [row] = await replica.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM pg_stat_activity
         WHERE application_name = 'posthorn-api-lists' AND query ~ 'FROM (events|deliveries|counts)|FROM unnest'`,
      )
      return row?.count ?? 0
    }

    for (let index = 0; index < EVENTS; index += 1) await publishAndRead()
    const replicaServes = async () => {
      await publishAndRead()
      return (await readsOnReplica()) > 0
    }
    await waitUntil('the replica to serve reads', replicaServes, SERVES_MS_MAX)

    // Behind: it receives changes and does not show them.
    await replica.query('SELECT pg_wal_replay_pause()')
    await waitUntil('replay to be paused', async () => {
      const [row] = await replica.query<{ state: string }>('SELECT pg_get_wal_replay_pause_state() AS state')
      return row?.state === 'paused'
    })
    for (let index = 0; index < 3; index += 1) await publishAndRead()
    await replica.query('SELECT pg_wal_replay_resume()')

    // It accepts connections and does not answer.
    proxy.hang()
    await publishAndRead()
    await proxy.refuse()
    for (let index = 0; index < 3; index += 1) await publishAndRead()

    // It is used again.
    await proxy.pass()
    await waitUntil('the replica to serve reads again', replicaServes, SERVES_MS_MAX)
    await posthorn.stop()
  })

  it('a query that takes too long is not repeated on the primary, and the replica is asked the next time, too', async () => {
    const url = ({ port }: { port: number }) => `postgresql://posthorn@127.0.0.1:${port}/posthorn`
    const database = openDatabase({ url: url(primary) }, { statementMsMax: SLOW_MS })
    const errors: Error[] = []
    const lists = readFromReplica(database, {
      url: url(replica),
      poolMax: 2,
      statementMsMax: SLOW_MS,
      applicationName: 'posthorn-test-lists',
      onError: (error) => errors.push(error),
    })
    /** Where one read was tried, and how it ended. */
    const read = async () => {
      const sources: ListSource[] = []
      const reported = errors.length
      const ended = lists.read((source) => {
        sources.push(source)
        return listEvents(source, TenantId.parse('any'), EventQuery.parse({}))
      })
      const error = await ended.then(
        () => undefined,
        (reason: unknown) => reason,
      )
      return { sources, error, errors: errors.slice(reported) }
    }
    const isOnReplica = ({ sources }: { sources: ListSource[] }) => sources[0] !== database
    const locking = new Client({ connectionString: url(primary) })
    await locking.connect()
    try {
      await locking.query('BEGIN')
      await locking.query('LOCK TABLE events IN ACCESS EXCLUSIVE MODE')
      // A commit sends the lock to the replica at once, and not with the next snapshot, up to 15 seconds later.
      await primary.query("SELECT pg_logical_emit_message(true, 'test', '')")
      await waitUntil('the replica to replay the lock', async () => {
        const locks = await replica.query(
          "SELECT 1 FROM pg_locks WHERE locktype = 'relation' AND mode = 'AccessExclusiveLock'",
        )
        return locks.length > 0
      })
      // On a busy machine the replica may be too far behind: then the primary serves all reads of five seconds.
      const slow = await waitUntil('two reads in a row on the replica', async () => {
        const reads = [await read(), await read()]
        return reads.every(isOnReplica) && reads
      })
      for (const { sources, error, errors: reported } of slow) {
        expect(error).toBeInstanceOf(UnavailableError)
        expect(sources).toHaveLength(1)
        expect(reported).toEqual([])
      }
      await locking.query('ROLLBACK')
      await waitUntil('the replica to serve a read', async () => {
        const served = await read()
        return served.error === undefined && isOnReplica(served)
      })
    } finally {
      await locking.end()
      await lists.close()
      await database.close()
    }
  })
})
