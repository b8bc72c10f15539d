import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  openTestDatabase,
  type PostgresServer,
  startPostgresServer,
} from '../harness/debian/postgres-server.ts'
import { POSTGRES_BIN, skippedText } from '../harness/debian/programs.ts'
import { eventIdOf, publishLoad, waitForEvents } from '../harness/load.ts'
import { startPosthorn } from '../harness/posthorn.ts'
import { startChild } from '../harness/process/child.ts'
import { type Receiver, startReceiver } from '../harness/receiver.ts'
import { BACKENDS } from '../harness/redis/redis.ts'
import { waitUntil } from '../harness/wait-until.ts'

const DEADLINE_MS = 240_000
const DELIVERED = 10
const PENDING = 60
/** Accepted while pg_dump runs and after it. */
const LATER = 30

if (POSTGRES_BIN === undefined) console.log(skippedText('backup and restore with pg_dump', 'postgresql'))

/** Runs a program of Debian's package postgresql-client to its end. */
async function runClient(name: string, args: string[]): Promise<void> {
  const child = startChild(join(POSTGRES_BIN ?? '', name), args, { PATH: process.env['PATH'] ?? '' })
  const code = await child.exited
  if (code !== 0) throw new Error(`${name} exited with ${code}:\n${child.output()}`)
}

describe.runIf(POSTGRES_BIN !== undefined)('a backup made with pg_dump under load', () => {
  let first: PostgresServer
  let second: PostgresServer
  let receiver: Receiver
  let directory: string
  let isUp = true
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'posthorn-backup-'))
    first = await startPostgresServer()
    second = await startPostgresServer()
    receiver = await startReceiver(() => ({ status: isUp ? 200 : 503 }))
  })
  afterAll(async () => {
    await first.remove()
    await second.remove()
    await receiver.close()
    await rm(directory, { recursive: true })
  })

  it('is restored into an empty server, without Redis, and delivers everything that was pending', async () => {
    const env = {
      POSTHORN_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      API_RATE_LIMIT_PER_SECOND: '10000',
    }
    const queue = BACKENDS.includes('redis') ? 'redis' : 'postgres'
    const original = await startPosthorn({
      database: await first.createDatabase('posthorn'),
      services: ['api', 'worker'],
      queue,
      env,
    })
    const tenant = await original.createTenant()
    const endpoint = await tenant.endpoint({ url: receiver.url, headers: { 'X-Token': 'opens-the-door' } })
    const published = (isOver: (accepted: number) => boolean) =>
      publishLoad(original.api, { tenant: tenant.path, connections: 4, isOver })
    const delivered = await published((accepted) => accepted >= DELIVERED)
    await receiver.waitFor(delivered.accepted.length, DEADLINE_MS)
    isUp = false

    let acceptedNow = 0
    let acceptedAtEnd = Number.POSITIVE_INFINITY
    const load = published((accepted) => {
      acceptedNow = accepted
      return accepted >= acceptedAtEnd
    })
    await waitUntil('events to be pending', () => acceptedNow >= PENDING, DEADLINE_MS)
    const acceptedBefore = acceptedNow
    const file = join(directory, 'posthorn.dump')
    await runClient('pg_dump', ['--format=custom', `--file=${file}`, first.url('posthorn')])
    acceptedAtEnd = acceptedNow + LATER
    const { accepted } = await load
    // As a machine that is lost: nothing is stopped properly.
    for (const name of ['api', 'worker'] as const) await original.service(name).stop('SIGKILL')
    await original.stop()
    await first.kill()

    await second.query('CREATE DATABASE posthorn')
    await runClient('pg_restore', [
      '--exit-on-error',
      '--no-owner',
      `--dbname=${second.url('posthorn')}`,
      file,
    ])
    receiver.received.length = 0
    isUp = true
    const restored = await startPosthorn({
      database: openTestDatabase(second.url('posthorn')),
      services: ['api', 'worker'],
      env,
    })
    await waitForEvents(receiver, accepted.slice(0, acceptedBefore), DEADLINE_MS)
    const settled = async () => {
      const path = `${tenant.path}/deliveries?status=pending&limit=1`
      return (await restored.api.get<{ data: unknown[] }>(path)).body.data.length === 0
    }
    await waitUntil('no delivery to be pending', settled, DEADLINE_MS)
    for (const { headers, body } of receiver.received) {
      new Webhook(endpoint.secret).verify(body.toString(), headers as Record<string, string>)
      expect(headers['x-token']).toBe('opens-the-door')
    }
    // What was delivered before the backup is not delivered again.
    const again = new Set(receiver.received.map(eventIdOf))
    expect(delivered.accepted.filter((id) => again.has(id))).toEqual([])
    // Before the loss the keys of the API were stored as hashes: they stay valid, and publishing goes on.
    const next = await restored.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
    expect(next.status).toBe(202)
    await restored.stop()
  })
})
