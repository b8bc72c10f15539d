import { beforeAll, describe, expect, it } from 'vitest'
import type { Tenant } from '../../../../harness/posthorn.ts'
import { assertBroken } from '../../../../harness/providers/matrix/assert-broken.ts'
import { SAMPLES } from '../../../../harness/providers/matrix/samples.ts'
import { sharedPosthorn } from '../../../../harness/shared/shared-posthorn.ts'

const VERIFIED = SAMPLES.filter(([, { provider }]) => provider !== 'none')

describe('a message with one broken part is rejected, with its cause in the request log,', () => {
  const posthorn = sharedPosthorn('idle')
  let tenant: Tenant
  beforeAll(async () => {
    tenant = await posthorn.createTenant()
  })

  it.each(VERIFIED)('of %s', (_, sample) =>
    expect(assertBroken({ posthorn, tenant }, sample)).resolves.toBeUndefined(),
  )
})
