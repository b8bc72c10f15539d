import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { BODY, GITHUB_SECRET, STRIPE_SECRET, verifying } from '../../../../harness/inbound/verifying.ts'
import type { Tenant } from '../../../../harness/posthorn.ts'
import { squareWebhook } from '../../../../harness/providers/provider-signatures.ts'
import { sharedPosthorn } from '../../../../harness/shared/shared-posthorn.ts'
import { githubWebhook, standardWebhook, stripeWebhook } from '../../../../harness/webhooks.ts'

const KEY = randomBytes(32).toString('base64')

describe('verifying a request that was not received finds', () => {
  const posthorn = sharedPosthorn('idle')
  let tenant: Tenant
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
  })
  const { stripeSource, githubSource, verified, hintsOf } = verifying(posthorn.api, () => tenant)

  it('a body that was parsed and written again', async () => {
    const source = await githubSource()
    const webhook = await githubWebhook(GITHUB_SECRET, BODY, { event: 'push', delivery: 'd-1' })
    const body = JSON.stringify(JSON.parse(BODY), null, 2)
    expect(await hintsOf(source, { ...webhook, body })).toEqual([['body_rewritten', true]])
  })

  it('a line break at the end of the body', async () => {
    const source = await stripeSource()
    const webhook = stripeWebhook(STRIPE_SECRET, BODY)
    expect(await hintsOf(source, { ...webhook, body: `${BODY}\n` })).toEqual([['body_line_breaks', true]])
  })

  it('a byte order mark', async () => {
    const source = await stripeSource()
    const webhook = stripeWebhook(STRIPE_SECRET, BODY)
    expect(await hintsOf(source, { ...webhook, body: `\ufeff${BODY}` })).toEqual([
      ['body_byte_order_mark', true],
    ])
  })

  it('a body in another character encoding', async () => {
    const source = await stripeSource()
    const webhook = stripeWebhook(STRIPE_SECRET, '{"type":"größe"}')
    const body = Buffer.from('{"type":"größe"}', 'latin1')
    expect(await hintsOf(source, { ...webhook, body })).toEqual([['body_encoding', true]])
  })

  it('a secret of which the sender uses another form', async () => {
    const source = await githubSource({ secrets: [`whsec_${KEY}`] })
    const webhook = await githubWebhook(KEY, BODY, { event: 'push', delivery: 'd-1' })
    expect(await hintsOf(source, webhook)).toEqual([['secret_encoding', true]])
  })

  it('the secret of another source of the tenant, and names it', async () => {
    const source = await stripeSource()
    const other = await stripeSource({ name: 'stripe-test', secrets: ['whsec_test'] })
    const { hints } = await verified(source, stripeWebhook('whsec_test', BODY))
    expect(hints).toEqual([
      {
        code: 'secret_of_other_source',
        message: expect.stringContaining('"stripe-test"'),
        confirmed: true,
        sourceId: other.id,
      },
    ])
  })

  it('no secret of another tenant', async () => {
    const source = await stripeSource()
    const other = await posthorn.createTenant()
    await other.source({ name: 'stripe', provider: 'stripe', secrets: ['whsec_of_other'] })
    expect(await hintsOf(source, stripeWebhook('whsec_of_other', BODY))).toEqual([])
  })

  it('a URL that a proxy has changed, and names it', async () => {
    const source = await tenant.source({ name: 'square', provider: 'square', secrets: [STRIPE_SECRET] })
    const url = 'https://hooks.example.com/square'
    const { hints } = await verified(source, squareWebhook(STRIPE_SECRET, url, BODY), { url })
    expect(hints).toEqual([
      { code: 'url_changed', message: expect.stringContaining(url), confirmed: true, url },
    ])
    await posthorn.api.patch(`${tenant.path}/sources/${source.id}`, { config: { publicUrl: url } })
    expect(await hintsOf(source, squareWebhook(STRIPE_SECRET, `${url}/`, BODY), { url })).toEqual([
      ['url_changed', true],
    ])
  })

  it('that test and live mode may be mixed up', async () => {
    const source = await stripeSource()
    const body = '{"id":"evt_1","type":"invoice.paid","livemode":false}'
    expect(await hintsOf(source, stripeWebhook('whsec_live', body))).toEqual([['test_or_live', false]])
  })

  it('headers that a proxy has renamed', async () => {
    const source = await stripeSource()
    const { headers, body } = stripeWebhook(STRIPE_SECRET, BODY)
    const renamed = { HTTP_STRIPE_SIGNATURE: headers['stripe-signature'] ?? '' }
    expect(await hintsOf(source, { headers: renamed, body })).toEqual([['header_names', true]])
  })

  it('a signature in capitals', async () => {
    const source = await githubSource()
    const { headers, body } = await githubWebhook(GITHUB_SECRET, BODY, { event: 'push', delivery: 'd-1' })
    const signature = headers['x-hub-signature-256']?.toUpperCase() ?? ''
    expect(
      await hintsOf(source, { body, headers: { ...headers, 'x-hub-signature-256': signature } }),
    ).toEqual([['signature_encoding', true]])
  })

  it('that the headers are those of another provider', async () => {
    const source = await githubSource()
    expect(await hintsOf(source, stripeWebhook(STRIPE_SECRET, BODY))).toEqual([['other_provider', false]])
  })

  it('a source without a key for the signature', async () => {
    const publicKey = 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4='
    const source = await tenant.source({ name: 'standard', provider: 'standard-webhooks', publicKey })
    expect(await hintsOf(source, standardWebhook(`whsec_${KEY}`, BODY, { id: 'msg_1' }))).toEqual([
      ['no_key_of_kind', false],
    ])
  })
})
