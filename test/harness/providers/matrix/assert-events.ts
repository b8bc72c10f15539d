import type { EventSummary, Page, Source } from '@posthorn/contracts'
import { inboundEventType, providerOf } from '@posthorn/webhook'
import type { ProviderSample } from '@posthorn/webhook/testing'
import { expect } from 'vitest'
import { messageTo, type Place, requestsOf, send, sourceOf } from './sample-source.ts'

const COPIES = 50

/** A genuine message becomes its events: type, id of the provider, and data byte for byte. */
export async function assertEvents(place: Place, sample: ProviderSample): Promise<void> {
  const source = await sourceOf(place, sample)
  const { status, text } = await send(await messageTo(source, sample))
  expect([status, text]).toEqual([replyStatusOf(sample), expect.any(String)])

  const { posthorn, tenant } = place
  const { body } = await posthorn.api.get<Page<EventSummary>>(`${tenant.path}/events?sourceId=${source.id}`)
  const stored = await Promise.all(
    body.data.map(({ id }) => posthorn.api.get<EventSummary>(`${tenant.path}/events/${id}`)),
  )
  const expected = sample.events.map(({ providerType, id, data = sample.body }) => ({
    type: inboundEventType({ prefix: sample.provider, providerType }),
    externalId: id ?? null,
    data: data === '' ? expect.any(String) : data,
  }))
  const seen = stored.map(({ body: { type, externalId }, text: json }) => ({
    type,
    externalId,
    data: json.slice(json.indexOf('"data":') + '"data":'.length, -1),
  }))
  expect(seen).toHaveLength(expected.length)
  expect(seen).toEqual(expect.arrayContaining(expected))
}

/** Fifty copies at once, and one later, become one event each. */
export async function assertDuplicates(place: Place, sample: ProviderSample): Promise<void> {
  const source = await sourceOf(place, sample)
  const message = await messageTo(source, sample)
  const replies = await Promise.all(Array.from({ length: COPIES }, () => send(message)))
  const accepted = replyStatusOf(sample)
  const duplicate = providerOf(sample.provider).reply?.status ?? 200
  const statuses = replies.map(({ status }) => String(status)).toSorted()
  expect(statuses).toEqual([...Array(COPIES - 1).fill(duplicate), accepted].map(String).toSorted())
  const { status, body } = await send(message)
  expect(status).toBe(duplicate)
  if (providerOf(sample.provider).reply?.body === undefined && body !== undefined) {
    expect(body).toMatchObject({ status: 'already_processed' })
  }

  expect(await outcomesOf(place, source)).toEqual([...Array(COPIES).fill('duplicate'), 'accepted'])
  const { posthorn, tenant } = place
  const events = await posthorn.api.get<Page<EventSummary>>(`${tenant.path}/events?sourceId=${source.id}`)
  expect(events.body.data).toHaveLength(sample.events.length)
}

function replyStatusOf({ provider }: ProviderSample): number {
  return providerOf(provider).reply?.status ?? 202
}

async function outcomesOf(place: Place, source: Source): Promise<string[]> {
  const outcomes = (await requestsOf(place, source)).map(({ outcome }) => outcome)
  return outcomes.toSorted().toReversed()
}
