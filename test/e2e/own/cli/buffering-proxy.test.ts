import { once } from 'node:events'
import { createServer, request as httpRequest, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createDeveloper } from '../../../harness/cli/listening.ts'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'

/** The command waits so long for the beginning of a stream. */
const SILENCE_MS_MAX = 90_000

let posthorn: Posthorn
let proxy: Server
beforeAll(async () => {
  posthorn = await startPosthorn()
  proxy = createServer((received, reply) => {
    const { method, url = '', headers } = received
    const forwarded = httpRequest(posthorn.service('api').url + url, { method, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () =>
        reply.writeHead(answer.statusCode ?? 502, answer.headers).end(Buffer.concat(chunks)),
      )
      answer.on('error', () => reply.destroy())
    })
    forwarded.on('error', () => reply.destroy())
    reply.on('close', () => forwarded.destroy())
    received.pipe(forwarded)
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
})
afterAll(async () => {
  proxy?.closeAllConnections()
  proxy?.close()
  await posthorn?.stop()
})

it('posthorn listen polls behind a proxy that holds streams back until they end', async () => {
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  const developer = await createDeveloper(posthorn, { url })
  const cli = developer.user.start(['listen', '--json', '--forward-to', developer.server.url])
  expect(await cli.waitFor('ready', 1, SILENCE_MS_MAX)).toMatchObject([{ polling: true }])
  const { id } = await developer.publish()
  const [request] = await developer.server.waitFor(1)
  expect(request?.headers['webhook-id']).toBe(id)
  await developer.tenant.settled(1)
  await developer.close()
})
