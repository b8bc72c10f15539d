import type { InboundRequest, Page, Source } from '@posthorn/contracts'
import { providerOf } from '@posthorn/webhook'
import { type ProviderSample, requestOf } from '@posthorn/webhook/testing'
import type { Reply } from '../../api-client.ts'
import type { RunningPosthorn, Tenant } from '../../posthorn.ts'
import { type SignedWebhook, sendWebhook } from '../../webhooks.ts'

/** A request to a source. */
export interface Message extends SignedWebhook {
  url: string
}

/** Where the checks of the matrix run. */
export interface Place {
  posthorn: Pick<RunningPosthorn, 'api'>
  tenant: Tenant
}

/** Whether its sources have secrets, and not only a public key or none. */
export function hasSecrets({ provider, isKeyless }: ProviderSample): boolean {
  return isKeyless !== true && providerOf(provider).secret !== undefined
}

/** A source for the messages of a sample. */
export function sourceOf(
  { tenant }: Place,
  sample: ProviderSample,
  secrets: readonly string[] = [sample.secret],
): Promise<Source> {
  const { provider, config = {}, isKeyless } = sample
  const keys = isKeyless === true ? {} : hasSecrets(sample) ? { secrets } : { publicKey: secrets[0] }
  const name = `${provider}-${crypto.randomUUID().slice(0, 8)}`
  return tenant.source({ name, provider, config, eventTypePrefix: provider, ...keys })
}

/** A genuine message of the sample for the source. */
export async function messageTo(
  { ingestUrl }: Source,
  sample: ProviderSample,
  seconds = Math.floor(Date.now() / 1000),
): Promise<Message> {
  const url = ingestUrl + new URL(sample.url ?? ingestUrl).search
  const { headers, body } = await requestOf(sample, seconds, url)
  const sent = Object.entries(headers).map(([name, value]) => [name, String(value)])
  return { url, body, headers: Object.fromEntries(sent) }
}

/** Sends a message as the provider does. */
export function send({ url, ...webhook }: Message): Promise<Reply<unknown>> {
  return sendWebhook<unknown>(url, webhook)
}

/** The requests of a source, the newest first. */
export async function requestsOf({ posthorn, tenant }: Place, { id }: Source): Promise<InboundRequest[]> {
  const path = `${tenant.path}/sources/${id}/requests?limit=250`
  return (await posthorn.api.get<Page<InboundRequest>>(path)).body.data
}
