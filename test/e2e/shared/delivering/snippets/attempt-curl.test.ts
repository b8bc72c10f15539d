import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Attempt, Delivery, Page } from '@posthorn/contracts'
import { attemptCurl } from '@posthorn/contracts/snippets'
import { findOnPath } from '@posthorn/dev/on-path'
import { describe, expect, it } from 'vitest'
import type { Received } from '../../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../../harness/shared/shared-posthorn.ts'
import { testReceiver } from '../../../../harness/shared/test-receiver.ts'
import { acceptedBy } from '../../../../harness/webhooks.ts'

const PATH = process.env['PATH'] ?? ''
const isInstalled = ['sh', 'curl', 'openssl', 'base64', 'od'].every((name) => findOnPath(name, PATH))

describe('an attempt as cURL', () => {
  const posthorn = sharedPosthorn()
  const receiver = testReceiver()

  it.skipIf(!isInstalled)(
    'sends the same request again, which verifies, without knowing the secret',
    async () => {
      const tenant = await posthorn.createTenant()
      const endpoint = await tenant.endpoint({
        url: `${receiver.url}/hooks?list=[1]`,
        signatures: ['standard', 'sha256'],
        headers: { 'X-Token': 'hidden value' },
      })
      const data = `{"note":"it's $(id) \\u0041","number":12345678901234567890,"long":"${'x'.repeat(200_000)}"}`
      await posthorn.api.post(`${tenant.path}/events`, `{"type":"order.paid","data":${data}}`)
      await tenant.settled(1)
      const [sent] = receiver.received
      const deliveries = await posthorn.api.get<Page<Delivery>>(`${tenant.path}/deliveries`)
      const attempts = await posthorn.api.get<Page<Attempt>>(
        `${tenant.path}/deliveries/${deliveries.body.data[0]?.id}/attempts`,
      )
      const [attempt] = attempts.body.data
      const { text, variables } = attemptCurl({
        url: attempt?.url ?? '',
        headers: (attempt?.requestHeaders ?? {}) as Record<string, string>,
        body: sent?.body.toString() ?? '',
      })
      expect(variables).toEqual(['WEBHOOK_SECRET', 'HEADER_X_TOKEN'])
      for (const secret of [endpoint.secret, 'hidden value']) expect(text).not.toContain(secret)

      const running = promisify(execFile)('sh', ['-s'], {
        env: { PATH, WEBHOOK_SECRET: endpoint.secret, HEADER_X_TOKEN: 'hidden value' },
      })
      running.child.stdin?.end(text)
      expect((await running).stdout).toMatch(/^HTTP\/1\.1 200/)
      const again = (await receiver.waitFor(2))[1]
      if (again === undefined) throw new Error('no second request arrived')
      expect(again).toMatchObject({ path: sent?.path, body: sent?.body })
      const signed = ['webhook-timestamp', 'webhook-signature']
      const names = Object.keys(attempt?.requestHeaders ?? {}).filter(
        (name) => !signed.includes(name.toLowerCase()),
      )
      const sentIn = ({ headers }: Received) => names.map((name) => [name, headers[name.toLowerCase()]])
      expect(sentIn(again)).toEqual(sent && sentIn(sent))
      expect(again.headers['x-token']).toBe('hidden value')
      expect(acceptedBy([endpoint.secret], again)).toEqual([true])
    },
  )
})
