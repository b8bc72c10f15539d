import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { findOnPath } from '@posthorn/dev/on-path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Received, startReceiver } from '../../../harness/receiver.ts'
import { codeOf } from '../../../harness/recipes/recipes.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

const JAVAC = findOnPath('javac', process.env['PATH'] ?? '')
const DEADLINE_MS = 120_000
/** Prints whether the verifier of the recipe accepts a request: secret, body in base64, and the three headers. */
const MAIN = `import java.util.Base64;

class Main {
    public static void main(String[] arguments) {
        byte[] body = Base64.getDecoder().decode(arguments[1]);
        WebhookVerifier verifier = new WebhookVerifier(arguments[0]);
        System.out.print(verifier.verifies(body, arguments[2], arguments[3], arguments[4]));
    }
}
`

const run = promisify(execFile)

describe.skipIf(JAVAC === undefined)(
  'the verifier of docs/verifying/spring.md',
  { timeout: DEADLINE_MS },
  () => {
    const posthorn = sharedPosthorn()
    let directory: string
    beforeAll(async () => {
      directory = await mkdtemp(path.join(tmpdir(), 'posthorn-java-'))
      await writeFile(path.join(directory, 'WebhookVerifier.java'), codeOf('spring', 'WebhookVerifier.java'))
      await writeFile(path.join(directory, 'Main.java'), MAIN)
      await run('javac', ['-encoding', 'UTF-8', 'WebhookVerifier.java', 'Main.java'], { cwd: directory })
    })
    afterAll(() => rm(directory, { recursive: true, force: true }))

    async function verifies(secret: string, { headers, body }: Pick<Received, 'headers' | 'body'>) {
      const signed = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
        String(headers[name]),
      )
      const { stdout } = await run('java', ['Main', secret, body.toString('base64'), ...signed], {
        cwd: directory,
      })
      return stdout
    }

    it('accepts a delivery, and refuses it with another body, an old timestamp or a wrong signature', async () => {
      const tenant = await posthorn.createTenant()
      const receiver = await startReceiver()
      const { secret } = await tenant.endpoint({ url: receiver.url })
      await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: { text: 'Größe' } })
      const [received] = await receiver.waitFor(1)
      await receiver.close()
      if (received === undefined) throw new Error('no request arrived')
      const { headers, body } = received

      expect(await verifies(secret, received)).toBe('true')
      expect(await verifies(secret, { headers, body: Buffer.concat([body, Buffer.from(' ')]) })).toBe('false')
      const late = { ...headers, 'webhook-timestamp': '1614265330' }
      expect(await verifies(secret, { headers: late, body })).toBe('false')
      expect(
        await verifies(secret, { headers: { ...headers, 'webhook-signature': 'v1,AAAA v2' }, body }),
      ).toBe('false')
    })
  },
)
