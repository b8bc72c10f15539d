import type { Random } from './random.ts'

/** One fault, and when it is due. */
export interface Planned<Fault> {
  fault: Fault
  /** Since the beginning of the run. */
  atMs: number
}

/** The services get this long to work undisturbed, at the beginning and at the end. */
const QUIET_MS = 4000
const PAUSE_MS_MIN = 8000
const PAUSE_MS_MAX = 10_000

/**
 * Decides what is broken when: rounds of every fault, each in an order of its own, one every eight to ten seconds. A
 * fault that takes longer overlaps with the next ones.
 */
export function planFaults<Fault>(
  faults: readonly Fault[],
  { durationMs, random }: { durationMs: number; random: Random },
): Planned<Fault>[] {
  const plan: Planned<Fault>[] = []
  let round: Fault[] = []
  for (
    let atMs = QUIET_MS;
    atMs <= durationMs - QUIET_MS;
    atMs += random.between(PAUSE_MS_MIN, PAUSE_MS_MAX)
  ) {
    if (round.length === 0) round = random.shuffled(faults)
    const fault = round.shift()
    if (fault === undefined) break
    plan.push({ fault, atMs })
  }
  return plan
}
