import { closeSync, openSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createEgress } from '../egress.ts'

// Opens files until no descriptor is left, and writes the results of requests.

const server = createServer((_request, response) => response.end())
await new Promise<void>((resolve) => {
  server.listen(0, '127.0.0.1', resolve)
})
const { port } = server.address() as AddressInfo
const egress = createEgress({ allowCidrs: ['127.0.0.0/8', '::1/128'] })

async function outcome(url: string): Promise<unknown> {
  const request = { tenantId: 'acme', url, headers: {}, body: Buffer.from('{}'), timeoutMs: 5_000 }
  const result = await egress.send(request).catch((error: unknown) => error)
  if (result instanceof Error) return 'code' in result ? result.code : String(result)
  const sent = result as Awaited<ReturnType<typeof egress.send>>
  return sent.kind === 'response' ? sent.statusCode : sent
}

const files: number[] = []
try {
  for (;;) files.push(openSync('/dev/null', 'r'))
} catch {
  // No descriptor is left.
}
const address = await outcome(`http://127.0.0.1:${port}/`)
const secure = await outcome(`https://127.0.0.1:${port}/`)
const name = await outcome('http://receiver.example/')
const host = await outcome(`http://localhost:${port}/`)
for (const file of files) closeSync(file)
const afterwards = await outcome(`http://127.0.0.1:${port}/`)
process.stdout.write(JSON.stringify({ address, secure, name, host, afterwards }))
await egress.close(0)
server.close()
