import type { CreatedKey, PublishedEvent } from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problem } from '../../../harness/expected.ts'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { signIn } from '../../../harness/sessions/browser.ts'
import { createLink, openLink } from '../../../harness/sessions/portal.ts'
import { waitUntil } from '../../../harness/wait-until.ts'
import { sendWebhook, stripeWebhook } from '../../../harness/webhooks.ts'

const SECRET = 'whsec_of_stripe'
const EVENT = { type: 'order.paid', data: {} }

let posthorn: Posthorn
beforeAll(async () => {
  posthorn = await startPosthorn({ services: ['api', 'ingest'] })
})
afterAll(() => posthorn.stop())

describe('tenants', () => {
  beforeAll(async () => {
    await posthorn.start('worker')
  })
  afterAll(() => posthorn.stopAll('worker'))

  it('are deleted with all that they own', async () => {
    const receiver = await startReceiver()
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url })
    const { ingestUrl } = await tenant.source({ name: 'stripe', provider: 'stripe', secrets: [SECRET] })
    const keys = `${tenant.path}/keys`
    const key = await posthorn.api.post<CreatedKey>(keys, { role: 'read' }, { 'idempotency-key': 'one' })
    await signIn(posthorn, key.body.key)
    await openLink(posthorn, await createLink(posthorn.api, tenant))
    const webhook = stripeWebhook(SECRET, '{"id":"evt_1","type":"a"}')
    expect((await sendWebhook(ingestUrl, webhook)).status).toBe(202)
    await tenant.settled(1)
    await receiver.close()

    const owned = {
      api_keys: 1,
      sessions: 2,
      portal_links: 1,
      idempotency_keys: 1,
      endpoints: 1,
      endpoint_secrets: 1,
      endpoint_gates: 1,
      sources: 1,
      source_secrets: 1,
      requests: 1,
      dedupe_keys: 1,
      events: 1,
      deliveries: 1,
      attempts: 1,
      counts: 3,
    }
    const before = await countRows()
    expect((await posthorn.api.delete(tenant.path)).status).toBe(204)
    const after = await countRows()

    const lost = Object.keys(before).flatMap((table) => {
      const rows = (before[table] ?? 0) - (after[table] ?? 0)
      return rows === 0 ? [] : [[table, rows]]
    })
    // The audit log outlives the tenant and also records its deletion.
    expect(Object.fromEntries(lost)).toEqual({ tenants: 1, audit_entries: -1, ...owned })
    expect(await sendWebhook(ingestUrl, webhook)).toEqual(
      problem(404, 'not_found', 'There is no source at this URL.'),
    )
  })

  /** The rows of each application table. */
  async function countRows(): Promise<Record<string, number>> {
    const tables = await posthorn.database.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables t JOIN pg_class c ON c.relname = t.tablename AND NOT c.relispartition WHERE schemaname = 'public'",
    )
    const counts: Record<string, number> = {}
    for (const { name } of tables) {
      const [row] = await posthorn.database.query<{ rows: number }>(
        `SELECT count(*)::int AS rows FROM public.${name}`,
      )
      counts[name] = row?.rows ?? 0
    }
    return counts
  }
})

describe('a tenant that is deleted during a write', () => {
  it.each([
    ['an endpoint', 'endpoints', { url: 'https://example.com' }],
    ['a key', 'keys', { role: 'read' }],
    ['a source', 'sources', { name: 'stripe', provider: 'stripe', secrets: [SECRET] }],
    ['an event', 'events', EVENT],
    ['a batch', 'events/batch', { events: [EVENT] }],
    ['a replay', 'events/EVENT/replay', {}],
    ['a test', 'endpoints/ENDPOINT/test', {}],
    ['a recovery', 'endpoints/ENDPOINT/recover', { since: '2020-01-01T00:00:00Z' }],
  ])('returns 404: %s', async (_name, path, body) => {
    const tenant = await posthorn.createTenant()
    const { id } = await tenant.endpoint({ url: 'https://example.com' })
    const { body: event } = await posthorn.api.post<PublishedEvent>(`${tenant.path}/events`, EVENT)
    const url = `${tenant.path}/${path.replace('EVENT', event.id).replace('ENDPOINT', id)}`

    // The transaction of another process that has not ended yet.
    await posthorn.database.query('BEGIN')
    await posthorn.database.query('DELETE FROM tenants WHERE id = $1', [tenant.id])
    const answer = posthorn.api.post(url, body)
    await waitUntil('the write to wait for it', async () => {
      const rows = await posthorn.database.query(
        'SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))',
      )
      return rows.length > 0
    })
    await posthorn.database.query('COMMIT')
    expect(await answer).toEqual(problem(404, 'not_found', `There is no tenant "${tenant.id}".`))
  })
})
