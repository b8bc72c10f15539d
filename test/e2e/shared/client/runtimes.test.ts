import { copyFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type InstalledClient, installClient } from '../../../client/installed-client.ts'
import { findRuntimes } from '../../../client/runtimes.ts'
import { signedWebhook } from '../../../client/signed-webhook.ts'
import { run } from '../../../generators/run-command.ts'
import { isLeftOut, pathOf } from '../../../generators/tools.ts'
import { ADMIN_KEY } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

const DEADLINE_MS = 60_000
const PROGRAM = path.resolve(import.meta.dirname, '../../../client/programs/smoke.mjs')
const runtimes = await findRuntimes()

describe('the packed client', () => {
  const posthorn = sharedPosthorn('idle')
  let client: InstalledClient
  beforeAll(async () => {
    client = await installClient()
    await copyFile(PROGRAM, path.join(client.path, 'smoke.mjs'))
  })
  afterAll(() => client?.remove())

  for (const { name, tool, args } of runtimes) {
    it.skipIf(isLeftOut(`the client on ${name}`, tool))(
      `publishes, reads and verifies on ${name}`,
      async () => {
        const tenant = await posthorn.createTenant()
        const env = {
          URL_OF_API: posthorn.service('api').url,
          KEY: ADMIN_KEY,
          TENANT: tenant.id,
          WEBHOOK: JSON.stringify(signedWebhook()),
          NODE_OPTIONS: '',
        }
        const options = { cwd: client.path, env, deadlineMs: DEADLINE_MS }
        const printed = await run(pathOf(tool), [...args, 'smoke.mjs'], options)
        expect(JSON.parse(printed.trim().split('\n').at(-1) ?? '')).toEqual({
          isListed: true,
          first: 'ready',
          missing: ['NotFoundError', 'not_found', 404],
          verified: [{ n: 1 }, { n: 1 }],
          refused: ['WebhookVerificationError', 'signature_mismatch'],
        })
      },
    )
  }
})
