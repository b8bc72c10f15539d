import type { CreatedEndpoint, CreatedKey, Endpoint, PublishedEvent } from '@posthorn/contracts'
import { beforeEach, describe, expect, it } from 'vitest'
import { type ApiClient, apiClient } from '../../../harness/api-client.ts'
import { idOf, problem, reply, TIME } from '../../../harness/expected.ts'
import { ADMIN_KEY } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const ROUNDS = 15
const URL = 'https://example.com/webhooks'
/** No other test knows this type: here it is archived and gets a schema. */
const TYPE = 'cached.paid'

/** Two processes of the API: one makes changes, the other publishes events. */
const posthorn = sharedPosthorn()
const [changing, publishing] = posthorn.services('api').map(({ url }) => apiClient(url, ADMIN_KEY)) as [
  ApiClient,
  ApiClient,
]
let tenantId: string
let path: string
let made = 0
beforeEach(async () => {
  tenantId = `in-memory-${made++}`
  path = `/v1/tenants/${tenantId}`
  await changing.put(path, {})
  await publish()
})

const publish = (body: object = {}, client = publishing) =>
  client.post<PublishedEvent>(`${path}/events`, { type: TYPE, data: { amount: 5 }, ...body })
const accepted = (deliveries: number) =>
  reply(202, { id: idOf('evt'), type: TYPE, timestamp: TIME, deliveries, duplicate: false })
const wrong = (field: string, message: string) =>
  problem(400, 'invalid_request', `${field}: ${message}`, [{ path: field, message }])
const unknownKey = problem(401, 'unauthorized', 'The key is unknown or has expired.')

/** The tenant's id is free once a worker has deleted all that it owned. */
const recreateTenant = () =>
  waitUntil('the tenant to be created again', async () => (await changing.put(path, {})).status === 201)

/** A change, and the reply to the next event. */
type Change = [change: () => Promise<unknown>, next: unknown]

/** Makes each change in one process, repeatedly, and publishes the next event in the other. */
async function nextEvents(changes: readonly Change[]): Promise<unknown[]> {
  const replies: unknown[] = []
  for (let round = 0; round < ROUNDS; round++) {
    for (const [change] of changes) {
      await change()
      replies.push(await publish())
    }
  }
  return replies
}

const inEachRound = (changes: readonly Change[]) =>
  Array.from({ length: ROUNDS }, () => changes.map(([, next]) => next)).flat()

describe('a change in another process applies to the next event:', () => {
  it('an endpoint that is created, changed, disabled, enabled and deleted', async () => {
    let endpoint: string
    const patch = (change: object) => () => changing.patch(endpoint, change)
    const changes: Change[] = [
      [
        async () => {
          const { body } = await changing.post<CreatedEndpoint>(`${path}/endpoints`, { url: URL })
          endpoint = `${path}/endpoints/${body.id}`
        },
        accepted(1),
      ],
      [patch({ eventTypes: ['user.*'] }), accepted(0)],
      [patch({ eventTypes: ['cached.*'], filter: { amount: 5 } }), accepted(1)],
      [patch({ filter: { amount: 6 } }), accepted(0)],
      [patch({ filter: null }), accepted(1)],
      [() => changing.post(`${endpoint}/disable`, undefined), accepted(0)],
      [() => changing.post(`${endpoint}/enable`, undefined), accepted(1)],
      [() => changing.delete(endpoint), accepted(0)],
    ]
    expect(await nextEvents(changes)).toEqual(inEachRound(changes))
  })

  it('an endpoint that a worker has disabled after a 410', async () => {
    const receiver = await startReceiver(() => ({ status: 410 }))
    const { body } = await changing.post<Endpoint>(`${path}/endpoints`, { url: receiver.url })
    expect(await publish()).toEqual(accepted(1))
    await waitUntil('the endpoint to be disabled', async () => {
      const now = await changing.get<Endpoint>(`${path}/endpoints/${body.id}`)
      return now.body.status === 'disabled'
    })
    expect(await publish()).toEqual(accepted(0))
    await receiver.close()
  })

  it('whether the tenant is strict, and its event types', async () => {
    const name = `/v1/event-types/${TYPE}`
    const put = (type: object) => () => changing.put(name, type)
    const strict = (strictEventTypes: boolean) => () => changing.put(path, { strictEventTypes })
    const unlisted = wrong(
      'type',
      `unknown event type "${TYPE}": this tenant accepts only event types that exist`,
    )
    const changes: Change[] = [
      [strict(true), unlisted],
      [put({}), accepted(0)],
      [put({ schema: { type: 'object', required: ['currency'] } }), wrong('data.currency', 'is required')],
      [put({ schema: { type: 'object', required: ['amount'] } }), accepted(0)],
      [
        put({ archived: true }),
        wrong('type', `the event type "${TYPE}" is archived: it accepts no new events`),
      ],
      [put({}), accepted(0)],
      [() => changing.delete(name), unlisted],
      [strict(false), accepted(0)],
    ]
    expect(await nextEvents(changes)).toEqual(inEachRound(changes))
  })

  it('a tenant that is deleted and created again with the same id', async () => {
    const changes: Change[] = [
      [() => changing.post(`${path}/endpoints`, { url: URL }), accepted(1)],
      [() => changing.delete(path), problem(404, 'not_found', `There is no tenant "${tenantId}".`)],
      [recreateTenant, accepted(0)],
    ]
    expect(await nextEvents(changes)).toEqual(inEachRound(changes))
  })

  it('a change made in the database by hand', async () => {
    await changing.post(`${path}/endpoints`, { url: URL })
    const set = (enabled: boolean) => () =>
      posthorn.database.query('UPDATE endpoints SET enabled = $1 WHERE tenant_id = $2', [enabled, tenantId])
    const changes: Change[] = [
      [set(false), accepted(0)],
      [set(true), accepted(1)],
    ]
    expect(await nextEvents(changes)).toEqual(inEachRound(changes))
  })
})

describe('a key', () => {
  async function createKey(body: object = {}): Promise<{ client: ApiClient; id: string }> {
    const key = await changing.post<CreatedKey>(`${path}/keys`, { role: 'publish', ...body })
    expect(key).toMatchObject({ status: 201 })
    const client = publishing.as(key.body.key)
    expect([await publish({}, client), await publish({}, client)]).toEqual([accepted(0), accepted(0)])
    return { client, id: key.body.id }
  }

  it('that is deleted in another process publishes nothing more, and gets no other information', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { client, id } = await createKey()
      await changing.delete(`${path}/keys/${id}`)
      const requests = [{}, { type: 'not a type' }, { id: 'used' }]
      const [first] = requests.splice(round % requests.length, 1)
      expect(await publish(first, client)).toEqual(unknownKey)
      for (const request of requests) expect(await publish(request, client)).toEqual(unknownKey)
    }
  })

  it('that is deleted gets no stored reply and no results of a batch', async () => {
    const { client, id } = await createKey()
    const once = () => client.post(`${path}/events`, { type: TYPE, data: {} }, { 'idempotency-key': 'k' })
    const batch = () => client.post(`${path}/events/batch`, { events: [{ type: 'not a type', data: {} }] })
    expect([await once(), await batch()]).toMatchObject([{ status: 202 }, { status: 202 }])
    await changing.delete(`${path}/keys/${id}`)
    expect([await batch(), await once()]).toEqual([unknownKey, unknownKey])
  })

  it('of a tenant that was deleted and created again publishes nothing', async () => {
    const { client } = await createKey()
    await changing.delete(path)
    await recreateTenant()
    expect(await publish({}, client)).toEqual(unknownKey)
  })

  it('that has expired publishes nothing more', async () => {
    const expiresAt = new Date(Date.now() + 1000).toISOString()
    const { client } = await createKey({ expiresAt })
    await waitUntil('the key to have expired', async () => {
      const [now] = await posthorn.database.query<{ over: boolean }>('SELECT now() > $1 AS over', [expiresAt])
      return now?.over
    })
    expect(await publish({}, client)).toEqual(unknownKey)
  })

  it('has the role that was set in the database by hand', async () => {
    const { client } = await createKey()
    const set = (role: string) =>
      posthorn.database.query('UPDATE api_keys SET role = $1::key_role WHERE tenant_id = $2', [
        role,
        tenantId,
      ])
    for (let round = 0; round < ROUNDS; round++) {
      await set('read')
      const detail = 'A key with the role "read" may not do this.'
      expect(await publish({}, client)).toEqual(problem(403, 'forbidden', detail))
      await set('manage')
      expect(await publish({}, client)).toEqual(accepted(0))
    }
  })
})
