import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { expect, it } from 'vitest'
import { listening } from '../testing/loopback-server.ts'
import { Connection } from './connection.ts'

const EMPTY_OK = 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'
const REQUEST = { path: '/', method: 'POST', body: 'x' } as const

it('ends a request that begins after the receiver has closed the connection', async () => {
  const server = await listening(
    createServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => socket.end(EMPTY_OK))
    }),
  )
  const { hostname, port, origin } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  const connection = new Connection(origin, socket, { maxHeaderSize: 16 * 1024 })
  const closed = once(socket, 'close')
  expect(await connection.begin({ ...REQUEST }).outcome).toMatchObject({ kind: 'response', statusCode: 200 })
  await closed.catch(() => {})

  // If undici reconnected endlessly, the event loop would be blocked, even for this test's timeout.
  expect(await connection.begin({ ...REQUEST }).outcome).toMatchObject({ kind: 'failed' })
  await connection.destroy()
})
