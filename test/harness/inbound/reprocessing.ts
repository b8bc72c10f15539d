import type {
  InboundRequest,
  InboundRequestDetail,
  Page,
  ReprocessedRequest,
  Source,
} from '@posthorn/contracts'
import type { ApiClient, Reply } from '../api-client.ts'
import type { Tenant } from '../posthorn.ts'
import { sendWebhook, stripeWebhook } from '../webhooks.ts'

/** The secret of the provider. */
export const RIGHT_SECRET = 'whsec_the_right_one'
/** The secret of its source, until it is corrected. */
const WRONG_SECRET = 'whsec_the_wrong_one'
/** The body of a webhook. */
export const BODY = '{"id":"evt_1","type":"invoice.paid","amount":12345678901234567890}'

/**
 * Requests to sources of a tenant, and processing them again.
 * @param tenantOf returns the tenant of the current test
 */
export function reprocessing(api: ApiClient, tenantOf: () => Tenant) {
  const stripeSource = (fields: object = {}) =>
    tenantOf().source({ name: 'stripe', provider: 'stripe', secrets: [WRONG_SECRET], ...fields })
  const changeSource = ({ id }: Source, change: object) =>
    api.patch(`${tenantOf().path}/sources/${id}`, change)
  const correct = (source: Source) => changeSource(source, { secrets: [RIGHT_SECRET] })

  async function listed({ id }: Source, query = ''): Promise<InboundRequest[]> {
    const path = `${tenantOf().path}/sources/${id}/requests${query}`
    return (await api.get<Page<InboundRequest>>(path)).body.data
  }
  async function lastRequest(source: Source): Promise<string> {
    const [newest] = await listed(source)
    return newest?.id ?? ''
  }
  const read = async (id: string) =>
    (await api.get<InboundRequestDetail>(`${tenantOf().path}/requests/${id}`)).body
  const reprocess = (id: string, headers = {}): Promise<Reply<ReprocessedRequest>> =>
    api.post(`${tenantOf().path}/requests/${id}/reprocess`, undefined, headers)
  const countEvents = async () => (await api.get<Page<unknown>>(`${tenantOf().path}/events`)).body.data.length

  /** A request that was rejected because its source had another secret. */
  async function rejectedRequest(source: Source, body = BODY, at = new Date()): Promise<string> {
    const { status } = await sendWebhook(source.ingestUrl, stripeWebhook(RIGHT_SECRET, body, at))
    if (status !== 401) throw new Error(`the webhook was not rejected: ${status}`)
    return lastRequest(source)
  }

  return {
    stripeSource,
    changeSource,
    correct,
    listed,
    lastRequest,
    read,
    reprocess,
    countEvents,
    rejectedRequest,
  }
}
