import type { Delivery, Page } from '@posthorn/contracts'
import { beforeAll, describe, expect, it } from 'vitest'
import { problem } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

const at = (minute: number) => `2026-11-20T10:${String(minute).padStart(2, '0')}:00.000Z`

/** Status and minute of its end, for each delivery in order of creation. */
const ENDS: [status: string, minute: number | undefined][] = [
  ['failed', 7],
  ['succeeded', 3],
  ['failed', 5],
  ['pending', undefined],
  ['cancelled', 5],
  ['succeeded', 9],
  ['failed', 1],
]

describe('deliveries by their end', () => {
  const posthorn = sharedPosthorn('idle')
  let tenant: Tenant
  let endpointId: string
  /** Ids in the order of {@link ENDS}. */
  let ids: string[]
  beforeAll(async () => {
    tenant = await posthorn.createTenant()
    endpointId = (await tenant.endpoint({ url: 'https://example.com/' })).id
    for (const [index] of ENDS.entries()) {
      const event = { type: index === 0 ? 'order.first' : 'order.paid', data: {} }
      await posthorn.api.post(`${tenant.path}/events`, event)
    }
    const { body } = await posthorn.api.get<Page<Delivery>>(`${tenant.path}/deliveries`)
    ids = body.data.map(({ id }) => id).toReversed()
    for (const [index, [status, minute]] of ENDS.entries()) {
      if (minute !== undefined) await end(ids[index] ?? '', status, minute)
    }
  })

  const end = (id: string, status: string, minute: number) =>
    posthorn.database.query(
      `UPDATE deliveries SET status = $2::delivery_status, finished_at = $3, next_attempt_at = NULL, remind_at = NULL
       WHERE id = $1`,
      [id, status, at(minute)],
    )
  const list = (query: string) => posthorn.api.get<Page<Delivery>>(`${tenant.path}/deliveries?${query}`)
  /** The positions in {@link ENDS} of the listed deliveries. */
  const listed = async (query: string) => (await list(query)).body.data.map(({ id }) => ids.indexOf(id))

  it.each<[query: string, indexes: number[]]>([
    [`finishedFrom=${at(0)}`, [5, 0, 4, 2, 1, 6]],
    [`finishedTo=${at(59)}`, [5, 0, 4, 2, 1, 6]],
    [`finishedFrom=${at(3)}&finishedTo=${at(7)}`, [4, 2, 1]],
    [`finishedFrom=${at(5)}&finishedTo=${at(5)}`, []],
    [`finishedFrom=${at(0)}&status=failed`, [0, 2, 6]],
    [`finishedFrom=${at(0)}&status=succeeded`, [5, 1]],
    [`finishedFrom=${at(0)}&status=pending`, []],
    [`finishedFrom=${at(0)}&eventType=order.first`, [0]],
    [`finishedTo=${at(6)}&status=failed&endpointId=ENDPOINT`, [2, 6]],
    [`finishedFrom=${at(0)}&endpointId=ENDPOINT`, [5, 0, 4, 2, 1, 6]],
    [`finishedFrom=${at(0)}&endpointId=ep_01h455vb4pex5vsknk084sn02q`, []],
    [`finishedFrom=${at(0)}&to=2020-01-01T00:00:00Z`, []],
    [`finishedFrom=${at(0)}&from=2020-01-01T00:00:00Z&to=9999-01-01T00:00:00Z`, [5, 0, 4, 2, 1, 6]],
  ])('are those of the period, the latest first: %s', async (query, indexes) => {
    expect(await listed(query.replace('ENDPOINT', endpointId))).toEqual(indexes)
  })

  it("show nothing of another tenant's endpoint", async () => {
    const other = await posthorn.createTenant()
    const query = `finishedFrom=${at(0)}&endpointId=${endpointId}`
    const { body } = await posthorn.api.get<Page<Delivery>>(`${other.path}/deliveries?${query}`)
    expect(body).toEqual({ data: [], nextCursor: null })
  })

  it.each([1, 2, 3, 5])(
    'are listed once each, in pages of %i, even when two ended at the same time',
    async (limit) => {
      const found: string[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const { body }: { body: Page<Delivery> } = await list(
          `finishedFrom=${at(0)}&limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`,
        )
        found.push(...body.data.map(({ id }) => id))
        cursor = body.nextCursor
      }
      expect(found.map((id) => ids.indexOf(id))).toEqual([5, 0, 4, 2, 1, 6])
    },
  )

  it('do not shift while others end', async () => {
    const first = await list(`finishedFrom=${at(0)}&limit=2`)
    await end(ids[3] ?? '', 'succeeded', 30)
    const rest = await list(`finishedFrom=${at(0)}&cursor=${first.body.nextCursor}`)
    expect(rest.body.data.map(({ id }) => ids.indexOf(id))).toEqual([4, 2, 1, 6])
  })

  it('have cursors of their own', async () => {
    const refusal = problem(
      400,
      'invalid_cursor',
      'The cursor does not belong to this list. Use its nextCursor.',
      [{ path: 'cursor', message: 'expected the nextCursor of this list' }],
    )
    const byEnd = await list(`finishedFrom=${at(0)}&limit=1`)
    const byCreation = await list('limit=1')
    expect(await list(`cursor=${byEnd.body.nextCursor}`)).toEqual(refusal)
    expect(await list(`finishedFrom=${at(0)}&cursor=${byCreation.body.nextCursor}`)).toEqual(refusal)
  })

  it('need a period that does not end before it begins', async () => {
    const message = 'must not be later than "finishedTo"'
    expect(await list(`finishedFrom=${at(2)}&finishedTo=${at(1)}`)).toEqual(
      problem(400, 'invalid_request', `finishedFrom: ${message}`, [{ path: 'finishedFrom', message }]),
    )
  })
})
