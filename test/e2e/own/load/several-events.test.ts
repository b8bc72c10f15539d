import { randomUUID } from 'node:crypto'
import type { Source } from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blockMsOf } from '../../../harness/event-loop.ts'
import { problem } from '../../../harness/expected.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import { sendgridKeys, sendgridWebhook } from '../../../harness/providers/several-events.ts'
import { sendWebhook } from '../../../harness/webhooks.ts'

const BLOCK_MS_MAX = 50
const KIB = 1024
const MIB = 1024 * KIB
const EVENTS_MAX = 5000
const DEADLINE_MS = 240_000
const KEYS = sendgridKeys()

/** New events, together of about this size. */
function bodyOf(count: number, bytes: number): string {
  const padding = 'x'.repeat(Math.max(0, Math.floor(bytes / count) - 80))
  const events = Array.from({ length: count }, () => {
    return `{"event":"open","sg_event_id":"${randomUUID()}","text":"${padding}"}`
  })
  return `[${events.join(',')}]`
}

describe('a request with many events', () => {
  let posthorn: Posthorn
  let tenant: Tenant
  let source: Source
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: ['api', 'ingest'], env: { INGEST_BODY_MAX_MIB: '25' } })
    tenant = await posthorn.createTenant()
    const fields = { provider: 'sendgrid', publicKey: KEYS.publicKey, dedupeBy: 'id-or-body' }
    source = await tenant.source({ name: 'sendgrid', ...fields })
    // A filter reads the data of each event.
    await tenant.endpoint({ url: 'https://example.com/', filter: { event: 'open' } })
    await tenant.endpoint({ url: 'https://example.com/' })
  }, DEADLINE_MS)
  afterAll(() => posthorn.stop())

  const send = (body: string) => sendWebhook(source.ingestUrl, sendgridWebhook(KEYS.privateKey, body))

  it.each([
    ['5,000 events in 400 KB', 202, () => bodyOf(EVENTS_MAX, 400 * KIB)],
    [
      '1,200 events in less than 128 KiB, which are parsed without a thread',
      202,
      () => bodyOf(1200, 120 * KIB),
    ],
    ['5,000 events in 25 MiB', 202, () => bodyOf(EVENTS_MAX, 24 * MIB)],
    ['three events in 25 MiB', 202, () => bodyOf(3, 24 * MIB)],
    ['one event in 25 MiB', 202, () => bodyOf(1, 24 * MIB)],
    ['millions of empty arrays', 400, () => `[${'[],'.repeat((5 * MIB) / 3)}[]]`],
    [
      'one event, and then empty arrays inside of another',
      400,
      () => `[{"event":"open"},[${'[],'.repeat(MIB)}[]]]`,
    ],
  ])(
    'of %s (%d) does not block the event loop for more than 50 ms',
    async (_name, status, makeBody) => {
      const blockMs = await blockMsOf(posthorn.service('ingest'), {
        enoughMs: BLOCK_MS_MAX,
        work: async () => expect((await send(makeBody())).status).toBe(status),
      })
      expect(blockMs).toBeLessThanOrEqual(BLOCK_MS_MAX)
    },
    DEADLINE_MS,
  )

  it('is refused when it would make more than 100,000 deliveries, and stores nothing', async () => {
    const other = await posthorn.createTenant()
    for (let count = 0; count < 21; count += 1) await other.endpoint({ url: 'https://example.com/' })
    source = await other.source({ name: 'sendgrid', provider: 'sendgrid', publicKey: KEYS.publicKey })
    const detail =
      'The events of the body would make more than 100000 deliveries at once: have the provider send fewer in a request.'
    expect(await send(bodyOf(EVENTS_MAX, 400 * KIB))).toEqual(problem(413, 'payload_too_large', detail))
    const count = 'SELECT count(*)::int AS events FROM events WHERE source_id = $1'
    expect(await posthorn.database.query(count, [source.id])).toEqual([{ events: 0 }])
    expect((await send(bodyOf(1000, 100 * KIB))).status).toBe(202)
  })
})
