import type { PublishedBatch } from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { idOf, problem, reply, TIME } from '../../../harness/expected.ts'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { startTcpProxy, type TcpProxy } from '../../../harness/tcp-proxy.ts'

const accepted = (type: string) => ({
  status: 202,
  event: { id: idOf('evt'), type, timestamp: TIME, deliveries: 0, duplicate: false },
})

describe('a batch while PostgreSQL is unavailable', () => {
  let proxy: TcpProxy
  let posthorn: Posthorn
  beforeAll(async () => {
    const { hostname, port } = new URL(inject('postgresUrl'))
    proxy = await startTcpProxy({ host: hostname, port: Number(port) })
    posthorn = await startPosthorn({
      services: ['api'],
      databaseUrl: (url) => Object.assign(new URL(url), { host: `127.0.0.1:${proxy.port}` }).href,
    })
  })
  afterAll(async () => {
    await proxy.pass()
    await posthorn.stop()
    await proxy.close()
  })

  it('gets 503 and is not stored, and is published when it is sent again', async () => {
    const tenant = await posthorn.createTenant()
    const publish = () =>
      posthorn.api.post<PublishedBatch>(`${tenant.path}/events/batch`, {
        events: [
          { type: 'a', data: {}, id: 'one' },
          { type: 'b', data: {} },
        ],
      })

    await proxy.refuse()
    expect(await publish()).toEqual(
      problem(
        503,
        'unavailable',
        'PostgreSQL did not answer, so the outcome is unknown. Repeat the request with the same `id` or `Idempotency-Key`.',
      ),
    )
    expect(await posthorn.database.query('SELECT 1 FROM events')).toEqual([])
    await proxy.pass()
    expect(await publish()).toEqual(reply(202, { data: [accepted('a'), accepted('b')] }))
  })
})
