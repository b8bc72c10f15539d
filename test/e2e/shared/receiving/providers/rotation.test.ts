import { beforeAll, describe, expect, it } from 'vitest'
import type { Tenant } from '../../../../harness/posthorn.ts'
import { assertRotation } from '../../../../harness/providers/matrix/assert-rotation.ts'
import { hasSecrets } from '../../../../harness/providers/matrix/sample-source.ts'
import { SAMPLES } from '../../../../harness/providers/matrix/samples.ts'
import { sharedPosthorn } from '../../../../harness/shared/shared-posthorn.ts'

const ROTATED = SAMPLES.filter(([, sample]) => hasSecrets(sample))

describe('while a secret is changed, a message signed with either is accepted, and then with the new one only,', () => {
  const posthorn = sharedPosthorn('idle')
  let tenant: Tenant
  beforeAll(async () => {
    tenant = await posthorn.createTenant()
  })

  it.each(ROTATED)('from %s', (_, sample) =>
    expect(assertRotation({ posthorn, tenant }, sample)).resolves.toBeUndefined(),
  )
})
