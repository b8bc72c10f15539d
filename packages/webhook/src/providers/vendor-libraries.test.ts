import { describe, expect, it } from 'vitest'
import { samples } from '../testing/samples/all.ts'
import type { ProviderSample } from '../testing/samples/provider-sample.ts'
import { requestOf } from '../testing/samples/send-sample.ts'
import { type Judge, judges } from '../testing/vendor-judges.ts'

const judged = samples.flatMap((sample): [string, ProviderSample, Judge][] => {
  const judge = judges[sample.provider]
  return judge === undefined ? [] : [[sample.provider, sample, judge]]
})

describe("the vendor's library", () => {
  it.each(judged)('accepts our sample of %s', async (_, sample, judge) => {
    const { headers, body } = await requestOf(sample, Math.floor(Date.now() / 1000))
    const accepted = await judge({
      secret: sample.secret,
      url: sample.url ?? '',
      body: body.toString(),
      header: (name) => String(headers[name]),
    })
    expect(accepted).toBe(true)
  })
})
