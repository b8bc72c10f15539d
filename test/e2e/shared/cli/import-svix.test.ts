import type { Endpoint, Page, PublishedEvent } from '@posthorn/contracts'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cliOf } from '../../../harness/cli/cli-of.ts'
import {
  type FakeApplication,
  type FakeSvix,
  SVIX_TOKEN,
  startFakeSvix,
} from '../../../harness/cli/fake-svix.ts'
import { type CliUser, createCliUser } from '../../../harness/cli/run-cli.ts'
import { ADMIN_KEY } from '../../../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

const SECRET = `whsec_${Buffer.alloc(24, 9).toString('base64')}`

describe('posthorn import svix', () => {
  const posthorn = sharedPosthorn()
  let receiver: Receiver
  let svix: FakeSvix
  let user: CliUser
  let applications: FakeApplication[]
  let acme: string
  beforeEach(async () => {
    receiver = await startReceiver()
    acme = `acme-${crypto.randomUUID()}`
    applications = [
      {
        id: `app_${crypto.randomUUID()}`,
        uid: acme,
        name: 'Acme Ltd.',
        endpoints: [
          {
            id: 'ep_1',
            url: receiver.url,
            secret: SECRET,
            headers: { 'X-Shop': 'one' },
            more: {
              filterTypes: ['order.paid'],
              description: 'orders',
              rateLimit: 50,
              metadata: { team: 'a' },
            },
          },
          { id: 'ep_2', url: receiver.url, secret: SECRET, more: { disabled: true, channels: ['eu'] } },
          { id: 'ep_3', url: receiver.url, secret: 'whsk_pair', sensitive: ['Authorization'] },
        ],
      },
      { id: `app_${crypto.randomUUID()}`, name: 'Globex', endpoints: [] },
      { id: `app_${crypto.randomUUID()}`, uid: 'not a tenant id', name: 'Initech', endpoints: [] },
    ]
    svix = await startFakeSvix(applications)
    user = await createCliUser({
      POSTHORN_URL: posthorn.service('api').url,
      POSTHORN_API_KEY: ADMIN_KEY,
      SVIX_TOKEN,
    })
  })
  afterEach(async () => {
    for (const { id, uid } of applications) {
      await posthorn.api.delete(`/v1/tenants/${uid === acme ? acme : id}`)
    }
    await user.close()
    await svix.close()
    await receiver.close()
  })

  const importing = (...args: string[]) => user.json(['import', 'svix', '--svix-url', svix.url, ...args])
  const endpointsOf = async (tenant: string) =>
    (await posthorn.api.get<Page<Endpoint>>(`/v1/tenants/${tenant}/endpoints`)).body.data.toReversed()

  it('creates tenants and endpoints with their secrets, so that receivers go on verifying', async () => {
    const results = await importing()
    expect(results.map(({ tenant, svixId, result }) => [tenant, svixId, result])).toEqual([
      [acme, 'ep_1', 'created'],
      [acme, 'ep_2', 'created'],
      [acme, 'ep_3', 'created'],
    ])
    expect(results.map(({ notes }) => notes)).toEqual([
      [],
      ['channels eu'],
      [expect.stringContaining('Authorization'), expect.stringContaining('key pair')],
    ])
    expect(await endpointsOf(acme)).toMatchObject([
      {
        eventTypes: ['order.paid'],
        description: 'orders',
        rateLimitPerSecond: 50,
        headers: { 'X-Shop': '********' },
        metadata: { team: 'a', svixEndpoint: 'ep_1' },
        status: 'active',
      },
      { eventTypes: ['*'], status: 'disabled', metadata: { svixEndpoint: 'ep_2' } },
      { eventTypes: ['*'], status: 'active', metadata: { svixEndpoint: 'ep_3' } },
    ])
    for (const { id } of applications.slice(1)) {
      expect((await posthorn.api.get(`/v1/tenants/${id}`)).status).toBe(200)
    }

    await posthorn.api.post<PublishedEvent>(`/v1/tenants/${acme}/events`, {
      type: 'order.paid',
      data: { amount: 5 },
    })
    const received = await receiver.waitFor(2)
    expect(received.map(({ body }) => body.toString())).toEqual(['{"amount":5}', '{"amount":5}'])
    const verified = received.filter(({ headers, body }) => {
      try {
        return new Webhook(SECRET).verify(body.toString(), headers as Record<string, string>)
      } catch {
        return false
      }
    })
    expect(verified).toHaveLength(1)
  })

  it('changes nothing in a dry run, and only reads from Svix', async () => {
    expect((await importing('--dry-run')).map(({ result }) => result)).toEqual([
      'planned',
      'planned',
      'planned',
    ])
    expect((await posthorn.api.get(`/v1/tenants/${acme}`)).status).toBe(404)
    await importing()
    expect(svix.requests.filter((request) => !request.startsWith('GET '))).toEqual([])
  })

  it('can be run twice, and leaves alone what was changed here', async () => {
    await importing()
    const [first] = await endpointsOf(acme)
    await posthorn.api.patch(`/v1/tenants/${acme}/endpoints/${first?.id}`, { description: 'changed here' })
    const again = await importing()
    expect(again.map(({ result }) => result)).toEqual(['exists', 'exists', 'exists'])
    expect(await endpointsOf(acme)).toMatchObject([{ description: 'changed here' }, {}, {}])
  })

  it('completes an import that was interrupted before the secret', async () => {
    await posthorn.api.put(`/v1/tenants/${acme}`, {})
    await posthorn.api.post(`/v1/tenants/${acme}/endpoints`, {
      url: receiver.url,
      enabled: false,
      metadata: { svixEndpoint: 'ep_1', svixIncomplete: 'true' },
    })
    expect((await importing()).map(({ result }) => result)).toEqual(['completed', 'created', 'created'])
    expect(await endpointsOf(acme)).toMatchObject([{ status: 'active' }, {}, {}])
  })

  it('imports one application into an existing tenant, with a key of it', async () => {
    const tenant = await posthorn.createTenant()
    const manager = await cliOf(posthorn, tenant)
    const args = ['import', 'svix', '--svix-url', svix.url, '--application', acme, '--tenant', tenant.id]
    expect(await manager.json(args, { env: { SVIX_TOKEN } })).toHaveLength(3)
    expect(await endpointsOf(tenant.id)).toHaveLength(3)
    await manager.close()
  })

  it('goes on after an endpoint that cannot exist here, and fails in the end (exit code 1)', async () => {
    const [application] = applications
    const bad = { id: 'ep_0', url: receiver.url, secret: SECRET, more: { filterTypes: ['order..paid'] } }
    application?.endpoints.unshift(bad)
    const args = ['import', 'svix', '--svix-url', svix.url, '--json']
    const { code, stdout } = await user.run(args)
    expect(code).toBe(1)
    const results = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(results.map(({ result }) => result)).toEqual(['failed', 'created', 'created', 'created'])
    expect(results[0].notes).toEqual([expect.stringContaining('eventTypes')])
  })

  it('waits when Svix limits the rate, and says when it refuses the token (exit code 3)', async () => {
    svix.failNext(429)
    expect(await importing('--dry-run')).toHaveLength(3)
    const { code, stderr } = await user.run(['import', 'svix', '--svix-url', svix.url], {
      env: { SVIX_TOKEN: 'wrong' },
    })
    expect(code).toBe(3)
    expect(stderr).toContain('SVIX_TOKEN')
  })
})
