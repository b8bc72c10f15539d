import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { sign } from '@octokit/webhooks-methods'
import { ADMIN_KEY, type Tenant } from '../posthorn.ts'
import { sendWebhook } from '../webhooks.ts'
import { type RelayAddress, relayPath } from './listener.ts'

/** Environment of an ingest that accepts large webhooks. */
export const LARGE_BODY_MAX = { INGEST_BODY_MAX_MIB: '25' }

const GITHUB_SECRET = "It's a Secret to Everybody"
/** Of a large webhook: more than the buffers of a connection hold. */
export const LARGE_BYTES = 20 * 1024 * 1024

/** Sends a webhook that is larger than what is on the way to a listener that does not read. */
export async function sendLargeWebhook(tenant: Tenant): Promise<void> {
  const { ingestUrl } = await tenant.source({ name: 'github', provider: 'github', secrets: [GITHUB_SECRET] })
  const body = JSON.stringify({ text: 'x'.repeat(LARGE_BYTES) })
  const headers = {
    'content-type': 'application/json',
    'x-github-event': 'issues',
    'x-github-delivery': 'd-1',
    'x-hub-signature-256': await sign(GITHUB_SECRET, body),
  }
  const { status } = await sendWebhook(ingestUrl, { body: Buffer.from(body), headers })
  if (status !== 202) throw new Error(`the webhook was answered with ${status}`)
}

/** Polls a relay, and reads nothing of the reply. */
export function pollUnread(url: string, relay: Omit<RelayAddress, 'url'>): Promise<Socket> {
  const body = JSON.stringify({ host: 'laptop', pid: 1 })
  const headers = `content-type: application/json\r\ncontent-length: ${body.length}\r\n`
  return sendUnread(url, `POST ${relayPath(relay)}/poll`, `${headers}\r\n${body}`)
}

/** Opens the stream of a relay, and reads nothing of it. */
export function streamUnread(url: string, relay: Omit<RelayAddress, 'url'>): Promise<Socket> {
  return sendUnread(url, `GET ${relayPath(relay)}/stream?host=laptop&pid=1`, '\r\n')
}

async function sendUnread(url: string, line: string, rest: string): Promise<Socket> {
  const { hostname: host, port } = new URL(url)
  const socket = connect({ host, port: Number(port) })
  await once(socket, 'connect')
  socket.pause().on('error', () => {})
  socket.write(`${line} HTTP/1.1\r\nhost: posthorn\r\nauthorization: Bearer ${ADMIN_KEY}\r\n${rest}`)
  return socket
}
