import type { DrainedShard } from '@posthorn/contracts'
import type { AdminApi } from './admin-api.ts'
import type { Output } from './output.ts'

/** Each call removes up to 20 jobs. */
const CALLS_MAX = 10_000
const PROGRESS_EVERY_CALLS = 25

/** Drains a shard until it is empty, or until only jobs are left that workers have taken. */
export async function drainShard(
  api: AdminApi,
  shard: string,
  onProgress: (line: string) => void,
): Promise<Output> {
  const total = { shard, removed: 0, deliveries: 0, left: 0 }
  for (let call = 1; call <= CALLS_MAX; call += 1) {
    const part = await api.post<DrainedShard>(`/v1/queue/shards/${encodeURIComponent(shard)}/drain`)
    total.removed += part.removed
    total.deliveries += part.deliveries
    total.left = part.waiting + part.delayed
    if (total.left === 0 || part.removed === 0) break
    if (call % PROGRESS_EVERY_CALLS === 0) onProgress(`${total.removed} jobs removed, ${total.left} left`)
  }
  const left = total.left === 0 ? 'It is empty.' : `${total.left} jobs are left: run the command again.`
  const text = `${total.removed} jobs with ${total.deliveries} deliveries removed from ${shard}. ${left}\n`
  return { json: total, text }
}
