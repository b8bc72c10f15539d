import { type Judge, judges } from '@posthorn/webhook/testing/vendors'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Tenant } from '../../../../harness/posthorn.ts'
import { messageTo, send, sourceOf } from '../../../../harness/providers/matrix/sample-source.ts'
import { SAMPLES } from '../../../../harness/providers/matrix/samples.ts'
import { sharedPosthorn } from '../../../../harness/shared/shared-posthorn.ts'

const JUDGED = SAMPLES.flatMap(([title, sample]): [string, typeof sample, Judge][] => {
  const judge = judges[sample.provider]
  return judge === undefined ? [] : [[title, sample, judge]]
})

describe('the bytes that a library of the vendor accepts are accepted', () => {
  const posthorn = sharedPosthorn('idle')
  let tenant: Tenant
  beforeAll(async () => {
    tenant = await posthorn.createTenant()
  })

  it.each(JUDGED)('from %s', async (_, sample, judge) => {
    const message = await messageTo(await sourceOf({ posthorn, tenant }, sample), sample)
    const { url, headers, body } = message
    const text = Buffer.from(body).toString()
    const header = (name: string) => headers[name] ?? ''
    expect(await judge({ secret: sample.secret, url, body: text, header })).toBe(true)
    expect((await send(message)).status).toBeLessThan(300)
  })
})
