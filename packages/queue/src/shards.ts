import { createHash } from 'node:crypto'
import type { DeliveryId } from '@posthorn/contracts'

/**
 * What the keys of the queue begin with on Redis, for each shard of it. What stands in braces decides on which node of a
 * Redis Cluster a key lies: all keys of one shard on the same, and the shards on all of them.
 */
export function prefixesOf(shards: number): string[] {
  if (shards === 1) return ['{posthorn}']
  return Array.from({ length: shards }, (_, shard) => `{posthorn-${shard}}`)
}

/** Spreads jobs: the shard that one goes to, by its first delivery. */
export function shardOf(deliveryId: DeliveryId | undefined, shards: number): number {
  if (shards === 1 || deliveryId === undefined) return 0
  return createHash('sha256').update(deliveryId).digest().readUInt32BE() % shards
}
