import { BREAKABLE, type Breakable, type Fault } from './faults/fault.ts'
import type { Random } from './random.ts'
import type { Planned } from './schedule.ts'
import { sleepUntil } from './sleep-until.ts'
import { type ProcessName, WORKERS, type World } from './world.ts'

/** An injected fault. */
export interface Injected {
  name: string
  breaks: readonly Breakable[]
  mayDuplicate: boolean
  fromMs: number
  /** When everything worked again; undefined while the fault lasts. */
  untilMs: number | undefined
  /** Why the fault could not be injected or repaired. */
  failure: string | undefined
}

/**
 * Injects the faults as planned. A fault that takes long does not delay the next.
 * @param journal filled during the run
 * @param signal ends it early; what is broken is still repaired
 */
export async function injectFaults(
  plan: readonly Planned<Fault>[],
  {
    world,
    random,
    journal,
    signal,
  }: { world: World; random: Random; journal: Injected[]; signal: AbortSignal },
): Promise<void> {
  const beganMs = performance.now()
  const running: Promise<void>[] = []
  for (const { fault, atMs } of plan) {
    await sleepUntil(beganMs + atMs, signal)
    if (signal.aborted) break
    running.push(inject(fault, { world, random, journal }))
  }
  await Promise.all(running)
}

async function inject(
  fault: Fault,
  { world, random, journal }: { world: World; random: Random; journal: Injected[] },
): Promise<void> {
  const { name, breaks, mayDuplicate } = fault
  const held: string[] = []
  const take = async <Name extends string>(names: readonly Name[]): Promise<Name> => {
    const acquired = await world.locks.acquireOneOf(names)
    held.push(acquired)
    return acquired
  }
  let processName: ProcessName = 'worker-1'
  // Always in the same order, so that faults cannot deadlock.
  for (const part of BREAKABLE.filter((each) => fault.breaks.includes(each))) {
    if (part === 'worker') processName = await take(random.shuffled(WORKERS))
    else await take([part])
  }

  const entry: Injected = {
    name,
    breaks,
    mayDuplicate,
    fromMs: Date.now(),
    untilMs: undefined,
    failure: undefined,
  }
  journal.push(entry)
  try {
    await fault.inject({ world, random, worker: world.services[processName] })
  } catch (error) {
    entry.failure = error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
  entry.untilMs = Date.now()
  for (const each of held) world.locks.release(each)
}
