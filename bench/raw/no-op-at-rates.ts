import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { type Latency, latencyOf } from '../latency.ts'
import { startLoad } from '../load/load.ts'
import type { Profile } from '../profile.ts'
import { withServer } from './launch.ts'

const WARM_UP_PER_SECOND = 500

/** A fastify that does nothing, at a constant rate. */
export interface NoOp {
  /** The processor time of a request. */
  cpuMs: number
  /** From the time at which each request was due to its reply. */
  latency: Latency
}

/**
 * Measures a fastify that does nothing at each rate: at a low rate, waking up takes it longer than the work.
 * @returns in the order of the rates
 */
export function measureNoOpAt(
  rates: readonly number[],
  { noOpSeconds, rawWarmUpSeconds }: Pick<Profile, 'noOpSeconds' | 'rawWarmUpSeconds'>,
): Promise<NoOp[]> {
  return withServer('no-op-server.ts', async (url, server) => {
    const load = startLoad()
    const send = (ratePerSecond: number, seconds: number) =>
      load.run({
        shape: { kind: 'order', url: `${url}/`, key: 'none', from: 0 },
        pace: { kind: 'open', ratePerSecond, count: Math.ceil(ratePerSecond * seconds) },
      })
    try {
      await send(WARM_UP_PER_SECOND, rawWarmUpSeconds)
      const measured: NoOp[] = []
      for (const rate of rates) {
        const beforeMs = await cpuMsOf(server)
        const { replies } = await send(rate, noOpSeconds)
        const cpuMs = ((await cpuMsOf(server)) - beforeMs) / replies.length
        const latency = latencyOf(replies.map(({ intendedMs, repliedMs }) => repliedMs - intendedMs))
        measured.push({ cpuMs, latency })
      }
      return measured
    } finally {
      await load.stop()
    }
  })
}

async function cpuMsOf(server: ChildProcess): Promise<number> {
  const reply = once(server, 'message')
  server.send('processor time')
  const [{ user, system }] = (await reply) as [NodeJS.CpuUsage]
  return (user + system) / 1000
}
