import type { CleanupStack } from '@posthorn/runtime'
import { doubleJobs } from './faults/double-jobs.ts'
import type { Fault } from './faults/fault.ts'
import { SERVICE_FAULTS } from './faults/services.ts'
import { POSTGRES_FAULTS, redisFaults } from './faults/stores.ts'
import { checkGuarantees } from './guarantees.ts'
import { type Injected, injectFaults } from './journal.ts'
import { type Load, startLoad } from './load.ts'
import type { ChaosOptions } from './options.ts'
import { startProgress } from './progress.ts'
import { createRandom } from './random.ts'
import { reconcile } from './reconcile.ts'
import { countPending, readRecord } from './record.ts'
import type { Report } from './report.ts'
import { planFaults } from './schedule.ts'
import { sleepUntil } from './sleep-until.ts'
import { startWorld, type World } from './world.ts'

const MINUTE_MS = 60_000
const ANSWERS_MS = 60_000
const SETTLE_MS = 110_000
const SETTLE_POLL_MS = 1000

export interface RunContext {
  /** Directory of logs and database. */
  folder: string
  say: (line: string) => void
  /** Ends load and faults early; what was accepted until then is still reconciled. */
  stop: AbortSignal
  /** Run at the end, last first. */
  cleanup: CleanupStack
}

/** Starts everything, injects faults under load, waits until all deliveries have ended, and reconciles. */
export async function run(
  options: ChaosOptions,
  { folder, say, stop, cleanup }: RunContext,
): Promise<Report> {
  // Separate random sources: what the load draws must not change the faults.
  const world = await startWorld({
    folder,
    queue: options.queue,
    random: createRandom(options.seed + 1),
    cleanup,
  })
  const random = createRandom(options.seed)
  const durationMs = options.minutes * MINUTE_MS
  const plan = planFaults(faultsFor(world), { durationMs, random })
  const journal: Injected[] = []

  const beganMs = performance.now()
  const load = startLoad(world.targets, {
    ratePerSecond: options.ratePerSecond,
    random: createRandom(options.seed + 2),
  })
  const progress = startProgress({ world, load, journal, say })
  try {
    const faults = injectFaults(plan, { world, random, journal, signal: stop })
    await sleepUntil(beganMs + durationMs, stop)
    await Promise.all([load.end(ANSWERS_MS), faults])
    const loadEndedMs = performance.now()
    say('Load and faults are over; waiting until no delivery is pending')
    const isComplete = (await settle(world)) && !stop.aborted
    const seconds = {
      load: Math.round((loadEndedMs - beganMs) / 1000),
      settling: Math.round((performance.now() - loadEndedMs) / 1000),
    }
    return await compare({ options, world, load, journal, isComplete, seconds })
  } finally {
    progress.stop()
  }
}

function faultsFor({ redis }: World): Fault[] {
  return [
    ...SERVICE_FAULTS,
    ...POSTGRES_FAULTS,
    doubleJobs,
    ...(redis === undefined ? [] : redisFaults(redis)),
  ]
}

/** Waits until no delivery is pending; returns false on timeout. */
async function settle(world: World): Promise<boolean> {
  const deadlineMs = performance.now() + SETTLE_MS
  while (performance.now() < deadlineMs) {
    if ((await countPending(world)) === 0) return true
    await sleepUntil(performance.now() + SETTLE_POLL_MS, AbortSignal.any([]))
  }
  return false
}

async function compare({
  world,
  load,
  journal,
  ...rest
}: {
  world: World
  load: Load
  journal: readonly Injected[]
} & Pick<Report, 'options' | 'isComplete' | 'seconds'>): Promise<Report> {
  const { seen, outages, services } = world
  const { offers, refusals } = load
  const record = await readRecord(world)
  const deaths = Object.values(services).flatMap((service) => service.deaths)
  return {
    ...rest,
    faults: journal,
    reconciliation: reconcile({ offers, record, seen, faults: journal }),
    guarantees: checkGuarantees({
      offers,
      refusals,
      outages: outages.outages,
      faults: journal,
      deaths,
      seen,
    }),
  }
}
