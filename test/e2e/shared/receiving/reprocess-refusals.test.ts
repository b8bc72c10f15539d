import { beforeEach, describe, expect, it } from 'vitest'
import { problem } from '../../../harness/expected.ts'
import { BODY, RIGHT_SECRET, reprocessing } from '../../../harness/inbound/reprocessing.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { testReceiver } from '../../../harness/shared/test-receiver.ts'
import { githubWebhook, sendWebhook, stripeWebhook } from '../../../harness/webhooks.ts'

const DAY_SECONDS = 86_400

describe('processing a request again', () => {
  const posthorn = sharedPosthorn()
  const receiver = testReceiver()
  let tenant: Tenant
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
  })

  const { stripeSource, changeSource, correct, lastRequest, read, reprocess, countEvents, rejectedRequest } =
    reprocessing(posthorn.api, () => tenant)

  it('is refused with the cause while the request does not verify, and keeps it', async () => {
    const source = await stripeSource()
    const id = await rejectedRequest(source)
    const before = await read(id)
    const answer = await reprocess(id)
    const detail =
      'The request is still rejected: No signature in the request matches a secret of the source.'
    const expected = problem(409, 'request_rejected', detail)
    expect(answer).toEqual({ ...expected, body: { ...expected.body, cause: 'signature_mismatch' } })
    expect(await read(id)).toEqual(before)
    expect(await countEvents()).toBe(0)

    await correct(source)
    expect((await reprocess(id)).status).toBe(202)
  })

  it.each([
    ['disabled', { enabled: false }, 'source_disabled'],
    ['given another secret', { secrets: ['whsec_another'] }, 'signature_mismatch'],
  ])('is refused while its source is %s', async (_how, change, cause) => {
    const source = await stripeSource()
    const id = await rejectedRequest(source)
    await changeSource(source, change)
    expect(await reprocess(id)).toMatchObject({ status: 409, body: { code: 'request_rejected', cause } })
  })

  it('is refused for a body that cannot be parsed, however it is signed', async () => {
    const source = await stripeSource()
    const id = await rejectedRequest(source, 'not JSON')
    await correct(source)
    expect(await reprocess(id)).toMatchObject({
      status: 409,
      body: {
        cause: 'unreadable_body',
        detail: 'The request is still rejected: The body cannot be read: expected JSON.',
      },
    })
  })

  it('is refused for a request whose body was not kept', async () => {
    const source = await stripeSource({ enabled: false })
    await sendWebhook(source.ingestUrl, stripeWebhook(RIGHT_SECRET, BODY))
    await changeSource(source, { enabled: true, secrets: [RIGHT_SECRET] })
    const id = await lastRequest(source)
    expect(await reprocess(id)).toEqual(problem(409, 'conflict', (await read(id)).detail))
  })

  it('is refused for a request whose content is no longer kept', async () => {
    const source = await stripeSource()
    const id = await rejectedRequest(source)
    await posthorn.database.query('DELETE FROM rejected_requests WHERE id = $1', [id])
    await correct(source)
    expect(await reprocess(id)).toEqual(
      problem(
        409,
        'conflict',
        'The content of the request is no longer kept. Have the provider send the webhook again.',
      ),
    )
  })

  it('is refused after the dedupe window, when a copy that was accepted would not be recognized', async () => {
    await tenant.endpoint({ url: receiver.url })
    const fields = {
      name: 'github',
      provider: 'github',
      secrets: ['wrong'],
      dedupeWindowSeconds: DAY_SECONDS,
    }
    const source = await tenant.source(fields)
    const webhook = await githubWebhook('right', BODY, { event: 'push', delivery: 'd-1' })
    const send = () => sendWebhook(source.ingestUrl, webhook)
    expect((await send()).status).toBe(401)
    const id = await lastRequest(source)
    await changeSource(source, { secrets: ['right'] })
    expect((await send()).status).toBe(202)
    await tenant.settled(1)
    const dayOlder = (table: string, column: string) =>
      posthorn.database.query(
        `UPDATE ${table} SET ${column} = ${column} - interval '24 hours' WHERE source_id = $1`,
        [source.id],
      )
    await dayOlder('dedupe_keys', 'expires_at')
    expect((await read(id)).reprocessable).toBe(true)
    await dayOlder('requests', 'received_at')
    expect((await read(id)).reprocessable).toBe(false)
    expect(await reprocess(id)).toEqual(
      problem(
        409,
        'conflict',
        'The request arrived more than 86400 seconds ago, the dedupeWindowSeconds of its source, so it may be the copy of an event that was already sent. Have the provider send the webhook again.',
      ),
    )
    expect(await countEvents()).toBe(1)
  })

  it('is refused for a request of a deleted source', async () => {
    const source = await stripeSource()
    const id = await rejectedRequest(source)
    await posthorn.api.delete(`${tenant.path}/sources/${source.id}`)
    expect(await reprocess(id)).toEqual(
      problem(409, 'conflict', `The source ${source.id} of the request was deleted.`),
    )
  })

  it('is refused to a delivery of a Posthorn, which could start a loop', async () => {
    const source = await stripeSource()
    const id = await rejectedRequest(source)
    expect(await reprocess(id, { 'x-posthorn-hops': '1' })).toMatchObject({ status: 508 })
  })
})
