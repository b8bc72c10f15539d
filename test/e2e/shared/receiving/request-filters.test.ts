import type { InboundRequest, Page, Source } from '@posthorn/contracts'
import { beforeAll, describe, expect, it } from 'vitest'
import { problem } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { sendWebhook, stripeWebhook } from '../../../harness/webhooks.ts'

const SECRET = 'whsec_of_stripe'
const bodyOf = (id: string) => JSON.stringify({ id, type: 'invoice.paid' })

describe('the list of requests', () => {
  const posthorn = sharedPosthorn('idle')
  let tenant: Tenant
  let source: Source
  /** All requests, newest first. */
  let all: InboundRequest[]

  const list = (query: string) =>
    posthorn.api.get<Page<InboundRequest>>(`${tenant.path}/sources/${source.id}/requests${query}`)
  const ids = async (query: string) => (await list(query)).body.data.map(({ id }) => id)
  const idsOf = (...positions: number[]) => positions.map((position) => all[position]?.id)

  beforeAll(async () => {
    tenant = await posthorn.createTenant()
    source = await tenant.source({ name: 'stripe', provider: 'stripe', secrets: [SECRET] })
    const webhooks = [
      stripeWebhook(SECRET, bodyOf('evt_1')), // 5: accepted
      stripeWebhook('whsec_wrong', bodyOf('evt_2')), // 4
      stripeWebhook(SECRET, bodyOf('evt_1')), // 3: duplicate
      { body: '{}', headers: {} }, // 2: missing_header
      stripeWebhook('whsec_wrong', bodyOf('evt_3')), // 1
      stripeWebhook(SECRET, bodyOf('evt_4')), // 0: accepted
    ]
    for (const webhook of webhooks) await sendWebhook(source.ingestUrl, webhook)
    all = (await list('')).body.data
  })

  it.each([
    ['?outcome=accepted', [0, 5]],
    ['?outcome=duplicate', [3]],
    ['?outcome=rejected', [1, 2, 4]],
    ['?cause=signature_mismatch', [1, 4]],
    ['?cause=missing_header&outcome=rejected', [2]],
    ['?cause=signature_mismatch&outcome=accepted', []],
    ['?cause=timestamp_too_old', []],
    ['?outcome=rejected&to=2020-01-01T00:00:00Z', []],
    ['?outcome=rejected&from=2020-01-01T00:00:00Z', [1, 2, 4]],
    ['?outcome=accepted&from=2020-01-01T00:00:00Z', [0, 5]],
  ])('filters by %s', async (query, positions) => {
    expect(await ids(query)).toEqual(idsOf(...positions))
  })

  it.each([
    ['?outcome=accepted', [0, 5]],
    ['?outcome=rejected', [1, 2, 4]],
    ['?cause=signature_mismatch', [1, 4]],
  ])('has pages of %s', async (query, positions) => {
    const found: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const after: string = cursor === '' ? '' : `&cursor=${cursor}`
      const { body } = await list(`${query}&limit=1${after}`)
      found.push(...body.data.map(({ id }) => id))
      cursor = body.nextCursor
    }
    expect(found).toEqual(idsOf(...positions))
  })

  it('divides at a time', async () => {
    const [row] = await posthorn.database.query<{ at: Date }>(
      'SELECT received_at AS at FROM requests WHERE id = $1',
      [all[2]?.id],
    )
    const at = row?.at.toISOString()
    const later = await ids(`?from=${at}`)
    const earlier = await ids(`?to=${at}`)
    expect([...later, ...earlier]).toEqual(all.map(({ id }) => id))
    expect(later).toContain(all[1]?.id)
    expect(earlier).toContain(all[3]?.id)
  })

  it('ends a page of accepted requests early after 5,000 others, with a cursor to the rest', async () => {
    const other = await tenant.source({ name: 'other', provider: 'stripe', secrets: [SECRET] })
    await sendWebhook(other.ingestUrl, stripeWebhook(SECRET, bodyOf('evt_1')))
    await posthorn.database.query(
      `INSERT INTO requests (id, source_id, outcome, body_bytes, received_at)
       SELECT first_id_at('req', now() + interval '1 min') || lpad(n::text, 16, '0'), $1, 'duplicate', 2, now()
       FROM generate_series(1, 6000) AS n`,
      [other.id],
    )
    const path = `${tenant.path}/sources/${other.id}/requests?outcome=accepted`
    const first = await posthorn.api.get<Page<InboundRequest>>(path)
    expect(first.body).toEqual({ data: [], nextCursor: expect.any(String) })
    const second = await posthorn.api.get<Page<InboundRequest>>(`${path}&cursor=${first.body.nextCursor}`)
    expect(second.body).toMatchObject({ data: [{ outcome: 'accepted' }], nextCursor: null })
  })

  it('refuses filters that it does not know', async () => {
    expect(await list('?outcome=lost')).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'outcome' }] },
    })
    expect(await list('?cause=other')).toMatchObject({ status: 400, body: { errors: [{ path: 'cause' }] } })
    const message = 'must not be later than "to"'
    expect(await list('?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z')).toEqual(
      problem(400, 'invalid_request', `from: ${message}`, [{ path: 'from', message }]),
    )
  })
})
