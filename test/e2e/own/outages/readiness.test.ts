import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiClient } from '../../../harness/api-client.ts'
import { reply } from '../../../harness/expected.ts'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { OWN_REDIS } from '../../../harness/redis/redis.ts'
import type { ServiceName } from '../../../harness/service.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const SERVICES: ServiceName[] = ['api', 'ingest', 'worker']

describe.runIf(OWN_REDIS)('with Redis', () => {
  let posthorn: Posthorn
  beforeAll(async () => {
    posthorn = await startPosthorn({ queue: 'redis' })
  })
  afterAll(() => posthorn.stop())

  describe.each(SERVICES)('%s', (name) => {
    it('names the queue at /readyz while Redis is unavailable, and is ready again when it is back', async () => {
      const client = apiClient(posthorn.service(name).url, undefined)
      const readiness = (status: number) =>
        waitUntil(`readyz to answer ${status}`, async () => {
          const answer = await client.get('/readyz')
          return answer.status === status && answer
        })
      const ready = reply(200, { status: 'ready', checks: { postgresql: 'up', queue: 'up' } })

      expect(await readiness(200)).toEqual(ready)
      await posthorn.redis?.stop()
      expect(await readiness(503)).toEqual(
        reply(503, { status: 'not_ready', checks: { postgresql: 'up', queue: 'down' } }),
      )
      expect(await client.get('/healthz')).toEqual(reply(200, { status: 'ok' }))
      await posthorn.redis?.restart()
      expect(await readiness(200)).toEqual(ready)
    })
  })
})
