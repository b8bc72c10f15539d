import type { Source } from '@posthorn/contracts'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Reply } from '../../../harness/api-client.ts'
import { idOf, problem, reply } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { type AcceptedWebhook, sendWebhook, stripeWebhook } from '../../../harness/webhooks.ts'

const ROUNDS = 15
const OLD = 'whsec_that_was_first'
const NEW = 'whsec_that_came_later'

const accepted = reply(202, { status: 'accepted', eventId: idOf('evt') })
const repeated = reply(200, { status: 'already_processed', eventId: idOf('evt') })
const wrong = problem(401, 'invalid_signature', 'No signature in the request matches a secret of the source.')
const disabled = problem(410, 'source_disabled', 'The source is disabled. Enable it, or stop sending to it.')
const unknown = problem(404, 'not_found', 'There is no source at this URL.')

/** Two processes of ingest, which cache the source. */
const posthorn = sharedPosthorn('idle')
const ingests = posthorn.services('ingest').map(({ url }) => url)
let tenant: Tenant
let source: Source
let sent = 0
beforeEach(async () => {
  tenant = await posthorn.createTenant()
  source = await tenant.source({ name: 'stripe', provider: 'stripe', secrets: [OLD] })
  await send()
})

/** Sends a webhook to each of the processes. */
function send(secret = OLD, { id }: { id?: string } = {}): Promise<Reply<AcceptedWebhook>[]> {
  return Promise.all(
    ingests.map((url) => {
      const body = JSON.stringify({ id: id ?? `evt_${sent++}`, type: 'payment.made' })
      return sendWebhook(`${url}/webhooks/${source.id}`, stripeWebhook(secret, body))
    }),
  )
}

const change = (body: object) => posthorn.api.patch(`${tenant.path}/sources/${source.id}`, body)

describe('a change of a source applies to the next webhook in each process:', () => {
  it('is disabled and enabled, for new webhooks and for duplicates', async () => {
    await send(OLD, { id: 'evt_seen' })
    for (let round = 0; round < ROUNDS; round++) {
      await change({ enabled: false })
      expect(await send(OLD, round % 2 === 0 ? { id: 'evt_seen' } : {})).toEqual([disabled, disabled])
      await change({ enabled: true })
      expect(await send()).toEqual([accepted, accepted])
      expect(await send(OLD, { id: 'evt_seen' })).toEqual([repeated, repeated])
    }
  })

  it('its secrets', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      await change({ secrets: [OLD, NEW] })
      expect(await send(NEW)).toEqual([accepted, accepted])
      await change({ secrets: [NEW] })
      expect(await send(OLD)).toEqual([wrong, wrong])
      expect(await send(NEW)).toEqual([accepted, accepted])
      await change({ secrets: [OLD] })
      expect(await send(OLD)).toEqual([accepted, accepted])
    }
  })

  it('is disabled, for forged webhooks too', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      expect(await send(NEW)).toEqual([wrong, wrong])
      await change({ enabled: false })
      expect(await send(NEW)).toEqual([disabled, disabled])
      await change({ enabled: true })
    }
  })

  it('a change made in the database by hand', async () => {
    const set = (enabled: boolean) =>
      posthorn.database.query('UPDATE sources SET enabled = $1 WHERE id = $2', [enabled, source.id])
    for (let round = 0; round < ROUNDS; round++) {
      await set(false)
      expect(await send()).toEqual([disabled, disabled])
      await set(true)
      expect(await send()).toEqual([accepted, accepted])
    }
  })

  it('is deleted', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      await posthorn.api.delete(`${tenant.path}/sources/${source.id}`)
      expect(await send()).toEqual([unknown, unknown])
      source = await tenant.source({ name: 'stripe', provider: 'stripe', secrets: [OLD] })
      expect(await send()).toEqual([accepted, accepted])
    }
  })

  it('its tenant is deleted', async () => {
    await posthorn.api.delete(tenant.path)
    expect(await send()).toEqual([unknown, unknown])
  })
})

describe('a change of an endpoint applies to the next webhook in each process:', () => {
  it('is created and disabled', async () => {
    const url = 'https://example.com/webhooks'
    const deliveries = async () => {
      const counts = (await send()).map(async ({ body: { eventId } }) => {
        const { body } = await posthorn.api.get<{ data: unknown[] }>(
          `${tenant.path}/events/${eventId}/deliveries`,
        )
        return body.data.length
      })
      return Promise.all(counts)
    }
    for (let round = 0; round < ROUNDS; round++) {
      const endpoint = await tenant.endpoint({ url })
      expect(await deliveries()).toEqual([1, 1])
      await posthorn.api.post(`${tenant.path}/endpoints/${endpoint.id}/disable`, undefined)
      expect(await deliveries()).toEqual([0, 0])
    }
  })
})

describe('concurrent copies of a webhook at both processes', () => {
  it('are one event each time', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const replies = await Promise.all(Array.from({ length: 10 }, () => send(OLD, { id: `evt_${round}_x` })))
      const all = replies.flat()
      expect(all.filter(({ status }) => status === 202)).toHaveLength(1)
      expect(new Set(all.map(({ body }) => body.eventId)).size).toBe(1)
    }
  })
})
