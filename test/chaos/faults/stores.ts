import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '../random.ts'
import type { ChaosRedis } from '../stores/chaos-redis.ts'
import type { Fault } from './fault.ts'

const AWAY_MS_MIN = 2000
const AWAY_MS_MAX = 6000

const restartPostgres: Fault = {
  name: 'PostgreSQL restarted',
  breaks: ['postgres'],
  mayRepeat: true,
  async inject({ world: { postgres }, random }) {
    await postgres.end('fast')
    await whileAway(random)
    await postgres.startAgain()
  },
}

const killPostgres: Fault = {
  name: 'PostgreSQL killed (kill -9)',
  breaks: ['postgres'],
  mayRepeat: true,
  async inject({ world: { postgres }, random }) {
    await postgres.end('kill')
    await whileAway(random)
    await postgres.startAgain()
  },
}

const killBackend: Fault = {
  name: 'PostgreSQL crashed: a backend killed (kill -9)',
  breaks: ['postgres'],
  mayRepeat: true,
  inject: ({ world, random }) =>
    world.postgres.killBackendOf(random.pick(['posthorn-api', 'posthorn-ingest', 'posthorn-worker'])),
}

export const POSTGRES_FAULTS: readonly Fault[] = [restartPostgres, killPostgres, killBackend]

/** Faults that need a Redis which can be stopped and started. */
export function redisFaults(redis: ChaosRedis): readonly Fault[] {
  const away = (name: string, signal: 'SIGTERM' | 'SIGKILL'): Fault => ({
    name,
    breaks: ['redis'],
    mayRepeat: false,
    async inject({ random }) {
      await redis.end(signal)
      await whileAway(random)
      await redis.startAgain()
    },
  })
  const emptied: Fault = {
    name: 'Redis emptied',
    breaks: ['redis'],
    mayRepeat: false,
    inject: () => redis.empty(),
  }
  const both: Fault = {
    name: 'Redis and PostgreSQL killed at once',
    breaks: ['postgres', 'redis'],
    mayRepeat: true,
    async inject({ world: { postgres }, random }) {
      await Promise.all([postgres.end('kill'), redis.end('SIGKILL')])
      for (const store of random.shuffled([postgres, redis])) {
        await whileAway(random)
        await store.startAgain()
      }
    },
  }
  return [
    away('Redis stopped and started', 'SIGTERM'),
    away('Redis killed (kill -9)', 'SIGKILL'),
    emptied,
    both,
  ]
}

function whileAway(random: Random): Promise<void> {
  return sleep(random.between(AWAY_MS_MIN, AWAY_MS_MAX))
}
