import { setTimeout as sleep } from 'node:timers/promises'
import { nowMs } from '../clock.ts'
import type { ServiceName } from '../service.ts'
import { readProcessTimes, timeOfTree } from './process-times.ts'

/** What the work is done by. The load and the receivers are not ours. */
export const PARTS = ['api', 'ingest', 'worker', 'PostgreSQL', 'Redis'] as const
export type Part = ServiceName | 'PostgreSQL' | 'Redis'

/** Of a span, or a piece: processor time in microseconds, and the bytes that PostgreSQL wrote to its log (WAL). */
export type Cost = Partial<Record<Part | 'WAL', number>>

/** A process, and with it all that it has started. */
export interface PartProcess {
  part: Part
  pid: number
}

/** What was used between two moments of `nowMs`. */
export interface Span {
  fromMs: number
  toMs: number
  used: Cost
}

/**
 * Watches what the processes use.
 * @param afterSeconds from when on, for what warms up before
 * @param walBytes how much PostgreSQL has written so far
 * @returns a function that ends it
 */
export function watchCost(
  processes: () => readonly PartProcess[],
  { afterSeconds = 0, walBytes }: { afterSeconds?: number | undefined; walBytes: () => Promise<number> },
): () => Promise<Span> {
  const look = async () => ({ all: await readProcessTimes(), wal: await walBytes(), atMs: nowMs() })
  const begun = sleep(afterSeconds * 1000).then(look)
  return async () => {
    const before = await begun
    const after = await look()
    const used: Cost = { WAL: after.wal - before.wal }
    for (const { part, pid } of after.all.length === 0 ? [] : processes()) {
      used[part] = (used[part] ?? 0) + timeOfTree(after.all, pid) - timeOfTree(before.all, pid)
    }
    return { fromMs: before.atMs, toMs: after.atMs, used }
  }
}

/**
 * The cost of one piece of the work.
 * @param doneMs when each was done; those outside the span are not counted
 * @returns undefined where the system does not say what was used, or nothing was done
 */
export function costAPiece({ fromMs, toMs, used }: Span, doneMs: readonly number[]): Cost | undefined {
  const pieces = doneMs.filter((ms) => ms >= fromMs && ms <= toMs).length
  if (pieces === 0 || Object.keys(used).length === 0) return undefined
  return eachOf(used, pieces)
}

/** The cost of one of so many together. */
export function eachOf(cost: Cost, pieces: number): Cost {
  return Object.fromEntries(Object.entries(cost).map(([part, us]) => [part, us / pieces]))
}

/** The processor time of all parts together. */
export function totalOf(cost: Cost): number {
  return PARTS.reduce((sum, part) => sum + (cost[part] ?? 0), 0)
}
