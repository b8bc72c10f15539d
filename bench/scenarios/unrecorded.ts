import { setTimeout as sleep } from 'node:timers/promises'
import type { BenchTenant } from '../lab.ts'
import { count } from '../result.ts'

const LOOKS = 100
const LOOK_MS = 100

/** Waits until the attempts are recorded: the last request arrives before its attempt is recorded. */
export async function unrecordedOf(tenant: BenchTenant, expected: number): Promise<string[]> {
  let recorded = await recordedIn(tenant)
  for (let looks = 1; looks < LOOKS && recorded !== expected; looks += 1) {
    await sleep(LOOK_MS)
    recorded = await recordedIn(tenant)
  }
  return recorded === expected ? [] : [`${count(recorded)} of ${count(expected)} attempts recorded`]
}

async function recordedIn(tenant: BenchTenant): Promise<number> {
  const [row] = await tenant.query<{ recorded: number }>(
    `SELECT count(*)::int AS recorded FROM attempts a JOIN deliveries d ON d.id = a.delivery_id
     WHERE d.status = 'succeeded' AND a.result = 'succeeded'`,
  )
  return row?.recorded ?? 0
}
