import { onTestFinished } from 'vitest'
import { createEgress, type Egress } from '../egress.ts'
import type { EgressOptions } from '../egress-options.ts'
import type { SendRequest } from '../send-result.ts'

/** An egress that allows loopback, closed when the test ends. */
export function testEgress(options: Partial<EgressOptions> = {}): Egress {
  const egress = createEgress({ allowCidrs: ['127.0.0.0/8', '::1/128'], ...options })
  onTestFinished(() => egress.close(0))
  return egress
}

/** A small POST. `changes` overrides its fields. */
export function post(url: string, changes: Partial<SendRequest> = {}): SendRequest {
  const headers = { 'content-type': 'application/json' }
  return { tenantId: 'acme', url, headers, body: Buffer.from('{"id":"evt_1"}'), timeoutMs: 5_000, ...changes }
}
