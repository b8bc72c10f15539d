import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { readBody } from './read-body.ts'

const KIB = 1024
const SECOND_MS = 1000

beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }))
afterEach(() => void vi.useRealTimers())

const turn = () => new Promise((resolve) => setImmediate(resolve))

/** Sends so many bytes each second, and says what became of the body: 'reading' when it is still read. */
async function afterSeconds(seconds: number, bytesOfSecond: (second: number) => number): Promise<unknown> {
  const payload = new PassThrough()
  const reading = readBody(payload, { bytesMax: 100 * 1024 * KIB, bytesDeclared: 0 })
  const outcome = reading.then(
    ({ length }) => length,
    (error: unknown) => error,
  )
  for (let second = 1; second <= seconds; second += 1) {
    payload.write(Buffer.alloc(bytesOfSecond(second)))
    await turn()
    vi.advanceTimersByTime(SECOND_MS)
    await turn()
  }
  return Promise.race([outcome, turn().then(() => 'reading')])
}

const TOO_SLOW = expect.objectContaining({ code: 'request_timeout' })

it.each([
  ['stops after its beginning', 11, 1, TOO_SLOW],
  ['stops after its beginning, for ten seconds', 10, 1, 'reading'],
  ['brings 15 KiB a second', 600, 15 * KIB, TOO_SLOW],
  ['brings 16 KiB a second', 600, 16 * KIB, 'reading'],
])('gives up a body that is too slow: one that %s', async (_name, seconds, bytes, expected) => {
  expect(await afterSeconds(seconds, (second) => (bytes === 1 && second > 1 ? 0 : bytes))).toEqual(expected)
})

it('does not credit early bytes: reading fails for a body that stops, however much has arrived', async () => {
  expect(await afterSeconds(12, (second) => (second === 1 ? 10 * 1024 * KIB : 0))).toEqual(TOO_SLOW)
})

it('gives up a body that others wait for, because it takes too long to arrive', async () => {
  const payload = new PassThrough()
  const allocation = { grow: () => undefined, isOverdue: () => true, end: vi.fn<() => void>() }
  const reading = readBody(payload, { bytesMax: 10, bytesDeclared: 0, allocation })
  const failure = reading.catch((error: unknown) => error)
  payload.write('abc')
  await turn()
  vi.advanceTimersByTime(SECOND_MS)
  expect(await failure).toMatchObject({ code: 'overloaded' })
  expect(allocation.end).toHaveBeenCalledOnce()
})

it('does not count the time in which it waits for memory', async () => {
  const payload = new PassThrough()
  let resume: () => void = () => {}
  const room = new Promise<void>((resolve) => {
    resume = resolve
  })
  const allocation = { grow: () => room, isOverdue: () => false, end: vi.fn<() => void>() }
  const reading = readBody(payload, { bytesMax: 10, bytesDeclared: 0, allocation })
  payload.write('abc')
  await turn()
  vi.advanceTimersByTime(60 * SECOND_MS)
  resume()
  payload.end()
  expect((await reading).whole().toString()).toBe('abc')
  expect(allocation.end).toHaveBeenCalledOnce()
})
