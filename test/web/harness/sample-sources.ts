import type { InboundRequest, Page, Source } from '@posthorn/contracts'
import type { Posthorn, Tenant } from '../../harness/posthorn.ts'
import { waitUntil } from '../../harness/wait-until.ts'
import { githubWebhook, type SignedWebhook, sendWebhook, stripeWebhook } from '../../harness/webhooks.ts'

/** Sources with requests of every outcome. */
export interface SampleSources {
  /** Of Stripe, with a wrong secret: of its requests, some are rejected. */
  source: Source
  acceptedRequest: InboundRequest
  /** Its body has markup. */
  rejectedRequest: InboundRequest
  /** Refused by its headers, so its body was not read. */
  unsignedRequest: InboundRequest
}

const SECRET = 'whsec_of_the_samples'

export async function createSampleSources(
  { api }: Pick<Posthorn, 'api'>,
  tenant: Tenant,
): Promise<SampleSources> {
  const source = await tenant.source({ name: 'stripe-live', provider: 'stripe', secrets: [SECRET] })
  const github = await tenant.source({ name: 'github', provider: 'github', secrets: ['of-github'] })
  await tenant.source({
    name: 'alerts',
    provider: 'aws-sns',
    config: { topicArn: 'arn:aws:sns:eu-central-1:123456789012:alerts' },
    enabled: false,
  })
  const body = (id: string) =>
    JSON.stringify({ id, object: 'event', type: 'invoice.paid', data: { note: '<b onclick="x()">paid</b>' } })
  await sendWebhook(
    github.ingestUrl,
    await githubWebhook('of-github', '{"ref":"refs/heads/main"}', { event: 'push', delivery: 'd-1' }),
  )
  for (const id of ['evt_1', 'evt_2', 'evt_3', 'evt_4', 'evt_1']) {
    await sendWebhook(source.ingestUrl, ofStripe(stripeWebhook(SECRET, body(id))))
  }
  await sendWebhook(source.ingestUrl, { body: body('evt_5'), headers: { 'user-agent': 'curl/8.16.0' } })
  await sendWebhook(source.ingestUrl, ofStripe(stripeWebhook('whsec_of_test_mode', body('evt_6'))))
  const find = (query: string) =>
    waitUntil(`a request with ${query}`, async () => {
      const { body: page } = await api.get<Page<InboundRequest>>(
        `${tenant.path}/sources/${source.id}/requests?${query}`,
      )
      return page.data[0]
    })
  return {
    source,
    acceptedRequest: await find('outcome=accepted'),
    rejectedRequest: await find('cause=signature_mismatch'),
    unsignedRequest: await find('cause=missing_header'),
  }
}

function ofStripe({ headers, body }: SignedWebhook): SignedWebhook {
  return { body, headers: { ...headers, 'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)' } }
}
