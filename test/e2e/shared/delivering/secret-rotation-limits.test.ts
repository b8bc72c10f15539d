import type { CreatedEndpoint, RotatedEndpoint } from '@posthorn/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { problem, reply } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { type Received, type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { acceptedBy, sha256Signature } from '../../../harness/webhooks.ts'

const WEEK_SECONDS = 7 * 86_400

const TOO_MANY = problem(
  409,
  'conflict',
  'The endpoint has 5 live secrets, the maximum. Wait until the grace period of one has ended, ' +
    'or rotate with "graceSeconds": 0, which ends all old ones at once.',
)

describe('rotating the secret of an endpoint', () => {
  const posthorn = sharedPosthorn()
  let receiver: Receiver
  let tenant: Tenant
  let endpoint: CreatedEndpoint
  beforeAll(async () => {
    receiver = await startReceiver()
  })
  afterAll(() => receiver.close())
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    endpoint = await tenant.endpoint({ url: receiver.url })
  })

  const pathOf = ({ path }: Tenant, id: string) => `${path}/endpoints/${id}/rotate-secret`
  const rotate = (body?: unknown) => posthorn.api.post<RotatedEndpoint>(pathOf(tenant, endpoint.id), body)
  const endGrace = () =>
    posthorn.database.query(
      'UPDATE endpoint_secrets SET expires_at = now() WHERE endpoint_id = $1 AND expires_at IS NOT NULL',
      [endpoint.id],
    )
  const secretsLeft = async () => {
    const [row] = await posthorn.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM endpoint_secrets WHERE endpoint_id = $1',
      [endpoint.id],
    )
    return row?.count
  }

  /** Publishes an event and returns its request. */
  async function received(): Promise<Received> {
    const before = receiver.received.length
    await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
    const request = (await receiver.waitFor(before + 1))[before]
    if (request === undefined) throw new Error('no request arrived')
    return request
  }

  describe('keeps at most 5 live secrets:', () => {
    it('another one is refused and changes nothing until a grace has ended', async () => {
      for (let count = 1; count < 5; count++) expect((await rotate({})).status).toBe(200)
      const before = await posthorn.api.get(`${tenant.path}/endpoints/${endpoint.id}`)

      expect(await rotate({})).toEqual(TOO_MANY)
      expect(await posthorn.api.get(`${tenant.path}/endpoints/${endpoint.id}`)).toEqual(
        reply(200, before.body),
      )
      expect(await secretsLeft()).toBe(5)

      await endGrace()
      expect((await rotate({})).status).toBe(200)
      expect(await secretsLeft()).toBe(2)
    })

    it('a rotation without grace is never refused', async () => {
      for (let count = 1; count < 5; count++) await rotate({})
      expect((await rotate({ graceSeconds: 0 })).status).toBe(200)
      expect(await secretsLeft()).toBe(1)
    })

    it('even under concurrent rotations; the last one signs first', async () => {
      await posthorn.api.patch(`${tenant.path}/endpoints/${endpoint.id}`, {
        signatures: ['sha256', 'standard'],
      })
      const answers = await Promise.all(Array.from({ length: 12 }, () => rotate({})))
      const taken = answers.filter(({ status }) => status === 200)

      expect(taken).toHaveLength(4)
      expect(answers.filter(({ status }) => status !== 200)).toEqual(Array(8).fill(TOO_MANY))
      expect(await secretsLeft()).toBe(5)

      const request = await received()
      const secrets = [endpoint.secret, ...taken.map(({ body }) => body.secret)]
      expect(acceptedBy(secrets, request)).toEqual([true, true, true, true, true])
      const current = secrets.filter((secret) => {
        return request.headers['x-webhook-signature-next'] === sha256Signature(secret, request)
      })
      expect(current).toHaveLength(1)
      const [first = ''] = String(request.headers['webhook-signature']).split(' ')
      const alone = { ...request, headers: { ...request.headers, 'webhook-signature': first } }
      expect(acceptedBy(current, alone)).toEqual([true])
    })
  })

  it.each([
    [{ secret: '' }, 'secret', 'signing secret: expected "whsec_" followed by base64, the prefix is missing'],
    [
      { secret: 'whsec_not*base64' },
      'secret',
      'signing secret: expected padded base64 after "whsec_", found other characters',
    ],
    [
      { secret: `whsec_${Buffer.alloc(23).toString('base64')}` },
      'secret',
      'signing secret: expected 24 to 64 bytes after decoding, found 23',
    ],
    [
      { secret: `whsec_${Buffer.alloc(65).toString('base64')}` },
      'secret',
      'signing secret: expected 24 to 64 bytes after decoding, found 65',
    ],
    [{ secret: 7 }, 'secret', expect.any(String)],
    [{ secret: null }, 'secret', expect.any(String)],
    [{ graceSeconds: -1 }, 'graceSeconds', expect.any(String)],
    [{ graceSeconds: WEEK_SECONDS + 1 }, 'graceSeconds', expect.any(String)],
    [{ graceSeconds: 1.5 }, 'graceSeconds', expect.any(String)],
    [{ graceSeconds: '60' }, 'graceSeconds', expect.any(String)],
    [{ grace: 60 }, 'grace', 'unknown field'],
    [[], '', expect.any(String)],
  ])('refuses %j, and rotates nothing', async (body, path, message) => {
    expect(await rotate(body)).toEqual(
      problem(400, 'invalid_request', expect.any(String), [{ path, message }]),
    )
    expect(await secretsLeft()).toBe(1)
  })
})
