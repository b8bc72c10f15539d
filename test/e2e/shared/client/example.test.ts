import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { run } from '../../../generators/run-command.ts'
import { ADMIN_KEY } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

const ROOT = path.resolve(import.meta.dirname, '../../../..')

describe('the example of the client', () => {
  const posthorn = sharedPosthorn()

  it('publishes an event, receives it and verifies it', async () => {
    const tenant = await posthorn.createTenant()
    const env = {
      POSTHORN_URL: posthorn.service('api').url,
      POSTHORN_API_KEY: ADMIN_KEY,
      POSTHORN_TENANT: tenant.id,
    }
    const script = path.join(ROOT, 'examples/send-and-verify.ts')
    const printed = await run(process.execPath, [script], { cwd: ROOT, env, deadlineMs: 60_000 })
    const [, id] = /^published (evt_\w+)$/m.exec(printed) ?? []
    expect(printed).toContain(`verified ${id}: order.completed {"orderId":"A-1001","amount":4200}`)
  })
})
