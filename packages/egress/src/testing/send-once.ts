import { createEgress } from '../egress.ts'

// Sends to the URL in TARGET, through the proxy in THROUGH if set, and writes the status. Tests whether environment
// variables affect egress.

// oxlint-disable-next-line node/no-process-env -- it is what the test is about
const { TARGET: url = '', THROUGH: proxyUrl } = process.env
const egress = createEgress({ allowCidrs: ['127.0.0.0/8'], proxyUrl })
const result = await egress.send({
  tenantId: 'acme',
  url,
  headers: {},
  body: Buffer.from('{}'),
  timeoutMs: 5_000,
})
process.stdout.write(result.kind === 'response' ? `${result.statusCode}` : result.detail)
await egress.close(0)
