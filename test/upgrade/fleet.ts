import { startChild } from '../harness/process/child.ts'
import { type Service, type ServiceName, startService } from '../harness/service.ts'
import { type LoadBalancer, startLoadBalancer } from './load-balancer.ts'
import type { Release } from './releases.ts'

/** Two processes of each service, API and ingest behind load balancers. */
export interface Fleet {
  api: LoadBalancer
  ingest: LoadBalancer
  /** Starts two processes of each service. */
  start(release: Release): Promise<void>
  /** Applies the migrations with the program of a version. */
  migrate(release: Release): Promise<void>
  /** Replaces the processes of a service with those of another version, one by one. */
  replace(name: ServiceName, release: Release): Promise<void>
  /** Every process that was ever started. */
  services: Service[]
  stop(): Promise<void>
}

const SERVICES = ['api', 'ingest', 'worker'] as const
const PROCESSES = 2

export async function createFleet(env: Record<string, string>): Promise<Fleet> {
  const balancers = { api: await startLoadBalancer(), ingest: await startLoadBalancer() }
  const allEnv = { ...env, PUBLIC_INGEST_URL: balancers.ingest.url }
  const running: Record<ServiceName, Service[]> = { api: [], ingest: [], worker: [] }
  const services: Service[] = []
  const balancerOf = (name: ServiceName) => (name === 'worker' ? undefined : balancers[name])

  async function start(name: ServiceName, { directory }: Release): Promise<void> {
    const service = await startService(name, allEnv, { directory })
    services.push(service)
    running[name].push(service)
    await balancerOf(name)?.add(service.url)
  }

  async function stopOldest(name: ServiceName): Promise<void> {
    const service = running[name].shift()
    if (service === undefined) throw new Error(`no ${name} is running`)
    await balancerOf(name)?.remove(service.url)
    await service.stop()
    const code = await service.exited
    if (code !== 0) throw new Error(`${name} ended with ${code}:\n${service.output()}`)
  }

  return {
    ...balancers,
    services,
    async start(release) {
      for (const name of SERVICES) {
        await Promise.all(Array.from({ length: PROCESSES }, () => start(name, release)))
      }
    },
    async migrate({ directory }) {
      const child = startChild(process.execPath, [`${directory}/prisma/migrate.ts`], allEnv)
      if ((await child.exited) !== 0) throw new Error(`the migration failed:\n${child.output()}`)
    },
    async replace(name, release) {
      for (let replaced = 0; replaced < PROCESSES; replaced += 1) {
        await start(name, release)
        await stopOldest(name)
      }
    },
    async stop() {
      await Promise.all(services.map((service) => service.stop()))
      await Promise.all(Object.values(balancers).map((balancer) => balancer.close()))
    },
  }
}
