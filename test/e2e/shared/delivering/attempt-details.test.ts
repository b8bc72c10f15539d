import type { Attempt, Page } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { apiClient } from '../../../harness/api-client.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { keyOf } from '../../../harness/tenant-routes.ts'

describe('an attempt shows', () => {
  const posthorn = sharedPosthorn()

  /** The attempts of the delivery of a new event, the first one first. */
  async function attemptsOf(tenant: Tenant, key?: string): Promise<Attempt[]> {
    await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
    const [delivery] = await tenant.settled(1)
    const client = key === undefined ? posthorn.api : apiClient(posthorn.service('api').url, key)
    const path = `${tenant.path}/deliveries/${delivery?.id}/attempts`
    return (await client.get<Page<Attempt>>(path)).body.data.toReversed()
  }

  it('its URL, its address and its phases', async () => {
    const receiver = await startReceiver()
    const { port } = new URL(receiver.url)
    const tenant = await posthorn.createTenant()
    const url = `http://localhost:${port}/hook`
    await tenant.endpoint({ url })
    const [first] = await attemptsOf(tenant)
    const number = expect.any(Number)
    const phases = { dnsMs: number, connectMs: number, tlsMs: null, firstByteMs: number }
    expect(first).toMatchObject({
      url,
      address: '127.0.0.1',
      phases: { ...phases, totalMs: first?.durationMs },
      errorDetail: null,
    })
    await receiver.close()
  })

  it('no address to a key of the tenant', async () => {
    const receiver = await startReceiver()
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url })
    const { key } = await keyOf(posthorn, tenant, 'manage')
    const [attempt] = await attemptsOf(tenant, key)
    expect(attempt).toMatchObject({ statusCode: 200, url: `${receiver.url}/` })
    expect(attempt).not.toHaveProperty('address')
    await receiver.close()
  })

  it.each([
    [
      'http://127.0.0.1:9/',
      'connection_refused',
      'Nothing listens at 127.0.0.1:9: the connection was refused.',
    ],
    [
      'http://no-such-host.invalid/',
      'dns_failure',
      'The host name of no-such-host.invalid does not exist or has no address.',
    ],
  ])('why there is no reply from %s', async (url, errorCode, errorDetail) => {
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url, retrySchedule: [] })
    expect(await attemptsOf(tenant)).toMatchObject([
      { url, statusCode: null, errorCode, errorDetail, phases: { connectMs: null, firstByteMs: null } },
    ])
  })
})
