import type { DeliveryId } from '@posthorn/contracts'
import { claimDeliveries, type Database } from '@posthorn/database'
import { beforeAll, describe, expect, it } from 'vitest'
import { startWithDatabase } from '../../../harness/database/start-with-database.ts'
import type { Posthorn } from '../../../harness/posthorn.ts'
import { sendgridKeys, sendgridWebhook } from '../../../harness/providers/several-events.ts'
import { sendWebhook, stripeWebhook } from '../../../harness/webhooks.ts'

const SECRET = 'whsec_of_the_provider'

/** The statements of these transactions are pipelined. */
describe('when PostgreSQL refuses one statement of several', () => {
  let posthorn: Posthorn
  let database: Database
  beforeAll(async () => {
    const started = await startWithDatabase({ services: ['api', 'ingest'] })
    ;({ posthorn, database } = started)
    return started.stop
  })

  /** Rejects rows that match the condition, until it is called with `undefined`. */
  const refuse = async (table: string, condition: string | undefined) => {
    await posthorn.database.query(`DROP TRIGGER IF EXISTS refused ON ${table}`)
    if (condition === undefined) return
    await posthorn.database.query(`
      CREATE OR REPLACE FUNCTION refused() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE 'refused by the test'; END $$`)
    await posthorn.database.query(
      `CREATE TRIGGER refused BEFORE INSERT OR UPDATE ON ${table} FOR EACH ROW WHEN (${condition}) EXECUTE FUNCTION refused()`,
    )
  }
  const count = async (from: string, values: unknown[]) => {
    const [row] = await posthorn.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${from}`,
      values,
    )
    return row?.count
  }

  it.each([
    { refused: 'a lease', table: 'leases', condition: 'true' },
    { refused: 'what has to wait', table: 'deliveries', condition: 'NEW.remind_at IS NULL' },
  ])(
    'of a claim, $refused: nothing is claimed, and the next claim succeeds',
    async ({ table, condition }) => {
      const tenant = await posthorn.createTenant()
      // Of two deliveries at once one has to wait.
      const { id: endpointId } = await tenant.endpoint({ url: 'https://example.com/', maxInFlight: 1 })
      await posthorn.api.post(`${tenant.path}/events/batch`, {
        events: [
          { type: 'order.paid', data: {} },
          { type: 'order.paid', data: {} },
        ],
      })
      const waiting = 'deliveries WHERE endpoint_id = $1 AND remind_at IS NULL'
      const leases = 'leases WHERE endpoint_id = $1'
      const rows = await posthorn.database.query<{ id: DeliveryId }>(
        'SELECT id FROM deliveries WHERE endpoint_id = $1 ORDER BY id',
        [endpointId],
      )
      const ids = rows.map(({ id }) => id)

      await refuse(table, condition)
      await expect(claimDeliveries(database, ids)).rejects.toThrow('refused by the test')
      await refuse(table, undefined)
      expect(await count(leases, [endpointId])).toBe(0)
      expect(await count(waiting, [endpointId])).toBe(0)

      expect(await claimDeliveries(database, ids)).toEqual([
        {
          kind: 'claimed',
          delivery: expect.objectContaining({ deliveryId: ids[0], attemptNumber: 1 }),
        },
        { kind: 'skipped' },
      ])
      expect(await count(leases, [endpointId])).toBe(1)
      expect(await count(waiting, [endpointId])).toBe(1)
    },
  )

  it.each(['dedupe_keys', 'events', 'requests'])(
    'of a webhook, one into %s: nothing is stored, the provider gets an error, and its retry is accepted',
    async (table) => {
      const tenant = await posthorn.createTenant()
      const source = await tenant.source({ name: 'stripe', provider: 'stripe', secrets: [SECRET] })
      const webhook = () => stripeWebhook(SECRET, `{"id":"evt_${table}","type":"payment.made"}`)
      const stored = async () => [
        await count('dedupe_keys WHERE source_id = $1', [source.id]),
        await count('events WHERE source_id = $1', [source.id]),
        await count('requests WHERE source_id = $1', [source.id]),
      ]

      await refuse(table, 'true')
      const refused = await sendWebhook(source.ingestUrl, webhook())
      await refuse(table, undefined)
      expect(refused.status).toBe(500)
      expect(await stored()).toEqual([0, 0, 0])

      expect(await sendWebhook(source.ingestUrl, webhook())).toMatchObject({
        status: 202,
        body: { status: 'accepted' },
      })
      expect(await stored()).toEqual([1, 1, 1])
    },
  )

  it.each(['dedupe_keys', 'events', 'deliveries', 'requests', 'counts'])(
    'of a webhook with several events, one into %s: nothing is stored, and its retry is accepted',
    async (table) => {
      const tenant = await posthorn.createTenant()
      await tenant.endpoint({ url: 'https://example.com/' })
      const { publicKey, privateKey } = sendgridKeys()
      const source = await tenant.source({ name: 'sendgrid', provider: 'sendgrid', publicKey })
      const parts = ['1', '2', '3'].map((id) => `{"event":"open","sg_event_id":"${table}-${id}"}`)
      const send = () => sendWebhook(source.ingestUrl, sendgridWebhook(privateKey, `[${parts.join(',')}]`))
      const stored = async () => [
        await count('dedupe_keys WHERE source_id = $1', [source.id]),
        await count('events WHERE source_id = $1', [source.id]),
        await count('deliveries WHERE tenant_id = $1', [tenant.id]),
        await count('requests WHERE source_id = $1', [source.id]),
        await count('counts WHERE tenant_id = $1', [tenant.id]),
      ]

      // The last row of several: the previous ones are stored by then.
      const last = { dedupe_keys: `NEW.key = 'id:${table}-3'`, events: `NEW.external_id = '${table}-3'` }
      await refuse(table, last[table as keyof typeof last] ?? 'true')
      const refused = await send()
      await refuse(table, undefined)
      expect(refused.status).toBe(500)
      expect(await stored()).toEqual([0, 0, 0, 0, 0])

      expect(await send()).toMatchObject({ status: 202, body: { status: 'accepted' } })
      expect(await stored()).toEqual([3, 3, 3, 1, 1])
    },
  )
})
