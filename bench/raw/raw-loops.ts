import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { startRedis } from '../../test/harness/redis.ts'
import { startLoad } from '../load/load.ts'
import type { Profile } from '../profile.ts'
import { perSecondText, type RawLoop } from '../result.ts'

export const CONNECTIONS = 64
export const EVENT_BYTES = 1500
const WARM_UP_SECONDS = 1
const JOBS_PER_SECOND_EXPECTED = 15_000

/** What each raw loop does a second on this machine; without Redis there is no `queue`. */
export type RawRates = Partial<Record<RawLoop, number>>

export const RAW_NAMES: Record<RawLoop, string> = {
  'no-op': `fastify that does nothing, ${CONNECTIONS} connections`,
  'signed-post': 'signed POSTs, 1 KiB, 100 at once',
  queue: 'BullMQ jobs that do nothing, 100 at once',
  insert: 'rows of 1 KiB, 500 in a statement',
}

/** Measures what the parts can do by themselves, here and now: machines differ, and so do moments. */
export async function measureRawLoops({
  profile,
  databaseUrl,
  hasRedis,
  say,
}: {
  profile: Profile
  databaseUrl: string
  hasRedis: boolean
  say: (line: string) => void
}): Promise<RawRates> {
  const seconds = String(profile.rawSeconds)
  const rates: RawRates = {}
  const note = (loop: RawLoop, perSecond: number) => {
    rates[loop] = perSecond
    say(`${RAW_NAMES[loop]}: ${perSecondText(perSecond)}`)
  }
  note('no-op', await withServer('no-op-server.ts', (url) => noOps(url, profile.rawSeconds)))
  note(
    'signed-post',
    await withServer('sink-server.ts', (url) => perSecondOf('signed-posts.ts', [url, seconds])),
  )
  note('insert', await perSecondOf('inserts.ts', [databaseUrl, seconds]))
  if (hasRedis) note('queue', await queueJobs(JOBS_PER_SECOND_EXPECTED * profile.rawSeconds))
  return rates
}

async function noOps(url: string, seconds: number): Promise<number> {
  const load = startLoad()
  const shape = { kind: 'no-op', url: `${url}/`, bytes: EVENT_BYTES } as const
  const send = (forSeconds: number) => {
    const pace = { kind: 'closed', connections: CONNECTIONS, countMax: Number.POSITIVE_INFINITY } as const
    return load.run({ shape, pace: { ...pace, seconds: forSeconds } })
  }
  try {
    await send(WARM_UP_SECONDS)
    const { answers, seconds: took } = await send(seconds)
    return answers.length / took
  } finally {
    await load.stop()
  }
}

async function queueJobs(jobs: number): Promise<number> {
  const redis = await startRedis()
  try {
    return await perSecondOf('queue-jobs.ts', [redis.url, String(jobs)])
  } finally {
    await redis.stop('SIGTERM')
  }
}

async function withServer(script: string, measure: (url: string) => Promise<number>): Promise<number> {
  const server = launch(script, [])
  try {
    const [url] = (await once(server, 'message')) as [string]
    return await measure(url)
  } finally {
    server.kill('SIGKILL')
  }
}

async function perSecondOf(script: string, args: string[]): Promise<number> {
  const child = launch(script, args)
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${script} has ended without a result`)
  })
  const [perSecond] = (await Promise.race([once(child, 'message'), ended])) as [number]
  ended.catch(() => {})
  return perSecond
}

function launch(script: string, args: string[]): ChildProcess {
  return fork(join(import.meta.dirname, script), args)
}
