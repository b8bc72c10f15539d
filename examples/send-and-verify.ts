/**
 * Sends an event with the client, receives it and verifies it, as two programs of yours would:
 *
 *   npm run example:client        with a running npm start, or with POSTHORN_URL, POSTHORN_API_KEY and POSTHORN_TENANT
 */
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { Posthorn, verifyWebhook, WebhookVerificationError } from '@posthorn/client'

const { POSTHORN_URL = 'http://127.0.0.1:8080', POSTHORN_TENANT = 'demo' } = process.env
const key = process.env['POSTHORN_API_KEY'] ?? keyOfNpmStart()
if (key === undefined) {
  console.error('No key found: run "npm start" first, or set POSTHORN_API_KEY.')
  process.exitCode = 1
} else {
  await sendAndVerify(new Posthorn({ url: POSTHORN_URL, key, tenant: POSTHORN_TENANT }))
}

async function sendAndVerify(posthorn: Posthorn): Promise<void> {
  const { endpoints, events } = posthorn.tenant()
  const secrets: string[] = []
  const { promise: replied, resolve: reply } = Promise.withResolvers<void>()
  const receiver = createServer((request, response) => {
    void receive(request, secrets).then((status) => response.writeHead(status).end(reply))
  })
  receiver.listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/webhooks`
  try {
    const endpoint = await endpoints.create({ url, eventTypes: ['order.completed'] })
    secrets.push(endpoint.secret)
    const { id } = await events.publish({
      type: 'order.completed',
      data: { orderId: 'A-1001', amount: 4200 },
    })
    console.log(`published ${id}`)
    await replied
    await endpoints.delete(endpoint.id)
  } finally {
    receiver.closeAllConnections()
    receiver.close()
  }
}

/** What your endpoint does with a request. */
async function receive(request: IncomingMessage, secrets: readonly string[]): Promise<number> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  try {
    // The bytes as they arrived: a parser would change them.
    const webhook = await verifyWebhook(Buffer.concat(chunks), request.headers, secrets)
    const { type, data } = webhook.json()
    console.log(`verified ${webhook.id}: ${type} ${JSON.stringify(data)}`)
    return 204
  } catch (error) {
    if (error instanceof WebhookVerificationError) return 401
    throw error
  }
}

function keyOfNpmStart(): string | undefined {
  const root = path.resolve(import.meta.dirname, '..')
  const file = path.join(root, process.env['POSTHORN_DATA_DIR'] || '.posthorn', 'admin-key')
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined
}
