import { getEventListeners, once } from 'node:events'
import { connect } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { rawServer } from '../testing/loopback-server.ts'
import { sendProxyRequest } from './proxy-request.ts'

it('leaves a tunnel unchanged: bytes after the response are readable, and no listener stays', async () => {
  const server = await rawServer((socket) => socket.write('HTTP/1.1 200 OK\r\n\r\nSSH-2.0-first'))
  const connection = connect(server.port, '127.0.0.1')
  onTestFinished(() => {
    connection.destroy()
  })
  await once(connection, 'connect')
  const { signal } = new AbortController()
  const answer = await sendProxyRequest(connection, {
    method: 'CONNECT',
    path: 'receiver.example:443',
    headers: { host: 'receiver.example:443' },
    timeoutMs: 2_000,
    signal,
  })
  expect(answer).toMatchObject({ statusCode: 200 })
  expect(getEventListeners(signal, 'abort')).toEqual([])
  const [first] = await once(connection, 'data')
  expect(String(first)).toBe('SSH-2.0-first')
})
