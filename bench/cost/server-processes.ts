import { readFile } from 'node:fs/promises'
import { Redis } from 'ioredis'
import type { Client } from 'pg'
import type { ComponentProcess } from './cost.ts'
import { processTimesIn } from './process-times.ts'

/** The server is the parent of the process that serves a connection. Empty without /proc. */
export async function postgresProcess(client: Client): Promise<ComponentProcess[]> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  const stat = await readFile(`/proc/${rows[0]?.pid}/stat`, 'utf8').catch(() => '')
  const backend = processTimesIn(stat)
  return backend === undefined ? [] : [{ component: 'PostgreSQL', pid: backend.parent }]
}

export async function redisProcess(url: string): Promise<ComponentProcess[]> {
  const redis = new Redis(url)
  try {
    const pid = /^process_id:(\d+)/m.exec(await redis.info('server'))?.[1]
    return pid === undefined ? [] : [{ component: 'Redis', pid: Number(pid) }]
  } finally {
    redis.disconnect()
  }
}
