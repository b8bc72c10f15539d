import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { curlCommand } from './curl-command.ts'

const parts = { origin: 'http://127.0.0.1:8080', tenant: 'acme', type: 'order.completed' }

it('is one request, with the key in a variable', () => {
  expect(curlCommand({ ...parts, data: '{"n":1}' })).toBe(
    [
      'curl -X POST http://127.0.0.1:8080/v1/tenants/acme/events \\',
      '  -H "Authorization: Bearer $POSTHORN_API_KEY" \\',
      "  -H 'content-type: application/json' \\",
      `  -d '{"type":"order.completed","data":{"n":1}}'`,
    ].join('\n'),
  )
})

it('gives any data to the command as it is', () => {
  const data = `{"name":"O'Hara $(id) \\"x\\""}`
  const script = `curl() { printf %s "\${9}"; }\n${curlCommand({ ...parts, data })}`
  expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(
    `{"type":"order.completed","data":${data}}`,
  )
})
