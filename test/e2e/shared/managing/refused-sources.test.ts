import { beforeEach, describe, expect, it } from 'vitest'
import { problem, reply } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

const STANDARD_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const STRIPE = { name: 'stripe', provider: 'stripe', secrets: ['whsec_hidden_1', 'whsec_hidden_2'] }
const NO_RANGE =
  'expected a range like "203.0.113.0/24" or "2001:db8::/32", or one of stripe, paddle, razorpay, github, svix'

describe('sources', () => {
  const posthorn = sharedPosthorn('strict')
  let tenant: Tenant
  let path: string
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    path = `${tenant.path}/sources`
  })

  it('refuse a change to bodies of more than INGEST_BODY_MAX_MIB', async () => {
    const { id } = await tenant.source(STRIPE)
    const message = 'expected at most 5242880, which is INGEST_BODY_MAX_MIB in bytes'
    expect(await posthorn.api.patch(`${path}/${id}`, { bodyMaxBytes: 5_242_881 })).toEqual(
      problem(400, 'invalid_request', `bodyMaxBytes: ${message}`, [{ path: 'bodyMaxBytes', message }]),
    )
    expect(await posthorn.api.patch(`${path}/${id}`, { bodyMaxBytes: 5_242_880 })).toMatchObject({
      status: 200,
    })
  })

  it.each([
    ['an unknown field', { colour: 'red' }, 'colour', 'unknown field'],
    ['another provider', { provider: 'github' }, 'provider', 'unknown field'],
    [
      'no secrets',
      { secrets: [] },
      'secrets',
      'expected at least one, or a publicKey where the provider signs with a key pair',
    ],
    [
      'a duplicate secret',
      { secrets: ['whsec_1', 'whsec_2', 'whsec_1'] },
      'secrets',
      'must not have a secret twice',
    ],
    [
      'a malformed secret',
      { secrets: ['whsec_1', 'ä'] },
      'secrets.1',
      'Stripe secret: expected 1 to 256 visible ASCII characters, such as "whsec_…" from the Stripe dashboard',
    ],
  ])('refuse a change of %s, and stay unchanged', async (_name, change, field, message) => {
    const created = await tenant.source(STRIPE)
    expect(await posthorn.api.patch(`${path}/${created.id}`, change)).toEqual(
      problem(400, 'invalid_request', `${field}: ${message}`, [{ path: field, message }]),
    )
    expect(await posthorn.api.get(`${path}/${created.id}`)).toEqual(reply(200, created))
  })

  it.each<[string, object, string, unknown]>([
    [
      'a name that is not a slug',
      { name: 'My Shop' },
      'name',
      'expected a slug: 1 to 64 of a-z 0-9 -, no dash at the ends',
    ],
    [
      'a name of 65 characters',
      { name: 'a'.repeat(65) },
      'name',
      'expected a slug: 1 to 64 of a-z 0-9 -, no dash at the ends',
    ],
    [
      'an unknown provider',
      { provider: 'carrier-pigeon' },
      'provider',
      expect.stringMatching(/^expected one of "stripe", /),
    ],
    [
      'an invalid prefix',
      { eventTypePrefix: 'a b' },
      'eventTypePrefix',
      'expected dot-separated parts of A-Z a-z 0-9 _ -, or an empty string',
    ],
    [
      'a reserved prefix',
      { eventTypePrefix: 'posthorn.endpoint' },
      'eventTypePrefix',
      'posthorn is reserved for events of Posthorn itself',
    ],
    ['a rate limit of 0', { rateLimitPerSecond: 0 }, 'rateLimitPerSecond', 'must be at least 1'],
    ['a rate limit of 10,001', { rateLimitPerSecond: 10_001 }, 'rateLimitPerSecond', 'must be at most 10000'],
    ['an address without a prefix', { allowCidrs: ['::/0', '203.0.113.7'] }, 'allowCidrs.1', NO_RANGE],
    ['a range that is too narrow', { allowCidrs: ['203.0.113.7/33'] }, 'allowCidrs.0', NO_RANGE],
    ['a provider without known addresses', { allowCidrs: ['shopify'] }, 'allowCidrs.0', NO_RANGE],
    ['a range twice', { allowCidrs: ['::/0', '::/0'] }, 'allowCidrs', 'must not have an entry twice'],
    ['no range', { allowCidrs: [] }, 'allowCidrs', expect.stringContaining('1')],
    ['bodies of 0 bytes', { bodyMaxBytes: 0 }, 'bodyMaxBytes', 'must be at least 1'],
    [
      'bodies of more than INGEST_BODY_MAX_MIB',
      { bodyMaxBytes: 5 * 1024 * 1024 + 1 },
      'bodyMaxBytes',
      'expected at most 5242880, which is INGEST_BODY_MAX_MIB in bytes',
    ],
    ['a tolerance of 0', { toleranceSeconds: 0 }, 'toleranceSeconds', 'must be at least 1'],
    [
      'a config that the provider does not have',
      { config: { publicUrl: 'https://example.com' } },
      'config.publicUrl',
      'unknown field',
    ],
    [
      'no key set of a sender of tokens',
      { provider: 'jwt', secrets: undefined, config: {} },
      'config.jwksUrl',
      'is required: expected a string',
    ],
    [
      'a hash function that does not exist',
      { provider: 'hmac', config: { header: 'X-Signature', algorithm: 'md5' } },
      'config.algorithm',
      'expected one of "sha1", "sha256", "sha512"',
    ],
    ['an ingest URL', { ingestUrl: 'https://example.com/' }, 'ingestUrl', 'unknown field'],
    [
      'a malformed Standard Webhooks secret',
      { provider: 'standard-webhooks', secrets: ['hunter2'] },
      'secrets.0',
      'Standard Webhooks secret: expected "whsec_…", or the public key "whpk_…"',
    ],
    ['a duplicate secret', { secrets: ['whsec_1', 'whsec_1'] }, 'secrets', 'must not have a secret twice'],
    [
      'a private key',
      { provider: 'standard-webhooks', secrets: [STANDARD_SECRET, 'whsk_AAAA'] },
      'secrets.1',
      'Standard Webhooks secret: expected "whsec_…", or the public key "whpk_…"',
    ],
    [
      'a blank GitHub secret',
      { provider: 'github', secrets: ['ok', '   '] },
      'secrets.1',
      'GitHub secret: expected 1 to 256 characters, not only spaces and without control characters',
    ],
  ])('with %s are refused', async (_name, fields, field, message) => {
    const answer = await posthorn.api.post<{ detail: string }>(path, { ...STRIPE, ...fields })
    expect(answer).toEqual({
      ...problem(400, 'invalid_request', expect.stringMatching(new RegExp(`^${field}: `))),
      body: {
        ...problem(400, 'invalid_request', expect.any(String)).body,
        errors: [{ path: field, message }],
      },
    })
    expect(await posthorn.api.get(path)).toEqual(reply(200, { data: [], nextCursor: null }))
  })
})
