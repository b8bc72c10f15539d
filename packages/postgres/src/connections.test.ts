import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, it } from 'vitest'
import { createPool } from './connections.ts'

/** What PgBouncer accepts by default: https://www.pgbouncer.org/config.html#ignore_startup_parameters */
const ACCEPTED = [
  'user',
  'database',
  'application_name',
  'client_encoding',
  'DateStyle',
  'TimeZone',
  'standard_conforming_strings',
]

it('sends no startup parameter that PgBouncer refuses', async () => {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const pool = createPool(
    {
      connectionString: `postgresql://me:secret@127.0.0.1:${port}/db`,
      schema: 'hooks',
      settings: [{ name: 'statement_timeout', value: '5000' }],
    },
    { max: 1, application_name: 'posthorn-test', query_timeout: 6000, pipeline: true },
  )
  const connected = pool.connect().catch(() => 'refused')
  const [socket] = await once(server, 'connection')
  const [packet] = (await once(socket, 'data')) as [Buffer]
  // Length and version, then names and values, each terminated by a zero byte: https://www.postgresql.org/docs/current/protocol.html
  const words = packet.subarray(8).toString().split('\0')
  const names = words.filter((_, index) => index % 2 === 0).filter((name) => name !== '')
  expect(names).toEqual(expect.arrayContaining(['user', 'database']))
  expect(names.filter((name) => !ACCEPTED.includes(name))).toEqual([])

  socket.destroy()
  expect(await connected).toBe('refused')
  await pool.end()
  server.close()
})
