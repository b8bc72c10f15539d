import type { ProviderSample } from '@posthorn/webhook/testing'
import { expect } from 'vitest'
import { messageTo, type Place, requestsOf, send, sourceOf } from './sample-source.ts'

/** While two secrets are set, either verifies, and the request log has which one; then the old one does not. */
export async function assertRotation(place: Place, sample: ProviderSample): Promise<void> {
  const { posthorn, tenant } = place
  const { secret, otherSecret } = sample
  const source = await sourceOf(place, sample, [otherSecret, secret])
  expect((await send(await messageTo(source, sample))).status).toBeLessThan(300)
  expect(await requestsOf(place, source)).toMatchObject([
    { outcome: 'accepted', matchedSecret: { position: 1 } },
  ])

  await posthorn.api.patch(`${tenant.path}/sources/${source.id}`, { secrets: [otherSecret] })
  expect(await send(await messageTo(source, sample))).toMatchObject({ status: 401 })
  const [latest] = await requestsOf(place, source)
  expect(latest).toMatchObject({ cause: 'signature_mismatch', matchedSecret: null })
}
