import { randomBytes } from 'node:crypto'
import type { InboundRequest, Page, Source } from '@posthorn/contracts'
import { generateKeyPair, signEd25519 } from '@posthorn/webhook'
import { beforeEach, describe, expect, it } from 'vitest'
import { TIME } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { type SignedWebhook, sendWebhook, stripeWebhook } from '../../../harness/webhooks.ts'

const SECRETS = ['whsec_new', 'whsec_old', 'whsec_oldest']
const bodyOf = (id: string) => JSON.stringify({ id, type: 'invoice.paid' })

describe('the secret that verified a request', () => {
  const posthorn = sharedPosthorn('idle')
  let tenant: Tenant
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
  })

  const sourceWith = (fields: object) => tenant.source({ name: 'stripe', provider: 'stripe', ...fields })

  async function listed({ id }: Source): Promise<InboundRequest[]> {
    const { body } = await posthorn.api.get<Page<InboundRequest>>(`${tenant.path}/sources/${id}/requests`)
    return body.data
  }

  /** Sends a webhook, and returns the record of its request. */
  async function recorded(source: Source, webhook: SignedWebhook): Promise<InboundRequest | undefined> {
    await sendWebhook(source.ingestUrl, webhook)
    return (await listed(source))[0]
  }

  it('is recorded with its position in the list that was set', async () => {
    const source = await sourceWith({ secrets: SECRETS })
    for (const [position, secret] of SECRETS.entries()) {
      expect(await recorded(source, stripeWebhook(secret, bodyOf(`evt_${position}`)))).toMatchObject({
        outcome: 'accepted',
        matchedSecret: { position, createdAt: TIME },
      })
    }
  })

  it('is recorded for a duplicate too', async () => {
    const source = await sourceWith({ secrets: SECRETS })
    await recorded(source, stripeWebhook('whsec_new', bodyOf('evt_1')))
    expect(await recorded(source, stripeWebhook('whsec_old', bodyOf('evt_1')))).toMatchObject({
      outcome: 'duplicate',
      matchedSecret: { position: 1 },
    })
  })

  it('is recorded for a verified request whose body is unreadable', async () => {
    const source = await sourceWith({ secrets: SECRETS })
    expect(await recorded(source, stripeWebhook('whsec_old', 'not JSON'))).toMatchObject({
      cause: 'unreadable_body',
      matchedSecret: { position: 1 },
    })
  })

  it('is none for a request that does not verify', async () => {
    const source = await sourceWith({ secrets: SECRETS })
    expect(await recorded(source, stripeWebhook('whsec_wrong', bodyOf('evt_1')))).toMatchObject({
      cause: 'signature_mismatch',
      matchedSecret: null,
    })
  })

  it('is none for a request that a public key verified', async () => {
    const { publicKey, privateKey } = generateKeyPair(randomBytes)
    const source = await sourceWith({ provider: 'standard-webhooks', publicKey })
    const timestamp = Math.floor(Date.now() / 1000)
    const body = bodyOf('evt_1')
    const message = { id: 'msg_1', timestamp, body: Buffer.from(body), privateKeys: [privateKey] }
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signEd25519(message),
    }
    expect(await recorded(source, { body, headers })).toMatchObject({
      outcome: 'accepted',
      matchedSecret: null,
    })
  })

  it('is that of the current list for a request that is processed again', async () => {
    const source = await sourceWith({ secrets: ['whsec_wrong'] })
    const rejected = await recorded(source, stripeWebhook('whsec_old', bodyOf('evt_1')))
    await posthorn.api.patch(`${tenant.path}/sources/${source.id}`, { secrets: SECRETS })
    await posthorn.api.post(`${tenant.path}/requests/${rejected?.id}/reprocess`, {})
    expect(await listed(source)).toMatchObject([{ outcome: 'accepted', matchedSecret: { position: 1 } }])
  })

  it('is shown with the time of the list to which it belonged, after the list was replaced', async () => {
    const source = await sourceWith({ secrets: ['whsec_old'] })
    await recorded(source, stripeWebhook('whsec_old', bodyOf('evt_1')))
    await posthorn.api.patch(`${tenant.path}/sources/${source.id}`, { secrets: ['whsec_new', 'whsec_old'] })
    await recorded(source, stripeWebhook('whsec_old', bodyOf('evt_2')))
    const [later, earlier] = (await listed(source)).map(({ matchedSecret }) => matchedSecret)
    expect([later?.position, earlier?.position]).toEqual([1, 0])
    expect(Date.parse(later?.createdAt ?? '')).toBeGreaterThan(Date.parse(earlier?.createdAt ?? ''))
  })
})

describe('a rejected request, beside services of 0.1.0,', () => {
  const posthorn = sharedPosthorn('idle')

  it.each([
    ['missing_signature', 'missing_header'],
    ['malformed_signature', 'malformed_header'],
    ['wrong_signature', 'signature_mismatch'],
    ['unreadable_payload', 'unreadable_body'],
    ['timestamp_too_old', 'timestamp_too_old'],
  ])('that they recorded under the cause %s is listed and found under %s', async (stored, cause) => {
    const tenant = await posthorn.createTenant()
    const source = await tenant.source({ name: 'stripe', provider: 'stripe', secrets: ['whsec_1'] })
    await posthorn.database.query(
      `INSERT INTO requests (id, source_id, outcome, cause, body_bytes, received_at)
       SELECT first_id_at('req', now()) || 'abc', $1, 'rejected', $2, 2, now()`,
      [source.id, stored],
    )
    const { body } = await posthorn.api.get(`${tenant.path}/sources/${source.id}/requests?cause=${cause}`)
    expect(body).toMatchObject({ data: [{ outcome: 'rejected', cause, matchedSecret: null }] })
  })

  it('is recorded under the cause that they read', async () => {
    const tenant = await posthorn.createTenant()
    const source = await tenant.source({ name: 'stripe', provider: 'stripe', secrets: ['whsec_1'] })
    await sendWebhook(source.ingestUrl, stripeWebhook('whsec_2', '{}'))
    const rows = await posthorn.database.query('SELECT cause FROM requests WHERE source_id = $1', [source.id])
    expect(rows).toEqual([{ cause: 'wrong_signature' }])
  })
})
