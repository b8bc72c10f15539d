import type { Source, SourceVerification } from '@posthorn/contracts'
import type { ApiClient, Reply } from '../api-client.ts'
import type { Tenant } from '../posthorn.ts'
import type { SignedWebhook } from '../webhooks.ts'

/** The secret of a Stripe source. */
export const STRIPE_SECRET = 'whsec_of_stripe'
/** The secret of a GitHub source. */
export const GITHUB_SECRET = 'a secret of github'
/** The body of a webhook. */
export const BODY = '{"id":"evt_1","type":"invoice.paid"}'

/**
 * Sources of a tenant, and requests that they verify without receiving them.
 * @param tenantOf returns the tenant of the current test
 */
export function verifying(api: ApiClient, tenantOf: () => Tenant) {
  const stripeSource = (fields: object = {}) =>
    tenantOf().source({ name: 'stripe', provider: 'stripe', secrets: [STRIPE_SECRET], ...fields })
  const githubSource = (fields: object = {}) =>
    tenantOf().source({ name: 'github', provider: 'github', secrets: [GITHUB_SECRET], ...fields })
  const pathOf = ({ id }: Source) => `${tenantOf().path}/sources/${id}/verify`

  const verify = (source: Source, body: object): Promise<Reply<SourceVerification>> =>
    api.post(pathOf(source), body)

  /** What a source says of a webhook. */
  async function verified(source: Source, { headers, body }: SignedWebhook, more: object = {}) {
    const content = typeof body === 'string' ? { body } : { bodyBase64: Buffer.from(body).toString('base64') }
    const reply = await verify(source, { headers, ...content, ...more })
    if (reply.status !== 200) throw new Error(`POST ${pathOf(source)}: ${reply.status} ${reply.text}`)
    return reply.body
  }

  const hintsOf = async (source: Source, webhook: SignedWebhook, more: object = {}) =>
    (await verified(source, webhook, more)).hints.map(({ code, confirmed }) => [code, confirmed])

  return { stripeSource, githubSource, pathOf, verify, verified, hintsOf }
}
