import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { RECEIVER_HOST } from './ports.ts'
import { renderWebhook } from './webhook-block.ts'

const BODY_BYTES_MAX = 10 * 1024 * 1024
const FAILURES = 2
const REMEMBERED_MAX = 1_000

export type Receiver = {
  /** The demo endpoint's secret, once it is known. */
  useSecret(secret: string): void
  stop(): Promise<void>
}

/** A demo endpoint that prints every webhook. `POST /fail-twice` refuses each webhook twice, to show the retries. */
export async function startReceiver(port: number, say: (block: string) => void): Promise<Receiver> {
  let secret: string | undefined
  const failuresById = new Map<string, number>()

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request)
    const headers = flatHeaders(request)
    const status = request.url === '/fail-twice' ? failTwice(failuresById, headers['webhook-id'] ?? '') : 200
    say(
      renderWebhook({
        headers,
        body: body.toString('utf8'),
        signature: signatureStatus(secret, body, headers),
        status,
      }),
    )
    response.writeHead(status).end()
  }

  const server = createServer((request, response) => {
    if (request.method !== 'POST') {
      response.writeHead(405, { allow: 'POST' }).end()
      return
    }
    receive(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, RECEIVER_HOST, resolve)
  })
  return {
    useSecret(known) {
      secret = known
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes > BODY_BYTES_MAX) throw new Error('The body is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function flatHeaders(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value ?? '')]),
  )
}

function failTwice(failuresById: Map<string, number>, id: string): number {
  const failures = failuresById.get(id) ?? 0
  if (failures >= FAILURES) return 200
  const [oldest] = failuresById.keys()
  if (failuresById.size >= REMEMBERED_MAX && oldest !== undefined) failuresById.delete(oldest)
  failuresById.set(id, failures + 1)
  return 500
}

function signatureStatus(secret: string | undefined, body: Buffer, headers: Record<string, string>): string {
  if (secret === undefined) return 'not checked: the demo endpoint is not set up yet'
  try {
    new Webhook(secret).verify(body, headers, { jsonParse: false })
    return 'verifies'
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return `does NOT verify with the demo endpoint's secret (${why})`
  }
}
