import type { ProviderSample } from '@posthorn/webhook/testing'
import { expect } from 'vitest'
import { brokenMessages } from './broken-messages.ts'
import { type Place, requestsOf, send, sourceOf } from './sample-source.ts'

/** Each broken message gets 401, and the request log has the cause. */
export async function assertBroken(place: Place, sample: ProviderSample): Promise<void> {
  const source = await sourceOf(place, sample)
  const broken = await brokenMessages(source, sample)
  const statuses: Record<string, number> = {}
  for (const { fault, message } of broken) {
    const { status } = await send({ ...message, headers: { ...message.headers, 'user-agent': fault } })
    statuses[fault] = status
  }
  const causes = (await requestsOf(place, source)).map(({ userAgent, cause }) => [userAgent, cause])
  expect({ statuses, causes: Object.fromEntries(causes) }).toEqual({
    statuses: Object.fromEntries(broken.map(({ fault }) => [fault, 401])),
    causes: Object.fromEntries(broken.map(({ fault, cause }) => [fault, cause])),
  })
}
