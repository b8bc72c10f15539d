import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

/** As many as there are slots for handlers that use the database. */
const SAMPLES = 8

/** An ingest service that takes its time. */
let ingest: Server
const waiting: ServerResponse[] = []
let posthorn: Posthorn
beforeAll(async () => {
  ingest = createServer((_request, response) => waiting.push(response)).listen(0, '127.0.0.1')
  await new Promise((resolve) => ingest.once('listening', resolve))
  const { port } = ingest.address() as AddressInfo
  posthorn = await startPosthorn({ services: ['api'], env: { INGEST_URL: `http://127.0.0.1:${port}` } })
})
afterAll(async () => {
  await posthorn.stop()
  ingest.close()
  ingest.closeAllConnections()
})

it('samples that wait for ingest hold up no other request', async () => {
  const tenants = await Promise.all(Array.from({ length: SAMPLES }, () => posthorn.createTenant()))
  const sent = tenants.map(async (tenant) => {
    const { id } = await tenant.source({ name: 'github', provider: 'github', secrets: ['a-shared-secret'] })
    return posthorn.api.post(`${tenant.path}/sources/${id}/sample`, {})
  })
  await waitUntil('all samples to wait for ingest', () => waiting.length === SAMPLES)
  for (const { path } of tenants) expect((await posthorn.api.get(`${path}/sources`)).status).toBe(200)
  expect(waiting.filter(({ destroyed }) => destroyed)).toEqual([])
  for (const response of waiting) response.writeHead(410, { 'content-type': 'application/json' }).end('{}')
  for (const { status } of await Promise.all(sent)) expect(status).toBe(200)
})
