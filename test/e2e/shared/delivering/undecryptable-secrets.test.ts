import { randomBytes } from 'node:crypto'
import type { CreatedEndpoint, Delivery, Endpoint, InboundRequest, Page, Source } from '@posthorn/contracts'
import { rowOfHeader, rowOfSecret } from '@posthorn/database'
import { createSecretBox } from '@posthorn/secrets'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { idOf, problem, reply } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'
import { sendWebhook, stripeWebhook } from '../../../harness/webhooks.ts'

const DEADLINE_MS = 120_000
const OLD = 'whsec_that_was_first'
const NEW = 'whsec_that_came_later'

const accepted = reply(202, { status: 'accepted', eventId: idOf('evt') })
const notJudged = problem(
  503,
  'unavailable',
  'The signature cannot be verified: a stored secret of the source cannot be decrypted. Set the secrets of the source again, and repeat the request.',
)

/** Cannot be decrypted: random bytes, and a secret encrypted with a key that is not configured. */
const BREAKS: [string, (boundTo: string) => Uint8Array][] = [
  ['is damaged', () => Buffer.alloc(64)],
  [
    'is encrypted with a key that is not configured',
    (boundTo) => createSecretBox([randomBytes(32)]).seal('x', boundTo),
  ],
]

const posthorn = sharedPosthorn()
let receiver: Receiver
let tenant: Tenant
beforeAll(async () => {
  receiver = await startReceiver()
}, DEADLINE_MS)
beforeEach(async () => {
  tenant = await posthorn.createTenant()
})
afterAll(() => receiver.close())

const query = <Row>(text: string, ...values: unknown[]) => posthorn.database.query<Row>(text, values)

describe.each(BREAKS)('a secret of a source that %s', (_name, brk) => {
  let source: Source
  let sent = 0
  beforeEach(async () => {
    source = await tenant.source({ name: 'stripe', provider: 'stripe', secrets: [OLD, NEW] })
  })

  /** Breaks the first secrets of the source. */
  async function breakSecrets(count: number): Promise<void> {
    const rows = await query<{ id: string }>(
      'SELECT id FROM source_secrets WHERE source_id = $1 ORDER BY id LIMIT $2',
      source.id,
      count,
    )
    for (const { id } of rows) {
      const sealed = brk(rowOfSecret(source.id, id as never))
      await query('UPDATE source_secrets SET sealed = $2 WHERE id = $1', id, sealed)
    }
  }

  const send = (secret: string) =>
    sendWebhook(
      source.ingestUrl,
      stripeWebhook(secret, JSON.stringify({ id: `evt_${sent++}`, type: 'order.made' })),
    )

  it('does not prevent the others from verifying; a request that it may have signed is neither refused nor accepted', async () => {
    expect(await send(OLD)).toEqual(accepted)
    await breakSecrets(1)
    const answers = await Promise.all([send(OLD), send(NEW)])
    expect(answers).toContainEqual(accepted)
    expect(answers).toContainEqual(notJudged)
  })

  it('that is the only one is answered with 503, shown to the tenant, and logged once', async () => {
    const ingest = posthorn.service('ingest')
    await breakSecrets(2)
    for (let count = 0; count < 5; count++) {
      const answer = await send(NEW)
      expect(answer).toEqual(notJudged)
      expect(answer.headers['retry-after']).toMatch(/^\d+$/)
    }
    const { body } = await posthorn.api.get<Page<InboundRequest>>(
      `${tenant.path}/sources/${source.id}/requests`,
    )
    expect(body.data.map(({ outcome, cause }) => [outcome, cause])).toEqual(
      Array.from({ length: 5 }, () => ['rejected', 'secret_unreadable']),
    )
    const opened = () =>
      ingest.logged('source.secret_open_failed').filter(({ sourceId }) => sourceId === source.id)
    await waitUntil('the failure to be logged', () => opened().length > 0)
    const lines = opened()
    expect(lines).toEqual([expect.objectContaining({ tenantId: tenant.id, secrets: 2, undecryptable: 2 })])
    expect(ingest.logged('http_request.failed')).toEqual([])

    await posthorn.api.patch(`${tenant.path}/sources/${source.id}`, { secrets: [NEW] })
    expect(await send(NEW)).toEqual(accepted)
  })
})

describe.each(BREAKS)('of an endpoint,', (name, brk) => {
  let endpoint: CreatedEndpoint
  beforeEach(async () => {
    endpoint = await tenant.endpoint({
      url: `${receiver.url}/${tenant.id}`,
      headers: { 'X-Token': 'of-the-tenant' },
    })
    await tenant.endpoint({
      url: `${receiver.url}/notifications`,
      eventTypes: ['posthorn.endpoint.disabled'],
    })
  })

  const shown = async () => (await posthorn.api.get<Endpoint>(`${tenant.path}/endpoints/${endpoint.id}`)).body
  const publish = () => posthorn.api.post(`${tenant.path}/events`, { type: 'order.made', data: {} })
  const received = () => receiver.received.filter(({ path }) => path === `/${tenant.id}`).length

  async function breakSecret(): Promise<void> {
    const [row] = await query<{ id: string }>(
      'SELECT id FROM endpoint_secrets WHERE endpoint_id = $1',
      endpoint.id,
    )
    const sealed = brk(rowOfSecret(endpoint.id, row?.id as never))
    await query('UPDATE endpoint_secrets SET sealed = $2 WHERE endpoint_id = $1', endpoint.id, sealed)
  }

  it.each<[string, () => Promise<unknown>, () => Promise<unknown>]>([
    [
      `a secret that ${name}`,
      breakSecret,
      () => posthorn.api.post(`${tenant.path}/endpoints/${endpoint.id}/rotate-secret`, { graceSeconds: 0 }),
    ],
    [
      `a header that ${name}`,
      () =>
        query(
          'UPDATE endpoint_headers SET sealed = $2 WHERE endpoint_id = $1',
          endpoint.id,
          brk(rowOfHeader(endpoint.id, 'X-Token')),
        ),
      () =>
        posthorn.api.patch(`${tenant.path}/endpoints/${endpoint.id}`, { headers: { 'X-Token': 'again' } }),
    ],
    [
      'no secret at all',
      () => query('DELETE FROM endpoint_secrets WHERE endpoint_id = $1', endpoint.id),
      () => posthorn.api.post(`${tenant.path}/endpoints/${endpoint.id}/rotate-secret`, { graceSeconds: 0 }),
    ],
  ])(
    '%s disables it and notifies its tenant; no attempt is used up, and waiting deliveries are sent once it is repaired',
    async (_what, break_, repair) => {
      await break_()
      await publish()
      await waitUntil('the endpoint to be disabled', async () => (await shown()).status === 'disabled')
      expect((await shown()).disabledReason).toBe('secret_unreadable')
      const notification = await waitUntil('the notification', () =>
        receiver.received.find(({ path, body }) => path === '/notifications' && body.includes(endpoint.id)),
      )
      expect(JSON.parse(notification.body.toString())).toMatchObject({
        type: 'posthorn.endpoint.disabled',
        data: { endpointId: endpoint.id, reason: 'secret_unreadable' },
      })
      const { body } = await posthorn.api.get<Page<Delivery>>(
        `${tenant.path}/deliveries?endpointId=${endpoint.id}`,
      )
      expect(body.data.map(({ status, attemptCount }) => [status, attemptCount])).toEqual([['pending', 0]])
      expect(received()).toBe(0)

      await repair()
      await posthorn.api.post(`${tenant.path}/endpoints/${endpoint.id}/enable`, undefined)
      // The claim was released for a quarter of a minute, which is over now.
      await query(
        'UPDATE deliveries SET remind_at = now() WHERE endpoint_id = $1 AND remind_at IS NOT NULL',
        endpoint.id,
      )
      await waitUntil('the delivery', () => received() === 1, DEADLINE_MS)
    },
    DEADLINE_MS,
  )

  it("a delivery with a secret encrypted by another service's key waits until this worker has the key", async () => {
    const key = randomBytes(32)
    await query(
      "INSERT INTO encryption_keys (key_id, sealed_check) VALUES ($1, '')",
      createSecretBox([key]).seal('x', 'y').subarray(1, 5).toString('hex'),
    )
    const sealed = createSecretBox([key]).seal('x', rowOfHeader(endpoint.id, 'X-Token'))
    await query('UPDATE endpoint_headers SET sealed = $2 WHERE endpoint_id = $1', endpoint.id, sealed)
    await publish()
    // Claimed and released for a retry: the reminder of a delivery that was claimed is later than at first.
    await waitUntil('the worker to try', async () => {
      const [row] = await query<{ tried: boolean }>(
        `SELECT remind_at > created_at + interval '14 s' AS tried FROM deliveries
         WHERE endpoint_id = $1 AND NOT EXISTS (SELECT FROM leases WHERE delivery_id = deliveries.id)`,
        endpoint.id,
      )
      return row?.tried
    })
    expect((await shown()).status).toBe('active')
    expect(received()).toBe(0)
  })
})
