/** The load process, separate so that other work of the measurement does not delay it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, type Dispatcher, Pool } from 'undici'
import { nowMs } from '../clock.ts'
import { type LoadCommand, type LoadEvent, NUMBERS_OF_REPLY, type Pace } from './messages.ts'
import { requestsOf, type ShapedRequest } from './request-shape.ts'

const REPLY_MS = 60_000
const PROGRESS_MS = 500

let replied = 0

process.on('message', (command: LoadCommand) => void load(command))
process.on('disconnect', () => process.exit())

async function load({ shape, pace }: LoadCommand): Promise<void> {
  replied = 0
  const progress = setInterval(() => say({ kind: 'progress', replied }), PROGRESS_MS)
  const { origin, pathname } = new URL(shape.url)
  // A full listen queue delays connections: that counts as time until the reply, too.
  const timeouts = { connect: { timeout: REPLY_MS }, headersTimeout: REPLY_MS, bodyTimeout: REPLY_MS }
  const client =
    pace.kind === 'closed'
      ? new Pool(origin, { connections: pace.connections, ...timeouts })
      : new Agent(timeouts)
  const replies: number[] = []
  const requestOf = requestsOf(shape)
  const send = async (n: number, intendedMs: number) => {
    const status = await post(client, { origin, path: pathname, ...requestOf(n) })
    replies.push(n, intendedMs, nowMs(), status)
    replied += 1
  }
  const beganMs = nowMs()
  await (pace.kind === 'open' ? openLoop(pace, send) : closedLoop(pace, send))
  const seconds = (nowMs() - beganMs) / 1000
  clearInterval(progress)
  await client.close()
  if (replies.length % NUMBERS_OF_REPLY !== 0) throw new Error('a reply was noted in part')
  say({ kind: 'done', replies: Float64Array.from(replies), seconds })
}

type Send = (n: number, intendedMs: number) => Promise<void>

async function openLoop(
  { ratePerSecond, count }: Extract<Pace, { kind: 'open' }>,
  send: Send,
): Promise<void> {
  const open: Promise<void>[] = []
  const startMs = nowMs()
  for (let n = 0; n < count; n += 1) {
    const intendedMs = startMs + (n * 1000) / ratePerSecond
    const earlyMs = intendedMs - nowMs()
    if (earlyMs > 0) await sleep(Math.ceil(earlyMs))
    open.push(send(n, intendedMs))
  }
  await Promise.all(open)
}

async function closedLoop(
  { connections, seconds, countMax }: Extract<Pace, { kind: 'closed' }>,
  send: Send,
): Promise<void> {
  const endMs = nowMs() + seconds * 1000
  let next = 0
  const connection = async () => {
    while (next < countMax && nowMs() < endMs) {
      const n = next
      next += 1
      await send(n, nowMs())
    }
  }
  await Promise.all(Array.from({ length: connections }, connection))
}

/** The status; 0 without a reply. */
async function post(
  client: Dispatcher,
  { origin, path, headers, body }: ShapedRequest & { origin: string; path: string },
): Promise<number> {
  try {
    const response = await client.request({ origin, path, method: 'POST', headers, body })
    await response.body.dump()
    return response.statusCode
  } catch {
    return 0
  }
}

function say(message: LoadEvent): void {
  process.send?.(message)
}
