import type { Delivery } from '@posthorn/contracts'
import { freePort } from '../../harness/free-port.ts'
import { type Posthorn, type Tenant } from '../../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../../harness/receiver.ts'
import { waitUntil } from '../../harness/wait-until.ts'
import { createSampleSources, type SampleSources } from './sample-sources.ts'

/** A tenant with deliveries of every kind. */
export interface SampleData {
  tenant: Tenant
  /** Its receiver listens nowhere. */
  refused: Delivery
  /** Its receiver has accepted it. */
  accepted: Delivery
  /** Its receiver replies 503 with markup, until `repair` is called. */
  failing: Delivery
  repair: () => void
  sources: SampleSources
  close: () => Promise<void>
}

/** What the failing receiver replies. */
export const MARKUP =
  '<html><body><h1>503</h1><img src=x onerror="document.title=\'run\'"><script>document.title="run"</script>'
/** A number that a double cannot hold. */
export const LARGE_NUMBER = '12345678901234567890'

export async function createSampleData(
  posthorn: Pick<Posthorn, 'api' | 'createTenant'>,
): Promise<SampleData> {
  let isRepaired = false
  const working = await startReceiver(() => ({ status: 200, body: '{"received":true}' }))
  const broken = await startReceiver(() =>
    isRepaired
      ? { status: 200, body: 'ok' }
      : { status: 503, body: MARKUP, headers: { 'content-type': 'text/html', 'x-markup': '<b>bold</b>' } },
  )
  const tenant = await posthorn.createTenant()
  const retrySchedule = [3_600, 7_200]
  const { id: workingId } = await tenant.endpoint({ url: `${working.url}/webhooks/orders` })
  const { id: brokenId } = await tenant.endpoint({ url: `${broken.url}/hooks`, retrySchedule })
  const refusedUrl = `http://127.0.0.1:${await freePort()}/webhooks/billing`
  const { id: refusedId } = await tenant.endpoint({
    url: refusedUrl,
    retrySchedule,
    eventTypes: ['invoice.*'],
  })

  const publish = (type: string, data: string) =>
    posthorn.api.post(`${tenant.path}/events`, `{"type":"${type}","data":${data}}`)
  for (const type of [
    'order.created',
    'order.paid',
    'invoice.finalized',
    'customer.updated',
    'order.refunded',
  ]) {
    await publish(
      type,
      `{"number":${LARGE_NUMBER},"customer":"cus_<b>8f2k</b>","total":{"amount":4200,"currency":"EUR"}}`,
    )
  }
  /** Of one type of event: whichever has its first attempt first would differ from run to run. */
  const find = (endpointId: string, eventType: string, status: string) =>
    waitUntil(`the delivery of ${eventType} to have an attempt`, async () => {
      const { body } = await posthorn.api.get<{ data: Delivery[] }>(
        `${tenant.path}/deliveries?endpointId=${endpointId}&eventType=${eventType}&status=${status}`,
      )
      return body.data.find(({ attemptCount }) => attemptCount > 0)
    })
  const receivers: Receiver[] = [working, broken]
  return {
    tenant,
    accepted: await find(workingId, 'order.refunded', 'succeeded'),
    refused: await find(refusedId, 'invoice.finalized', 'pending'),
    failing: await find(brokenId, 'order.refunded', 'pending'),
    sources: await createSampleSources(posthorn, tenant),
    repair() {
      isRepaired = true
    },
    close: async () => void (await Promise.all(receivers.map((receiver) => receiver.close()))),
  }
}
