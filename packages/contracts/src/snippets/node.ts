import type { SnippetScheme, SnippetValues } from './snippet.ts'

const STANDARD = `const key = Buffer.from(process.env.WEBHOOK_SECRET.replace('whsec_', ''), 'base64')

function isGenuine(headers, body) {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures = '' } = headers
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) < 300)) return false
  const expected = createHmac('sha256', key).update(id + '.' + timestamp + '.').update(body).digest()
  return signatures.split(' ').some((signature) => {
    const [version, value = ''] = signature.split(',')
    const given = Buffer.from(value, 'base64')
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected)
  })
}`

const SHA256 = `const secret = process.env.WEBHOOK_SECRET

function isGenuine(headers, body) {
  const expected = Buffer.from('sha256=' + createHmac('sha256', secret).update(body).digest('hex'))
  // The second one is there while the secret is being rotated.
  return ['x-webhook-signature', 'x-webhook-signature-next'].some((name) => {
    const given = Buffer.from(headers[name] ?? '')
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
}`

const ed25519 = (publicKey: string) => `const publicKey = createPublicKey({
  key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from('${publicKey}'.replace('whpk_', ''), 'base64').toString('base64url') },
  format: 'jwk',
})

function isGenuine(headers, body) {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures = '' } = headers
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) < 300)) return false
  const signed = Buffer.concat([Buffer.from(id + '.' + timestamp + '.'), body])
  return signatures.split(' ').some((signature) => {
    const [version, value = ''] = signature.split(',')
    return version === 'v1a' && verify(null, signed, publicKey, Buffer.from(value, 'base64'))
  })
}`

const IMPORTS: Record<SnippetScheme, string> = {
  standard: 'createHmac, timingSafeEqual',
  sha256: 'createHmac, timingSafeEqual',
  ed25519: 'createPublicKey, verify',
}

/** Node.js, without any package. */
export const node = ({ scheme, publicKey }: SnippetValues) => ({
  language: 'Node.js',
  file: 'receiver.mjs',
  run: scheme === 'ed25519' ? 'node receiver.mjs' : 'WEBHOOK_SECRET=whsec_… node receiver.mjs',
  text: `import { ${IMPORTS[scheme]} } from 'node:crypto'
import { createServer } from 'node:http'

${{ standard: STANDARD, sha256: SHA256, ed25519: ed25519(publicKey) }[scheme]}

createServer(async (request, response) => {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  // The bytes as they came: a parser would change them.
  const body = Buffer.concat(chunks)
  if (!isGenuine(request.headers, body)) return response.writeHead(401).end()
  console.log(request.headers['x-webhook-event'], JSON.parse(body))
  response.writeHead(204).end()
}).listen(process.env.PORT ?? 3000, '127.0.0.1')
`,
})
