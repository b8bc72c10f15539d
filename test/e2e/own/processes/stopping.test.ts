import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'

let posthorn: Posthorn
beforeAll(async () => {
  posthorn = await startPosthorn()
})
afterAll(() => posthorn?.stop())

it.each(['api', 'ingest', 'worker'] as const)(
  'the %s service stops in order while a client keeps a connection open on which it sends nothing',
  async (name) => {
    const service = posthorn.service(name)
    const { hostname, port } = new URL(service.url)
    const socket = connect(Number(port), hostname)
    // A reset is one way in which the service may end it.
    socket.on('error', () => {})
    await once(socket, 'connect')
    await service.stop()
    expect(await service.exited).toBe(0)
    expect(service.logged('service.stopped')).toHaveLength(1)
    socket.destroy()
  },
)
