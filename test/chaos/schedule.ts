import type { Random } from './random.ts'

/** A fault, and when it is due. */
export interface Planned<Fault> {
  fault: Fault
  /** Since the start of the run. */
  atMs: number
}

/** Time without faults at the beginning and at the end. */
const QUIET_MS = 4000
const PAUSE_MS_MIN = 8000
const PAUSE_MS_MAX = 10_000

/**
 * Plans the faults: rounds of all faults, each in its own random order, one every eight to ten seconds. A fault
 * that takes longer overlaps with the next.
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
