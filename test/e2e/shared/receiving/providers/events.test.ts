import { beforeAll, describe, it } from 'vitest'
import type { Tenant } from '../../../../harness/posthorn.ts'
import { checkDuplicates, checkEvents } from '../../../../harness/providers/matrix/check-events.ts'
import { SAMPLES } from '../../../../harness/providers/matrix/samples.ts'
import { sharedPosthorn } from '../../../../harness/shared/shared-posthorn.ts'

describe.each(SAMPLES)('a message of %s', (_, sample) => {
  const posthorn = sharedPosthorn('idle')
  let tenant: Tenant
  beforeAll(async () => {
    tenant = await posthorn.createTenant()
  })

  it('becomes its events, with type, id and data as the provider sent them', () =>
    checkEvents({ posthorn, tenant }, sample))

  it('that arrives fifty times at once becomes its events once', () =>
    checkDuplicates({ posthorn, tenant }, sample))
})
