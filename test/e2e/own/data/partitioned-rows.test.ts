import { type DeliveryId, type EventId, newId } from '@posthorn/contracts'
import { claimDeliveries, type Database, recordAttempts, storeRejectedRequest } from '@posthorn/database'
import { beforeAll, describe, expect, it } from 'vitest'
import { attemptRecordOf } from '../../../harness/database/attempt-record.ts'
import { makeEventAt } from '../../../harness/database/made-deliveries.ts'
import { FAR, inWeeks, partitionOf, WEEKS_OF_FIRST, weekOf } from '../../../harness/database/partitions.ts'
import { startWithDatabase } from '../../../harness/database/start-with-database.ts'
import type { Posthorn } from '../../../harness/posthorn.ts'

describe('a table partitioned by time', () => {
  let posthorn: Posthorn
  let database: Database
  beforeAll(async () => {
    const started = await startWithDatabase({ services: ['api', 'ingest'] })
    ;({ posthorn, database } = started)
    return started.stop
  })

  const idsAt = async (path: string) => {
    const { status, body } = await posthorn.api.get<{ data: { id: string }[] }>(path)
    expect(status).toBe(200)
    return body.data.map(({ id }) => id)
  }

  it.each([0, 1, 2, 3])(
    'stores rows in the partition of their week and finds them there: %i weeks from now',
    async (weeks) => {
      const at = inWeeks(weeks)
      const partition = (table: keyof typeof WEEKS_OF_FIRST) => [
        weeks <= WEEKS_OF_FIRST[table] ? `${table}_first` : weekOf(table, at),
      ]
      const tenant = await posthorn.createTenant()
      const endpoint = await tenant.endpoint({ url: 'https://example.com/' })
      const source = await tenant.source({ name: 'pay', provider: 'stripe', secrets: ['whsec_1'] })

      const { eventId, deliveries } = await makeEventAt(database, tenant, at, [endpoint.id])
      const deliveryIds = deliveries.map(({ id }) => id)
      expect(await partitionOf(posthorn.database, 'events', 'id', eventId)).toEqual(partition('events'))
      expect(await idsAt(`${tenant.path}/events`)).toEqual([eventId])
      expect((await posthorn.api.get(`${tenant.path}/events/${eventId}`)).status).toBe(200)
      expect(await idsAt(`${tenant.path}/events/${eventId}/deliveries`)).toEqual(deliveryIds)

      expect(await partitionOf(posthorn.database, 'deliveries', 'id', deliveryIds[0] ?? '')).toEqual(
        partition('deliveries'),
      )
      const attempts = await attempt(deliveryIds)
      expect(attempts).toHaveLength(1)
      expect(await partitionOf(posthorn.database, 'attempts', 'delivery_id', deliveryIds[0] ?? '')).toEqual(
        partition('attempts'),
      )
      expect(await idsAt(`${tenant.path}/deliveries/${deliveryIds[0]}/attempts`)).toHaveLength(1)

      const request = {
        id: newId('request', at),
        sourceId: source.id,
        contentType: undefined,
        userAgent: undefined,
        bodyBytes: 0,
        secret: undefined,
        receivedAt: at,
      }
      await storeRejectedRequest(database, request, {
        cause: 'missing_header',
        detail: 'A header that the signature needs is missing.',
        sealed: Buffer.alloc(100),
        isWhole: false,
      })
      expect(await partitionOf(posthorn.database, 'requests', 'id', request.id)).toEqual(
        partition('requests'),
      )
      expect(await idsAt(`${tenant.path}/sources/${source.id}/requests`)).toEqual([request.id])
    },
  )

  /** Makes a successful attempt for each. */
  async function attempt(ids: DeliveryId[]) {
    const claimed = await claimDeliveries(database, ids)
    const records = claimed.flatMap((result) =>
      result.kind === 'claimed' ? attemptRecordOf(result.delivery) : [],
    )
    await recordAttempts(database, records)
    return records
  }

  it('stores rows without a partition in the default one, and lists them in order with the others', async () => {
    const tenant = await posthorn.createTenant()
    const times = [FAR, inWeeks(2), inWeeks(1), inWeeks(0), inWeeks(-50)]
    const stored: EventId[] = []
    for (const at of times.toReversed()) stored.unshift((await makeEventAt(database, tenant, at)).eventId)

    expect(await partitionOf(posthorn.database, 'events', 'id', stored[0] ?? '')).toEqual(['events_default'])
    expect(await partitionOf(posthorn.database, 'events', 'id', stored[4] ?? '')).toEqual(['events_first'])
    const page = async (query: string) => {
      const { body } = await posthorn.api.get<{ data: { id: string }[]; nextCursor: string | null }>(
        `${tenant.path}/events?limit=2${query}`,
      )
      return { ids: body.data.map(({ id }) => id), next: body.nextCursor }
    }
    const first = await page('')
    const second = await page(`&cursor=${first.next}`)
    const third = await page(`&cursor=${second.next}`)
    expect([...first.ids, ...second.ids, ...third.ids]).toEqual(stored)
    expect(third.next).toBeNull()
    expect((await page(`&from=${inWeeks(3).toISOString()}`)).ids).toEqual([stored[0]])
  })
})
