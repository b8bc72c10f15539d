import { startRedis } from '../../harness/redis/redis.ts'
import type { OutageLog } from './outages.ts'

/** A Redis without persistence that can be stopped, started and emptied. */
export interface ChaosRedis {
  url: string
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
  /** Starts it empty. */
  startAgain(): Promise<void>
  empty(): Promise<void>
  stop(): Promise<void>
}

export async function startChaosRedis(outages: OutageLog): Promise<ChaosRedis> {
  const redis = await startRedis()
  let back = () => {}
  return {
    url: redis.url,
    end(signal) {
      back = outages.begin('redis')
      return redis.stop(signal)
    },
    async startAgain() {
      await redis.restart()
      back()
    },
    async empty() {
      await redis.empty()
      outages.begin('redis')()
    },
    stop: () => redis.stop('SIGTERM'),
  }
}
