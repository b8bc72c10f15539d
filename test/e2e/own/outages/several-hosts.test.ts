import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createPool, parseDatabaseUrl } from '@posthorn/postgres'
import { assertDatabaseReachable } from '@posthorn/runtime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../harness/database/database.ts'
import { freePort } from '../../../harness/free-port.ts'
import { startTcpProxy } from '../../../harness/tcp-proxy.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

let database: TestDatabase
let silent: Server
let closedPort: number
const sockets = new Set<Socket>()
beforeAll(async () => {
  database = await createTestDatabase({ migrated: false })
  // Accepts connections and never answers, as a host behind a firewall.
  silent = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
  }).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  closedPort = await freePort()
})
afterAll(async () => {
  for (const socket of sockets) socket.destroy()
  silent.close()
  await database.drop()
})

/** The URL of the test database with these ports. */
function urlWith(ports: readonly number[], parameters = ''): string {
  const { username, password, pathname } = new URL(database.url)
  const hosts = ports.map((port) => `127.0.0.1:${port}`).join(',')
  return `postgresql://${username}:${password}@${hosts}${pathname}${parameters}`
}

const portOf = (url: string) => Number(new URL(url).port)
const silentPort = () => (silent.address() as AddressInfo).port

function openPool(url: string) {
  const { connectionString, schema } = parseDatabaseUrl(url)
  return createPool({ connectionString, schema }, { max: 3 })
}

describe('of several hosts', () => {
  it('the one that answers is used, whatever its position', async () => {
    const port = portOf(database.url)
    for (const ports of [
      [closedPort, port],
      [port, closedPort],
      [silentPort(), closedPort, port],
    ]) {
      const pool = openPool(urlWith(ports, '?connect_timeout=60'))
      const { rows } = await pool.query('SELECT 1 AS one')
      expect(rows).toEqual([{ one: 1 }])
      await pool.end()
    }
  })

  it('the first that accepts writes is used', async () => {
    const first = await startTcpProxy({ host: '127.0.0.1', port: portOf(database.url) })
    const second = await startTcpProxy({ host: '127.0.0.1', port: portOf(database.url) })
    const pool = openPool(urlWith([first.port, second.port]))
    const client = await pool.connect()
    expect(client).toMatchObject({ host: '127.0.0.1', port: first.port })
    client.release()
    await pool.end()
    await first.close()
    await second.close()
  })

  it('a pool follows to another one when its connections break', async () => {
    const first = await startTcpProxy({ host: '127.0.0.1', port: portOf(database.url) })
    const pool = openPool(urlWith([first.port, portOf(database.url)]))
    await pool.query('SELECT 1')
    await first.close()
    await waitUntil('the pool to notice', () => pool.totalCount === 0)
    const client = await pool.connect()
    expect(client).toMatchObject({ port: portOf(database.url) })
    client.release()
    await pool.end()
  })

  it('none is used that refuses writes, and the problem of each is named without the password', async () => {
    const name = new URL(database.url).pathname.slice(1)
    await database.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`)
    const port = portOf(database.url)
    const url = urlWith([closedPort, port])
    const failed = assertDatabaseReachable(url)
    await expect(failed).rejects.toThrow(
      `no server is usable: 127.0.0.1:${closedPort} ECONNREFUSED; 127.0.0.1:${port} is read-only`,
    )
    await expect(failed).rejects.not.toThrow(new URL(url.replace(`127.0.0.1:${closedPort},`, '')).password)
    // Recognised by what it is, as the disk of a primary fills up.
    const pool = openPool(urlWith([closedPort, port], '?target_session_attrs=primary'))
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await pool.end()
    await database.query(`ALTER DATABASE ${name} RESET default_transaction_read_only`)
  })
})
