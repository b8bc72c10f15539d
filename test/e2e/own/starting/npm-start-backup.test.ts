import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { apiClient } from '../../../harness/api-client.ts'
import { freePort } from '../../../harness/free-port.ts'
import { ADMIN_KEY } from '../../../harness/posthorn.ts'
import { type Child, startChild } from '../../../harness/process/child.ts'
import { type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const TEST_MS = 600_000
const START_MS = 240_000
const DELIVERY_MS = 120_000

describe('the data directory of npm start', () => {
  let folder: string
  let receiver: Receiver
  let isUp = false
  const started: Child[] = []
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'posthorn-copy-'))
    // As root, PostgreSQL runs as another user, which must be able to enter.
    await chmod(folder, 0o711)
    receiver = await startReceiver(() => ({ status: isUp ? 200 : 503 }))
  })
  afterEach(async () => {
    for (const child of started.splice(0)) await child.stop('SIGKILL')
  })
  afterAll(async () => {
    await receiver.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  })

  /** Starts what `npm start` starts, with the embedded PostgreSQL. */
  async function start(dataDir: string) {
    const [api, ingest, worker] = [await freePort(), await freePort(), await freePort()]
    const child = startChild(
      process.execPath,
      ['dev/src/start/main.ts'],
      {
        PATH: process.env['PATH'] ?? '',
        POSTHORN_DATA_DIR: dataDir,
        POSTHORN_ADMIN_KEY: ADMIN_KEY,
        API_PORT: String(api),
        INGEST_PORT: String(ingest),
        WORKER_PORT: String(worker),
      },
      { hasChannel: true },
    )
    started.push(child)
    await waitUntil(
      'Posthorn to run',
      () => {
        if (!child.isRunning()) throw new Error(`npm start has ended:\n${child.output()}`)
        return child.output().includes('Posthorn is running.')
      },
      START_MS,
    )
    return { child, api: apiClient(`http://127.0.0.1:${api}`, ADMIN_KEY) }
  }

  it(
    'copied after a clean stop and moved elsewhere, starts there and delivers what was pending',
    async () => {
      const original = join(folder, 'data')
      const first = await start(original)
      await first.api.put('/v1/tenants/acme', {})
      const endpoint = await first.api.post<{ secret: string }>('/v1/tenants/acme/endpoints', {
        url: receiver.url,
      })
      const event = await first.api.post<{ id: string }>('/v1/tenants/acme/events', {
        type: 'order.paid',
        data: {},
      })
      expect(event.status).toBe(202)
      await receiver.waitFor(1, DELIVERY_MS)
      first.child.signal('SIGINT')
      expect(await first.child.exited).toBe(0)

      const restored = join(folder, 'elsewhere/restored')
      execFileSync('mkdir', ['-p', join(folder, 'elsewhere')])
      execFileSync('cp', ['-a', original, restored])
      await rm(original, { recursive: true })
      receiver.received.length = 0
      isUp = true
      const second = await start(restored)
      const [arrived] = await receiver.waitFor(1, DELIVERY_MS)
      expect(arrived?.headers['webhook-id']).toBe(event.body.id)
      new Webhook(endpoint.body.secret).verify(
        String(arrived?.body),
        arrived?.headers as Record<string, string>,
      )
      second.child.signal('SIGINT')
      expect(await second.child.exited).toBe(0)
    },
    TEST_MS,
  )
})
