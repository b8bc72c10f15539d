import { once } from 'node:events'
import { startRedis } from '../../test/harness/redis/redis.ts'
import { startLoad } from '../load/load.ts'
import type { Profile } from '../profile.ts'
import type { RawLoop } from '../result.ts'
import { launch, withServer } from './launch.ts'

export const CONNECTIONS = 64
export const EVENT_BYTES = 1500
const JOBS_PER_SECOND_EXPECTED = 15_000

export const RAW_NAMES: Record<RawLoop, string> = {
  'no-op': `fastify that does nothing, ${CONNECTIONS} connections`,
  'signed-post': 'signed POSTs, 1 KiB, 100 at once',
  queue: 'BullMQ jobs that do nothing, 100 at once',
  insert: 'rows of 1 KiB, 500 in a statement',
}

export interface RawOptions {
  profile: Pick<Profile, 'rawSeconds' | 'rawWarmUpSeconds'>
  databaseUrl: string
}

/** The rate of a component by itself. The queue needs a Redis. */
export function measureRawLoop(loop: RawLoop, { profile, databaseUrl }: RawOptions): Promise<number> {
  const seconds = String(profile.rawSeconds)
  const warmUpSeconds = String(profile.rawWarmUpSeconds)
  switch (loop) {
    case 'no-op':
      return withServer('no-op-server.ts', (url) => noOps(url, profile))
    case 'signed-post':
      return withServer('sink-server.ts', (url) =>
        perSecondOf('signed-posts.ts', [url, seconds, warmUpSeconds]),
      )
    case 'insert':
      return perSecondOf('inserts.ts', [databaseUrl, seconds])
    case 'queue':
      return queueJobs(Math.round(JOBS_PER_SECOND_EXPECTED * profile.rawSeconds))
  }
}

async function noOps(url: string, { rawSeconds, rawWarmUpSeconds }: RawOptions['profile']): Promise<number> {
  const load = startLoad()
  const shape = { kind: 'no-op', url: `${url}/`, bytes: EVENT_BYTES } as const
  const send = (seconds: number) => {
    const pace = { kind: 'closed', connections: CONNECTIONS, countMax: Number.POSITIVE_INFINITY } as const
    return load.run({ shape, pace: { ...pace, seconds } })
  }
  try {
    await send(rawWarmUpSeconds)
    const { replies, seconds } = await send(rawSeconds)
    return replies.length / seconds
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

async function perSecondOf(script: string, args: string[]): Promise<number> {
  const child = launch(script, args)
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${script} has exited without a result`)
  })
  const [perSecond] = (await Promise.race([once(child, 'message'), ended])) as [number]
  ended.catch(() => {})
  return perSecond
}
