/** The load process, separate so that other work of the measurement does not delay it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, type Dispatcher, Pool } from 'undici'
import { nowMs } from '../clock.ts'
import { type LoadNotice, type LoadOrder, NUMBERS_OF_ANSWER, type Pace } from './messages.ts'
import { requestsOf, type ShapedRequest } from './request-shape.ts'

const ANSWER_MS = 60_000
const PROGRESS_MS = 500

let answered = 0

process.on('message', (order: LoadOrder) => void load(order))
process.on('disconnect', () => process.exit())

async function load({ shape, pace }: LoadOrder): Promise<void> {
  answered = 0
  const progress = setInterval(() => say({ kind: 'progress', answered }), PROGRESS_MS)
  const { origin, pathname } = new URL(shape.url)
  // A full listen queue delays connections: that counts as time until the reply, too.
  const timeouts = { connect: { timeout: ANSWER_MS }, headersTimeout: ANSWER_MS, bodyTimeout: ANSWER_MS }
  const client =
    pace.kind === 'closed'
      ? new Pool(origin, { connections: pace.connections, ...timeouts })
      : new Agent(timeouts)
  const answers: number[] = []
  const requestOf = requestsOf(shape)
  const send = async (n: number, intendedMs: number) => {
    const status = await post(client, { origin, path: pathname, ...requestOf(n) })
    answers.push(n, intendedMs, nowMs(), status)
    answered += 1
  }
  const beganMs = nowMs()
  await (pace.kind === 'open' ? openLoop(pace, send) : closedLoop(pace, send))
  const seconds = (nowMs() - beganMs) / 1000
  clearInterval(progress)
  await client.close()
  if (answers.length % NUMBERS_OF_ANSWER !== 0) throw new Error('an answer was noted in part')
  say({ kind: 'done', answers: Float64Array.from(answers), seconds })
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

function say(notice: LoadNotice): void {
  process.send?.(notice)
}
