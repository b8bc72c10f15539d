import { afterAll, beforeAll, beforeEach } from 'vitest'
import { type Receiver, startReceiver } from '../receiver.ts'

/** A customer's endpoint for all tests of a `describe`. It has received nothing when a test begins. */
export function testReceiver(...options: Parameters<typeof startReceiver>): Receiver {
  let started: Receiver | undefined
  const running = () => {
    if (started === undefined) throw new Error('the receiver runs only in tests and their hooks')
    return started
  }
  beforeAll(async () => {
    started = await startReceiver(...options)
  })
  beforeEach(() => {
    running().received.length = 0
  })
  afterAll(() => started?.close())
  return {
    get url() {
      return running().url
    },
    get received() {
      return running().received
    },
    waitFor: (count, deadlineMs) => running().waitFor(count, deadlineMs),
    close: () => running().close(),
  }
}
