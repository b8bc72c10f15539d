/** A partition with bounds. `from` and `to` are the times in its bounds, as the digits of an id; `from` is '' for the first. */
export interface BoundedPartition {
  table: 'attempts' | 'deliveries' | 'events' | 'requests'
  name: string
  from: string
  to: string
  /** Whether its last row is past the retention period. */
  isExpired: boolean
}

/**
 * One step of the removal of old partitions.
 *
 * - `cancel`: cancels the pending deliveries of a partition.
 * - `delete_ids`: deletes the publishers' ids of the events of a partition: a duplicate is answered with its event.
 * - `cancel_replays`: cancels the pending deliveries, of later partitions, of the events of a partition.
 * - `detach`: removes a partition from its table.
 */
export interface RemovalStep {
  kind: 'cancel' | 'delete_ids' | 'cancel_replays' | 'detach'
  partition: BoundedPartition
}

/** The steps for a partition of each table, with their ranks among the steps for the same deliveries; negative: before all others. */
const STEPS: Record<BoundedPartition['table'], readonly [rank: number, kind: RemovalStep['kind']][]> = {
  deliveries: [
    [-1, 'cancel'],
    [2, 'detach'],
  ],
  attempts: [[1, 'detach']],
  events: [
    [3, 'delete_ids'],
    [4, 'cancel_replays'],
    [5, 'detach'],
  ],
  requests: [[6, 'detach']],
}

/**
 * The steps that remove what has expired, in their order: attempts before their deliveries, deliveries before their events. Nothing
 * waits for the end of deliveries that are pending: they are cancelled first. What belongs to deliveries that are kept is kept, too:
 * the first partition of the deliveries may last longer than that of the events.
 */
export function removalSteps(partitions: readonly BoundedPartition[]): RemovalStep[] {
  const deliveries = partitions.filter(({ table }) => table === 'deliveries')
  const steps = partitions.flatMap((partition) => {
    const around = deliveriesOf(partition, deliveries)
    if (!partition.isExpired || around?.isExpired === false) return []
    const until = around?.to ?? partition.to
    return STEPS[partition.table].map(([rank, kind]) => ({
      step: { kind, partition },
      key: `${rank < 0 ? '' : until} ${rank} ${partition.to}`,
    }))
  })
  return steps.toSorted((one, other) => (one.key < other.key ? -1 : 1)).map(({ step }) => step)
}

/** The partition of the deliveries that has those of the last week of a partition; undefined if it was removed. */
function deliveriesOf(
  { table, to }: BoundedPartition,
  deliveries: readonly BoundedPartition[],
): BoundedPartition | undefined {
  return table === 'requests' ? undefined : deliveries.find((one) => one.from < to && to <= one.to)
}
