import type { CreatedKey, Page, Problem, Provider } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { reply } from '../../../harness/expected.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

describe('the catalogue of providers', () => {
  const posthorn = sharedPosthorn()

  it('says for each provider what a source needs, on one page', async () => {
    const { body } = await posthorn.api.get<Page<Provider>>('/v1/providers')
    expect(body.nextCursor).toBeNull()
    expect(body.data[0]).toEqual({
      name: 'stripe',
      title: 'Stripe',
      docsUrl: 'https://docs.stripe.com/webhooks',
      setup: expect.arrayContaining([expect.stringMatching(/ingest URL/)]),
      secret: { label: 'Signing secret', description: 'From the Stripe dashboard', example: 'whsec_…' },
      publicKey: null,
      configSchema: expect.objectContaining({ type: 'object', properties: {}, additionalProperties: false }),
      addresses: {
        cidrs: expect.arrayContaining(['3.18.12.63/32']),
        page: 'https://stripe.com/files/ips/ips_webhooks.txt',
        asOf: '2026-05-15',
      },
      duplicateDetection: 'signed-id',
      sampleTypes: expect.arrayContaining(['payment_intent.succeeded']),
    })
  })

  it('has the addresses of a provider whose name may be in allowCidrs, and null for the others', async () => {
    const tenant = await posthorn.createTenant()
    const { body } = await posthorn.api.get<Page<Provider>>('/v1/providers')
    for (const { name, addresses } of body.data) {
      const source = { name: 'any', provider: 'carrier-pigeon', allowCidrs: [name] }
      const { body: refusal } = await posthorn.api.post<Problem>(`${tenant.path}/sources`, source)
      const paths = refusal.errors?.map(({ path }) => path)
      expect(paths).toEqual(addresses === null ? ['allowCidrs.0', 'provider'] : ['provider'])
    }
  })

  it('is for every key, and refused without one', async () => {
    const tenant = await posthorn.createTenant()
    const { body: reader } = await posthorn.api.post<CreatedKey>(`${tenant.path}/keys`, { role: 'read' })
    const all = await posthorn.api.get('/v1/providers')
    expect(await posthorn.api.as(reader.key).get('/v1/providers')).toEqual(reply(200, all.body))
    expect(await posthorn.api.as('unknown').get('/v1/providers')).toMatchObject({ status: 401 })
  })

  it('has only providers that a source can have, with the keys and the config that it describes', async () => {
    const tenant = await posthorn.createTenant()
    const { body } = await posthorn.api.get<Page<Provider>>('/v1/providers')
    for (const { name } of body.data) {
      const created = await posthorn.api.post(`${tenant.path}/sources`, { name, provider: name, secrets: [] })
      if (created.status === 201) continue
      const { errors = [] } = created.body as Problem
      expect(created.status).toBe(400)
      expect(errors.map(({ path }) => path.split('.')[0])).toEqual(
        errors.map(() => expect.stringMatching(/^(?:secrets|config)$/)),
      )
    }
  })
})
