import type {
  Attempt,
  CreatedEndpoint,
  CreatedKey,
  Endpoint,
  KeyRole,
  Page,
  RotatedEndpoint,
} from '@posthorn/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { problem, reply, TIME } from '../../../harness/expected.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import { type Received, type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { waitUntil } from '../../../harness/wait-until.ts'
import { acceptedBy, sha256Signature } from '../../../harness/webhooks.ts'

const NEW_SECRET = expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/)
const PUBLIC_KEY = expect.stringMatching(/^whpk_[A-Za-z0-9+/]{43}=$/)
const GIVEN = `whsec_${Buffer.alloc(24, 9).toString('base64')}`
const WEEK_SECONDS = 7 * 86_400

const NO_ENDPOINT = problem(404, 'not_found', 'No endpoint has this id: check the id and the tenant.')

describe('rotating the secret of an endpoint', () => {
  let posthorn: Posthorn
  let receiver: Receiver
  let tenant: Tenant
  let endpoint: CreatedEndpoint
  beforeAll(async () => {
    posthorn = await startPosthorn({ env: { LOG_LEVEL: 'trace' } })
    receiver = await startReceiver()
  })
  afterAll(async () => {
    await posthorn.stop()
    await receiver.close()
  })
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    endpoint = await tenant.endpoint({ url: receiver.url })
  })

  const pathOf = ({ path }: Tenant, id: string) => `${path}/endpoints/${id}/rotate-secret`
  const rotate = (body?: unknown) => posthorn.api.post<RotatedEndpoint>(pathOf(tenant, endpoint.id), body)
  const rotated = async (body?: unknown) => (await rotate(body)).body.secret
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
  const graceOfOld = async () => {
    const rows = await posthorn.database.query<{ seconds: number }>(
      `SELECT extract(epoch FROM expires_at - now())::float8 AS seconds FROM endpoint_secrets
       WHERE endpoint_id = $1 AND expires_at IS NOT NULL ORDER BY id`,
      [endpoint.id],
    )
    return rows.map(({ seconds }) => seconds)
  }

  /** Publishes an event and returns its request. */
  async function received(): Promise<Received> {
    const before = receiver.received.length
    await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
    const request = (await receiver.waitFor(before + 1))[before]
    if (request === undefined) throw new Error('no request arrived')
    return request
  }

  it('returns the endpoint with a new secret, only once', async () => {
    const { secret, ...shown } = endpoint
    const answer = await rotate({})

    expect(answer).toEqual(
      reply(200, { ...shown, previousSecretsExpireAt: TIME, updatedAt: TIME, secret: NEW_SECRET }),
    )
    expect(answer.body.secret).not.toBe(secret)
    const read = await posthorn.api.get<Endpoint>(`${tenant.path}/endpoints/${endpoint.id}`)
    const { previousSecretsExpireAt, updatedAt } = answer.body
    expect(read).toEqual(reply(200, { ...shown, previousSecretsExpireAt, updatedAt }))
  })

  it('shows when the grace ends, and nothing afterwards', async () => {
    const { body } = await rotate({ graceSeconds: 600 })
    const graceMs = Date.parse(body.previousSecretsExpireAt ?? '') - Date.parse(body.updatedAt)
    expect(Math.abs(graceMs - 600_000)).toBeLessThan(5_000)

    await endGrace()
    const read = await posthorn.api.get<Endpoint>(`${tenant.path}/endpoints/${endpoint.id}`)
    expect(read.body.previousSecretsExpireAt).toBeNull()
  })

  it('needs no body, and gives the old secret a day of grace', async () => {
    expect((await rotate()).status).toBe(200)
    const [seconds = 0] = await graceOfOld()
    expect(seconds).toBeGreaterThan(86_400 - 60)
    expect(seconds).toBeLessThanOrEqual(86_400)
  })

  it('signs with the new and the old secret during the grace, and then with the new one only', async () => {
    const old = endpoint.secret
    const secret = await rotated({ graceSeconds: 600 })

    const during = await received()
    expect(acceptedBy([secret, old], during)).toEqual([true, true])
    expect(String(during.headers['webhook-signature'])).toMatch(/^v1,\S{44} v1,\S{44}$/)

    await endGrace()
    const afterwards = await received()
    expect(acceptedBy([secret, old], afterwards)).toEqual([true, false])
    expect(String(afterwards.headers['webhook-signature'])).toMatch(/^v1,\S{44}$/)
  })

  it('ends all old secrets immediately and permanently when the grace is 0', async () => {
    const old = endpoint.secret
    const older = await rotated({})
    const secret = await rotated({ graceSeconds: 0 })

    expect(acceptedBy([secret, older, old], await received())).toEqual([true, false, false])
    expect(await secretsLeft()).toBe(1)
  })

  it('accepts a given secret, and uses it for sha256', async () => {
    await posthorn.api.patch(`${tenant.path}/endpoints/${endpoint.id}`, {
      signatures: ['sha256', 'standard'],
    })
    expect((await rotate({ secret: GIVEN, graceSeconds: WEEK_SECONDS })).body.secret).toBe(GIVEN)

    const request = await received()
    expect(acceptedBy([GIVEN, endpoint.secret], request)).toEqual([true, true])
    expect(request.headers['x-webhook-signature-next']).toBe(sha256Signature(GIVEN, request))
  })

  it('keeps the old secret for sha256 until the grace ends, and records no signature', async () => {
    await posthorn.api.patch(`${tenant.path}/endpoints/${endpoint.id}`, { signatures: ['sha256'] })
    const signaturesOf = ({ headers }: Pick<Received, 'headers'>) => [
      headers['x-webhook-signature'],
      headers['x-webhook-signature-next'],
    ]
    const before = await received()
    expect(signaturesOf(before)).toEqual([sha256Signature(endpoint.secret, before), undefined])

    const secret = await rotated({ graceSeconds: 600 })
    const during = await received()
    expect(signaturesOf(during)).toEqual([
      sha256Signature(endpoint.secret, during),
      sha256Signature(secret, during),
    ])
    const delivery = `${tenant.path}/deliveries/${String(during.headers['x-webhook-delivery'])}`
    const attempt = await waitUntil('the attempt to be recorded', async () => {
      const { body } = await posthorn.api.get<Page<Attempt>>(`${delivery}/attempts`)
      return body.data[0]
    })
    expect(signaturesOf({ headers: attempt.requestHeaders })).toEqual(['sha256=[masked]', 'sha256=[masked]'])

    await endGrace()
    const afterwards = await received()
    expect(signaturesOf(afterwards)).toEqual([sha256Signature(secret, afterwards), undefined])
  })

  it('may shorten the grace of older secrets, and never extends it', async () => {
    await rotate({ graceSeconds: 600 })
    await rotate({ graceSeconds: 3600 })
    const [first = 0, second = 0] = await graceOfOld()
    expect(first).toBeLessThanOrEqual(600)
    expect(second).toBeGreaterThan(3000)

    await rotate({ graceSeconds: 60 })
    expect(Math.max(...(await graceOfOld()))).toBeLessThanOrEqual(60)
  })

  it('also creates a new key pair if there is one, with the same grace', async () => {
    const change = { signatures: ['ed25519'] }
    const changed = await posthorn.api.patch<Endpoint>(`${tenant.path}/endpoints/${endpoint.id}`, change)
    const [old] = changed.body.publicKeys
    const { body } = await rotate({})

    expect(body.publicKeys).toEqual([PUBLIC_KEY, old])
    expect(body.publicKeys[0]).not.toBe(old)
    const { headers } = await received()
    expect(String(headers['webhook-signature'])).toMatch(/^v1a,\S{88} v1a,\S{88}$/)

    await endGrace()
    const read = await posthorn.api.get<Endpoint>(`${tenant.path}/endpoints/${endpoint.id}`)
    expect(read.body.publicKeys).toEqual(body.publicKeys.slice(0, 1))
    expect((await rotate({ graceSeconds: 0 })).body.publicKeys).toHaveLength(1)
  })

  it('creates no key pair if there is none', async () => {
    expect((await rotate({})).body.publicKeys).toEqual([])
    expect(await secretsLeft()).toBe(2)
  })

  it('finds no endpoint of another tenant, no deleted one and no unknown one', async () => {
    const other = await posthorn.createTenant()
    const unknown = 'ep_01h455vb4pex5vsknk084sn02q'
    expect(await posthorn.api.post(pathOf(other, endpoint.id), {})).toEqual(NO_ENDPOINT)
    expect(await posthorn.api.post(pathOf(tenant, unknown), {})).toEqual(NO_ENDPOINT)
    expect(await secretsLeft()).toBe(1)

    await posthorn.api.delete(`${tenant.path}/endpoints/${endpoint.id}`)
    expect(await rotate({})).toEqual(NO_ENDPOINT)
    expect(await secretsLeft()).toBe(0)
  })

  const rotateAs = async (role: KeyRole) => {
    const key = await posthorn.api.post<CreatedKey>(`${tenant.path}/keys`, { role })
    return posthorn.api.as(key.body.key).post(pathOf(tenant, endpoint.id), {})
  }

  it('is allowed for the role manage', async () => {
    expect((await rotateAs('manage')).status).toBe(200)
  })

  it.each<KeyRole>(['publish', 'read'])('is forbidden for the role %s', async (role) => {
    expect(await rotateAs(role)).toEqual(
      problem(403, 'forbidden', `A key with the role "${role}" may not do this.`),
    )
    expect(await secretsLeft()).toBe(1)
  })

  it('writes no secret to a log, given or generated', async () => {
    const made = await rotated({})
    await rotate({ secret: GIVEN })
    await rotate({ secret: `${GIVEN}*` })
    await received()

    const logs = (['api', 'ingest', 'worker'] as const)
      .map((name) => posthorn.service(name).output())
      .join('')
    expect(posthorn.service('api').logged('endpoint.secret_rotated')).toContainEqual(
      expect.objectContaining({ tenantId: tenant.id, endpointId: endpoint.id, graceSeconds: 86_400 }),
    )
    for (const secret of [made, GIVEN, endpoint.secret]) {
      expect(logs).not.toContain(secret.slice('whsec_'.length))
    }
    expect(logs).not.toContain('whsk_')
  })
})
