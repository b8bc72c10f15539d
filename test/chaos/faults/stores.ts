import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '../random.ts'
import type { ChaosRedis } from '../stores/chaos-redis.ts'
import type { Fault } from './fault.ts'

const OUTAGE_MS_MIN = 2000
const OUTAGE_MS_MAX = 6000

const restartPostgres: Fault = {
  name: 'PostgreSQL restarted',
  breaks: ['postgres'],
  mayDuplicate: true,
  async inject({ world: { postgres }, random }) {
    await postgres.end('fast')
    await sleepDuringOutage(random)
    await postgres.startAgain()
  },
}

const killPostgres: Fault = {
  name: 'PostgreSQL killed (kill -9)',
  breaks: ['postgres'],
  mayDuplicate: true,
  async inject({ world: { postgres }, random }) {
    await postgres.end('kill')
    await sleepDuringOutage(random)
    await postgres.startAgain()
  },
}

const killBackend: Fault = {
  name: 'PostgreSQL crashed: a backend killed (kill -9)',
  breaks: ['postgres'],
  mayDuplicate: true,
  inject: ({ world, random }) =>
    world.postgres.killBackendOf(random.pick(['posthorn-api', 'posthorn-ingest', 'posthorn-worker'])),
}

export const POSTGRES_FAULTS: readonly Fault[] = [restartPostgres, killPostgres, killBackend]

/** Faults that need a Redis which can be stopped and started. */
export function redisFaults(redis: ChaosRedis): readonly Fault[] {
  const restarted = (name: string, signal: 'SIGTERM' | 'SIGKILL'): Fault => ({
    name,
    breaks: ['redis'],
    mayDuplicate: false,
    async inject({ random }) {
      await redis.end(signal)
      await sleepDuringOutage(random)
      await redis.startAgain()
    },
  })
  const emptied: Fault = {
    name: 'Redis emptied',
    breaks: ['redis'],
    mayDuplicate: false,
    inject: () => redis.empty(),
  }
  const both: Fault = {
    name: 'Redis and PostgreSQL killed at once',
    breaks: ['postgres', 'redis'],
    mayDuplicate: true,
    async inject({ world: { postgres }, random }) {
      await Promise.all([postgres.end('kill'), redis.end('SIGKILL')])
      for (const store of random.shuffled([postgres, redis])) {
        await sleepDuringOutage(random)
        await store.startAgain()
      }
    },
  }
  return [
    restarted('Redis stopped and started', 'SIGTERM'),
    restarted('Redis killed (kill -9)', 'SIGKILL'),
    emptied,
    both,
  ]
}

function sleepDuringOutage(random: Random): Promise<void> {
  return sleep(random.between(OUTAGE_MS_MIN, OUTAGE_MS_MAX))
}
