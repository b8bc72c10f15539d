import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { LiveStream } from './live-stream.ts'

it('drops a client that does not read, in bounded memory', () => {
  const stream = new LiveStream(() => 0)
  const event = 'x'.repeat(5_000)
  for (let count = 0; count < 1_000; count += 1) stream.send(event)
  expect(stream.body.destroyed).toBe(true)
  expect(stream.body.readableLength).toBeLessThan(80_000)
})

it('ends with the time after which its client reconnects, and sends nothing after that', async () => {
  const stream = new LiveStream(() => 0.5)
  stream.send('event: ready\n\n')
  stream.end()
  stream.end()
  stream.keepAlive()
  expect(await text(stream.body)).toBe('event: ready\n\nretry: 2500\n\n')
})
