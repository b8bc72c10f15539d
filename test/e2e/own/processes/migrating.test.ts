import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  DeliveryId,
  DeliveryQuery,
  EndpointId,
  EventId,
  EventQuery,
  PageQuery,
  RequestQuery,
  SourceId,
  TenantId,
} from '@posthorn/contracts'
import {
  addPartitions,
  claimDeliveries,
  type Database,
  findDelivery,
  findEvent,
  findPublished,
  listAttemptsOfDelivery,
  listDeliveries,
  listEvents,
  listRequests,
} from '@posthorn/database'
import { applyMigrations } from '@posthorn/database/migrations'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../harness/database/database.ts'
import { openDatabase } from '../../../harness/database/open-database.ts'

const MIGRATIONS = join(import.meta.dirname, '../../../../prisma/migrations')
const TENANT = TenantId.parse('acme')
const ENDPOINT = EndpointId.parse('ep_01h455vb4pex5vsknk084sn02q')
const SOURCE = SourceId.parse('src_01h455vb4pex5vsknk084sn02q')
const EVENT = EventId.parse('evt_01h455vb4pex5vsknk084sn02q')
const CLAIMED = DeliveryId.parse('dlv_01h455vb4pex5vsknk084sn02q')
const SUCCEEDED = DeliveryId.parse('dlv_01h455vb4pex5vsknk084sn02r')
const FAILED = DeliveryId.parse('dlv_01h455vb4pex5vsknk084sn02s')

/** An installation of an earlier version: a delivery is claimed, its worker has died, and others have ended. */
const EARLIER = `
  INSERT INTO tenants (id, updated_at) VALUES ('${TENANT}', now());
  INSERT INTO endpoints (id, tenant_id, url, event_types, timeout_seconds, retry_schedule, retry_on, payload_format,
    signatures, max_in_flight, updated_at)
  VALUES ('${ENDPOINT}', '${TENANT}', 'https://example.com/', '{*}', 10, '{1}', 'server-errors', 'envelope', '{standard}', 20,
    now());
  INSERT INTO endpoint_gates (endpoint_id) VALUES ('${ENDPOINT}');
  INSERT INTO sources (id, tenant_id, name, provider, event_type_prefix, tolerance_seconds, dedupe_window_seconds, updated_at)
  VALUES ('${SOURCE}', '${TENANT}', 'pay', 'stripe', 'pay', 300, 2592000, now());
  INSERT INTO events (id, tenant_id, type, timestamp, external_id, source_id, content_type, body, data_start, trace_id,
    created_at)
  VALUES ('${EVENT}', '${TENANT}', 'order.paid', now(), 'own-1', '${SOURCE}', 'application/json', '{"data":{}}', 8,
    repeat('0', 32), now());
  INSERT INTO requests (id, source_id, outcome, event_id, body_bytes, received_at)
  VALUES ('req_01h455vb4pex5vsknk084sn02q', '${SOURCE}', 'accepted', '${EVENT}', 2, now());
  INSERT INTO deliveries (id, tenant_id, event_id, endpoint_id, event_type, status, attempt_count, next_attempt_at, remind_at,
    claimed_at, lease_until, created_at, finished_at)
  VALUES
    ('${CLAIMED}', '${TENANT}', '${EVENT}', '${ENDPOINT}', 'order.paid', 'pending', 2, now() - interval '1 min', now(),
      now() - interval '1 min', now() - interval '1 s', now(), NULL),
    ('${SUCCEEDED}', '${TENANT}', '${EVENT}', '${ENDPOINT}', 'order.paid', 'succeeded', 1, NULL, NULL, NULL, NULL, now(), now()),
    ('${FAILED}', '${TENANT}', '${EVENT}', '${ENDPOINT}', 'order.paid', 'failed', 1, NULL, NULL, NULL, NULL, now(), now());
  INSERT INTO attempts (id, delivery_id, number, trigger, started_at, duration_ms, request_headers, status_code, result)
  VALUES
    ('att_01h455vb4pex5vsknk084sn02q', '${CLAIMED}', 1, 'schedule', now(), 10, '{}', 503, 'failed'),
    ('att_01h455vb4pex5vsknk084sn02r', '${SUCCEEDED}', 1, 'schedule', now(), 10, '{}', 200, 'succeeded')`

describe('a database from before leases and partitions', () => {
  let testDatabase: TestDatabase
  let database: Database
  beforeAll(async () => {
    testDatabase = await createTestDatabase({ migrated: false })
    database = openDatabase(testDatabase)
    const names = readdirSync(MIGRATIONS).filter((name) => /^\d/.test(name))
    const change = names.find((name) => name.endsWith('_leases_and_partitions')) ?? ''
    const directory = mkdtempSync(join(tmpdir(), 'posthorn-migrations-'))
    for (const name of names.filter((other) => other < change)) {
      cpSync(join(MIGRATIONS, name), join(directory, name), { recursive: true })
    }
    await applyMigrations(testDatabase.url, { directory })
    rmSync(directory, { recursive: true })
    await testDatabase.query(EARLIER)
    await applyMigrations(testDatabase.url)
  })
  afterAll(async () => {
    await database.close()
    await testDatabase.drop()
  })

  it("keeps its events, by id and by the publisher's id", async () => {
    expect(await findEvent(database, TENANT, EVENT)).toMatchObject({
      id: EVENT,
      externalId: 'own-1',
    })
    for (const query of [{}, { type: 'order.paid' }, { sourceId: SOURCE }, { externalId: 'own-1' }]) {
      const { data } = await listEvents(database, TENANT, EventQuery.parse(query))
      expect(data.map(({ id }) => id)).toEqual([EVENT])
    }
    const published = await findPublished(database, TENANT, { externalIds: ['own-1', 'own-2'] })
    expect(published).toMatchObject([{ id: EVENT, deliveries: 3 }])
  })

  it('keeps its requests, its deliveries and their attempts', async () => {
    const { data: requests } = await listRequests(database, SOURCE, RequestQuery.parse({}))
    expect(requests).toMatchObject([{ outcome: 'accepted', eventId: EVENT }])
    const { data: deliveries } = await listDeliveries(database, TENANT, DeliveryQuery.parse({}))
    expect(deliveries.map(({ id, status, attemptCount }) => [id, status, attemptCount])).toEqual([
      [FAILED, 'failed', 1],
      [SUCCEEDED, 'succeeded', 1],
      [CLAIMED, 'pending', 1],
    ])
    const { data: attempts } = await listAttemptsOfDelivery(database, SUCCEEDED, PageQuery.parse({}))
    expect(attempts).toMatchObject([{ number: 1, statusCode: 200 }])
  })

  it('keeps its claims: the attempt of a lost worker is lost, and the next one has the next number', async () => {
    const [claimed] = await claimDeliveries(database, [CLAIMED])
    expect(claimed).toMatchObject({ kind: 'claimed', delivery: { deliveryId: CLAIMED, attemptNumber: 3 } })
    expect(await findDelivery(database, TENANT, CLAIMED)).toMatchObject({
      status: 'pending',
      attemptCount: 2,
    })
    const { data } = await listAttemptsOfDelivery(database, CLAIMED, PageQuery.parse({}))
    expect(data.map(({ number, errorCode }) => [number, errorCode])).toEqual([
      [2, 'worker_lost'],
      [1, null],
    ])
  })

  it('continues in partitions', async () => {
    expect(await addPartitions(database, 3)).toBe(0)
    expect(await addPartitions(database, 4)).toBe(4)
  })
})
