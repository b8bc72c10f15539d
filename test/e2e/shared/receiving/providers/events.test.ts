import { beforeAll, describe, expect, it } from 'vitest'
import type { Tenant } from '../../../../harness/posthorn.ts'
import { assertDuplicates, assertEvents } from '../../../../harness/providers/matrix/assert-events.ts'
import { SAMPLES } from '../../../../harness/providers/matrix/samples.ts'
import { sharedPosthorn } from '../../../../harness/shared/shared-posthorn.ts'

describe.each(SAMPLES)('a message of %s', (_, sample) => {
  const posthorn = sharedPosthorn('idle')
  let tenant: Tenant
  beforeAll(async () => {
    tenant = await posthorn.createTenant()
  })

  it('becomes its events, with type, id and data as the provider sent them', () =>
    expect(assertEvents({ posthorn, tenant }, sample)).resolves.toBeUndefined())

  it('that arrives fifty times at once becomes its events once', () =>
    expect(assertDuplicates({ posthorn, tenant }, sample)).resolves.toBeUndefined())
})
