import { setTimeout as sleep } from 'node:timers/promises'
import { nowMs } from '../clock.ts'
import type { ServiceName } from '../version.ts'
import { readProcessTimes, timeOfTree } from './process-times.ts'

/** The measured components. The load and the receivers are not included. */
export const COMPONENTS = ['api', 'ingest', 'worker', 'all', 'PostgreSQL', 'Redis'] as const
/** Those of them that are services; `all` is the process of all three. */
export const SERVICES = ['api', 'ingest', 'worker', 'all'] as const satisfies readonly ServiceName[]
export type Component = ServiceName | 'PostgreSQL' | 'Redis'

/** Usage of a span or a unit: processor time in microseconds, and bytes of WAL that PostgreSQL wrote. */
export type Cost = Partial<Record<Component | 'WAL', number>>

/** A process, including its child processes. */
export interface ComponentProcess {
  component: Component
  pid: number
}

/** The usage between two times of `nowMs`. */
export interface Span {
  fromMs: number
  toMs: number
  used: Cost
}

/**
 * Measures the usage of processes.
 * @param afterSeconds starts after this time, to leave out a warm-up
 * @param walBytes returns the bytes of WAL written so far
 * @returns a function that ends the measurement
 */
export function watchCost(
  processes: () => readonly ComponentProcess[],
  { afterSeconds = 0, walBytes }: { afterSeconds?: number | undefined; walBytes: () => Promise<number> },
): () => Promise<Span> {
  const look = async () => ({ all: await readProcessTimes(), wal: await walBytes(), atMs: nowMs() })
  const begun = sleep(afterSeconds * 1000).then(look)
  return async () => {
    const before = await begun
    const after = await look()
    const used: Cost = { WAL: after.wal - before.wal }
    for (const { component, pid } of after.all.length === 0 ? [] : processes()) {
      used[component] = (used[component] ?? 0) + timeOfTree(after.all, pid) - timeOfTree(before.all, pid)
    }
    return { fromMs: before.atMs, toMs: after.atMs, used }
  }
}

/**
 * The cost of one unit of work.
 * @param doneMs when each unit was done; those outside the span are not counted
 * @returns undefined when the system does not report usage, or nothing was done
 */
export function costPerUnit({ fromMs, toMs, used }: Span, doneMs: readonly number[]): Cost | undefined {
  const units = doneMs.filter((ms) => ms >= fromMs && ms <= toMs).length
  if (units === 0 || Object.keys(used).length === 0) return undefined
  return eachOf(used, units)
}

/** Divides a cost by a number of units. */
export function eachOf(cost: Cost, units: number): Cost {
  return Object.fromEntries(Object.entries(cost).map(([component, us]) => [component, us / units]))
}

/** The processor time of all components, or of some. */
export function totalOf(cost: Cost, components: readonly Component[] = COMPONENTS): number {
  return components.reduce((sum, component) => sum + (cost[component] ?? 0), 0)
}

/** The processor time of all components in milliseconds; undefined when the system does not report it. */
export function cpuMsOf(cost: Cost | undefined): number | undefined {
  const isKnown = COMPONENTS.some((component) => cost?.[component] !== undefined)
  return cost === undefined || !isKnown ? undefined : totalOf(cost) / 1000
}
