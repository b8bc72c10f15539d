import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { z } from 'zod'
import { readOrMakeSecret, readSecret, replaceSecret } from '../data-folder.ts'
import { type DemoNote, readDemoNote, writeDemoNote } from '../demo-note.ts'
import type { ApiClient } from './api-client.ts'

const TENANT = '/v1/tenants/demo'

const Endpoint = z.object({
  id: z.string(),
  url: z.string(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
})
type Endpoint = z.infer<typeof Endpoint>
const NewEndpoint = Endpoint.extend({ secret: z.string() })
const Source = z.object({ id: z.string(), name: z.string(), ingestUrl: z.string() })

export type DemoOptions = {
  api: ApiClient
  /** Stores the secrets, which the API shows once or never. */
  dataDir: string
  /** The URL of the demo endpoint. */
  receiverUrl: string
}

/**
 * Creates a tenant with an endpoint for the receiver and a source for Stripe webhooks, through the API. Reuses and repairs
 * those of a previous start. Returns the endpoint's signing secret.
 */
export async function setUpDemo({
  api,
  dataDir,
  receiverUrl,
}: DemoOptions): Promise<{ endpointSecret: string }> {
  await api.call('PUT', TENANT, { name: 'Demo' })
  const known = await readDemoNote(dataDir)
  const [endpoint, source] = await Promise.all([
    setUpEndpoint({ api, dataDir, receiverUrl }, known?.endpointId),
    setUpStripeSource({ api, dataDir }, known?.stripeSourceId),
  ])
  const note: DemoNote = {
    endpointId: endpoint.id,
    stripeSourceId: source.id,
    stripeIngestUrl: source.ingestUrl,
  }
  await writeDemoNote(dataDir, note)
  return { endpointSecret: endpoint.secret }
}

async function setUpEndpoint(
  { api, dataDir, receiverUrl }: DemoOptions,
  knownId: string | undefined,
): Promise<{ id: string; secret: string }> {
  const file = path.join(dataDir, 'demo-endpoint-secret')
  const endpoints = z.array(Endpoint).parse(await api.list(`${TENANT}/endpoints`))
  const existing = endpoints.find(({ metadata }) => metadata?.['demo'] === 'receiver')
  const secret = await readSecret(file)
  if (existing && existing.id === knownId && secret) {
    await pointAtReceiver(api, existing, receiverUrl)
    return { id: existing.id, secret }
  }
  // Its secret is lost, or belongs to another database, and the API shows a secret only once.
  if (existing) await api.call('DELETE', `${TENANT}/endpoints/${existing.id}`)
  const created = NewEndpoint.parse(
    await api.call('POST', `${TENANT}/endpoints`, {
      url: receiverUrl,
      description: 'The receiver of npm start',
      metadata: { demo: 'receiver' },
    }),
  )
  await replaceSecret(file, created.secret)
  return created
}

async function pointAtReceiver(api: ApiClient, { id, url }: Endpoint, receiverUrl: string): Promise<void> {
  if (url !== receiverUrl) await api.call('PATCH', `${TENANT}/endpoints/${id}`, { url: receiverUrl })
}

async function setUpStripeSource(
  { api, dataDir }: Pick<DemoOptions, 'api' | 'dataDir'>,
  knownId: string | undefined,
): Promise<{ id: string; ingestUrl: string }> {
  const file = path.join(dataDir, 'demo-stripe-secret')
  const isKept = (await readSecret(file)) !== undefined
  const secrets = [await readOrMakeSecret(file, makeStripeSecret)]
  const sources = z.array(Source).parse(await api.list(`${TENANT}/sources`))
  const existing = sources.find(({ name }) => name === 'stripe')
  if (!existing) {
    return Source.parse(
      await api.call('POST', `${TENANT}/sources`, { name: 'stripe', provider: 'stripe', secrets }),
    )
  }
  const isInUse = isKept && existing.id === knownId
  if (!isInUse) await api.call('PATCH', `${TENANT}/sources/${existing.id}`, { secrets })
  return existing
}

function makeStripeSecret(): string {
  return `whsec_${randomBytes(24).toString('base64url')}`
}
