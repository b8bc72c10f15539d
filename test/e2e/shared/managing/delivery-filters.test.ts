import type { Delivery, Page } from '@posthorn/contracts'
import { beforeAll, describe, expect, it } from 'vitest'
import { problem } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

const at = (minute: number) => `2026-11-20T10:${String(minute).padStart(2, '0')}:00.000Z`

interface Row {
  type?: string
  endpoint?: 'FIRST' | 'SECOND'
  status: string
  code?: number
  error?: string
  trigger?: string
  minute?: number
}

/** The last result of each delivery, in the order of creation. */
const ROWS: readonly Row[] = [
  { status: 'succeeded', code: 200, minute: 1 },
  { status: 'succeeded', code: 204, minute: 2, trigger: 'manual' },
  { status: 'failed', code: 503, minute: 3 },
  { status: 'failed', code: 404, minute: 4, type: 'user.created' },
  { status: 'failed', error: 'timeout', minute: 5, trigger: 'recover' },
  { status: 'pending', code: 503, endpoint: 'SECOND' },
  { status: 'pending', error: 'dns_failure', trigger: 'test', endpoint: 'SECOND' },
  { status: 'pending', endpoint: 'SECOND' },
  { status: 'cancelled', code: 500, minute: 6, endpoint: 'SECOND' },
  { status: 'succeeded', code: 503, minute: 7, trigger: 'manual', endpoint: 'SECOND' },
]
const ALL = ROWS.map((_, index) => index).toReversed()

describe('deliveries by the filters of their list', () => {
  const posthorn = sharedPosthorn('idle')
  let tenant: Tenant
  const endpoints: Record<string, string> = {}
  /** Ids in the order of {@link ROWS}. */
  const ids: string[] = []
  beforeAll(async () => {
    tenant = await posthorn.createTenant()
    for (const endpoint of ['FIRST', 'SECOND'])
      endpoints[endpoint] = (
        await tenant.endpoint({ url: 'https://example.com/', eventTypes: [`${endpoint.toLowerCase()}.*`] })
      ).id
    for (const row of ROWS) ids.push(await make(row))
  })

  async function make({ endpoint = 'FIRST', type = 'order.paid', ...row }: Row): Promise<string> {
    const event = { type: `${endpoint.toLowerCase()}.${type}`, data: {} }
    const { body } = await posthorn.api.post<{ id: string }>(`${tenant.path}/events`, event)
    const [delivery] = await posthorn.database.query<{ id: string }>(
      `UPDATE deliveries SET status = $2::delivery_status, last_status_code = $3, last_error_code = $4,
         last_trigger = $5::attempt_trigger, finished_at = $6::timestamptz,
         next_attempt_at = CASE WHEN $6::timestamptz IS NULL THEN next_attempt_at END WHERE event_id = $1 RETURNING id`,
      [body.id, row.status, row.code, row.error, row.trigger, row.minute && at(row.minute)],
    )
    return delivery?.id ?? ''
  }

  const list = (query: string) => posthorn.api.get<Page<Delivery>>(`${tenant.path}/deliveries?${query}`)
  const filled = (query: string) => query.replaceAll(/FIRST|SECOND/g, (word) => endpoints[word] ?? '')

  it.each<[query: string, indexes: number[]]>([
    ['', ALL],
    ['status=failed,pending', [7, 6, 5, 4, 3, 2]],
    ['status=succeeded,cancelled', [9, 8, 1, 0]],
    ['status=failed&status=pending', [7, 6, 5, 4, 3, 2]],
    ['statusCode=503', [9, 5, 2]],
    ['statusCode=5xx', [9, 8, 5, 2]],
    ['statusCode=4xx,5xx', [9, 8, 5, 3, 2]],
    ['statusCode=404,500', [8, 3]],
    ['statusCode=none', [6, 4]],
    ['statusCode=none,404', [6, 4, 3]],
    ['statusCode=2xx', [1, 0]],
    ['statusCode=200', [0]],
    ['statusCode=204,503', [9, 5, 2, 1]],
    ['statusCode=999', []],
    ['statusCode=503&status=pending', [5]],
    ['statusCode=5xx&status=failed,cancelled', [8, 2]],
    ['statusCode=5xx&endpointId=FIRST', [2]],
    ['errorCode=timeout', [4]],
    ['errorCode=timeout,dns_failure', [6, 4]],
    ['errorCode=timeout&statusCode=none', [4]],
    ['errorCode=timeout&statusCode=503', []],
    ['errorCode=tls_failure', []],
    ['trigger=manual', [9, 1]],
    ['trigger=recover,test', [6, 4]],
    ['trigger=schedule', [8, 7, 5, 3, 2, 0]],
    ['trigger=schedule,manual', [9, 8, 7, 5, 3, 2, 1, 0]],
    ['trigger=manual&statusCode=2xx', [1]],
    ['endpointId=SECOND', [9, 8, 7, 6, 5]],
    ['endpointId=FIRST,SECOND', ALL],
    ['endpointId=SECOND&status=pending,cancelled', [8, 7, 6, 5]],
    ['eventType=first.user.created', [3]],
    ['eventType=first.user.created,second.order.paid', [9, 8, 7, 6, 5, 3]],
    ['eventType=second.order.paid&endpointId=FIRST', []],
    [`finishedFrom=${at(3)}&statusCode=5xx`, [9, 8, 2]],
    [`finishedFrom=${at(3)}&finishedTo=${at(7)}&statusCode=5xx,none`, [8, 4, 2]],
    [`finishedFrom=${at(0)}&errorCode=timeout`, [4]],
    [`finishedFrom=${at(0)}&trigger=manual`, [9, 1]],
    [`finishedFrom=${at(0)}&status=failed,cancelled`, [8, 4, 3, 2]],
    [`finishedFrom=${at(0)}&statusCode=200`, [0]],
    [`finishedFrom=${at(0)}&endpointId=FIRST,SECOND&status=succeeded`, [9, 1, 0]],
  ])('are those that match all of them, newest first: %s', async (query, indexes) => {
    const { status, body } = await list(filled(query))
    expect([status, body.data?.map(({ id }) => ids.indexOf(id))]).toEqual([200, indexes])
    expect(body.nextCursor).toBeNull()
  })

  it.each([
    ['statusCode=5xx,none', [9, 8, 6, 5, 4, 2]],
    ['trigger=schedule', [8, 7, 5, 3, 2, 0]],
    [`finishedFrom=${at(0)}&statusCode=4xx,5xx,none`, [9, 8, 4, 3, 2]],
  ])('are listed once each, page by page: %s', async (query, indexes) => {
    const found: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body }: { body: Page<Delivery> } = await list(
        `${query}&limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`,
      )
      found.push(...body.data.map(({ id }) => id))
      cursor = body.nextCursor
    }
    expect(found.map((id) => ids.indexOf(id))).toEqual(indexes)
  })

  it.each([
    ['statusCode=5x', 'statusCode.0', 'expected a status such as 503, a class such as 5xx, or none'],
    ['statusCode=503,', 'statusCode.1', 'expected a status such as 503, a class such as 5xx, or none'],
    [`endpointId=${Array(21).fill('ep_1').join(',')}`, 'endpointId', 'expected at most 20 values'],
  ])('are refused with the position of a wrong value: %s', async (query, path, message) => {
    expect(await list(query)).toEqual(
      problem(400, 'invalid_request', expect.stringContaining(message), [{ path, message }]),
    )
  })

  it('show the last result of each', async () => {
    const { body } = await list('statusCode=503&status=succeeded')
    expect(body.data).toMatchObject([
      { trigger: 'manual', lastStatusCode: 503, lastErrorCode: null, reason: null },
    ])
  })
})
