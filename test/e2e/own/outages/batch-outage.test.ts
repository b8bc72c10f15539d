import type { PublishedBatch } from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ProxiedPosthorn, startProxiedPosthorn } from '../../../harness/database/proxied-posthorn.ts'
import { idOf, problem, reply, TIME } from '../../../harness/expected.ts'

const accepted = (type: string) => ({
  status: 202,
  event: { id: idOf('evt'), type, timestamp: TIME, deliveries: 0, duplicate: false },
})

describe('a batch while PostgreSQL is unavailable', () => {
  let posthorn: ProxiedPosthorn
  beforeAll(async () => {
    posthorn = await startProxiedPosthorn({ services: ['api'] })
  })
  afterAll(() => posthorn?.stop())

  it('gets 503 and is not stored, and is published when it is sent again', async () => {
    const tenant = await posthorn.createTenant()
    const publish = () =>
      posthorn.api.post<PublishedBatch>(`${tenant.path}/events/batch`, {
        events: [
          { type: 'a', data: {}, id: 'one' },
          { type: 'b', data: {} },
        ],
      })

    await posthorn.proxy.refuse()
    expect(await publish()).toEqual(
      problem(
        503,
        'unavailable',
        'PostgreSQL did not answer, so the outcome is unknown. Repeat the request with the same `id` or `Idempotency-Key`.',
      ),
    )
    expect(await posthorn.database.query('SELECT 1 FROM events')).toEqual([])
    await posthorn.proxy.pass()
    expect(await publish()).toEqual(reply(202, { data: [accepted('a'), accepted('b')] }))
  })
})
