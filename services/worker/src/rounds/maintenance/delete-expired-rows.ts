import { cancelExpiredInDefault, deleteOldRows } from '@posthorn/database'
import type { RetentionDependencies } from '../retention/drop-old-partitions.ts'
import { inBatches } from './in-batches.ts'

/** Deletes rows past the retention period that are in no partition to drop, after cancelling pending deliveries among them. */
export async function deleteExpiredRows({
  database,
  config,
}: Pick<RetentionDependencies, 'database' | 'config'>): Promise<void> {
  const { RETENTION_DAYS: retentionDays } = config
  if (retentionDays === 0) return
  await inBatches(async (limit) => {
    const cancelled = await cancelExpiredInDefault(database, retentionDays, limit)
    return (await deleteOldRows(database, retentionDays, limit)) || cancelled === limit
  })
}
