import { setTimeout as sleep } from 'node:timers/promises'
import type { RestartingService } from '../restarting-service.ts'
import type { Fault } from './fault.ts'

/** Longer than the lock of a job (15 s, checked every 5 s) and the lease of a delivery (timeout and 15 s). */
const FROZEN_MS = 22_000
/** How long a process runs with a wrong clock. */
const SHIFTED_MS = 15_000

const killApi: Fault = {
  name: 'API killed (kill -9)',
  breaks: ['api'],
  mayDuplicate: false,
  inject: ({ world }) => world.services.api.renew('SIGKILL'),
}

const killIngest: Fault = {
  name: 'ingest killed (kill -9)',
  breaks: ['ingest'],
  mayDuplicate: false,
  inject: ({ world }) => world.services.ingest.renew('SIGKILL'),
}

const killWorker: Fault = {
  name: 'worker killed (kill -9)',
  breaks: ['worker'],
  mayDuplicate: true,
  inject: ({ worker }) => worker.renew('SIGKILL'),
}

const stopFront: Fault = {
  name: 'API and ingest stopped (SIGTERM)',
  breaks: ['api', 'ingest'],
  mayDuplicate: false,
  async inject({ world }) {
    await world.services.api.renew('SIGTERM')
    await world.services.ingest.renew('SIGTERM')
  },
}

const stopWorker: Fault = {
  name: 'worker stopped (SIGTERM)',
  breaks: ['worker'],
  mayDuplicate: false,
  inject: ({ worker }) => worker.renew('SIGTERM'),
}

const freezeWorker: Fault = {
  name: `worker frozen for ${FROZEN_MS / 1000} s (SIGSTOP)`,
  breaks: ['worker'],
  mayDuplicate: true,
  async inject({ worker }) {
    worker.signal('SIGSTOP')
    await sleep(FROZEN_MS)
    worker.signal('SIGCONT')
  },
}

const workerAhead: Fault = {
  name: 'worker with its clock a minute ahead',
  breaks: ['worker'],
  mayDuplicate: false,
  inject: ({ worker }) => withClock(worker, 'clock-ahead.ts'),
}

const workerBehind: Fault = {
  name: 'worker with its clock a minute behind',
  breaks: ['worker'],
  mayDuplicate: false,
  inject: ({ worker }) => withClock(worker, 'clock-behind.ts'),
}

const apiAhead: Fault = {
  name: 'API with its clock a minute ahead',
  breaks: ['api'],
  mayDuplicate: false,
  inject: ({ world }) => withClock(world.services.api, 'clock-ahead.ts'),
}

export const SERVICE_FAULTS: readonly Fault[] = [
  killApi,
  killIngest,
  killWorker,
  stopFront,
  stopWorker,
  freezeWorker,
  workerAhead,
  workerBehind,
  apiAhead,
]

async function withClock(service: RestartingService, module: string): Promise<void> {
  await service.renew('SIGTERM', { imports: [module] })
  await sleep(SHIFTED_MS)
  await service.renew('SIGTERM')
}
