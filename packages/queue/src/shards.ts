import { createHash } from 'node:crypto'
import type { DeliveryId } from '@posthorn/contracts'

/**
 * Prefixes of the queue's keys on Redis, one for each shard. The part in braces (hash tag) determines the node of a Redis Cluster: all
 * keys of a shard are on one node, and the shards are spread over all nodes.
 */
export function prefixesOf(shards: number): string[] {
  if (shards === 1) return ['{posthorn}']
  return Array.from({ length: shards }, (_, shard) => `{posthorn-${shard}}`)
}

/** The shard of a job, by its first delivery. */
export function shardOf(deliveryId: DeliveryId | undefined, shards: number): number {
  if (shards === 1 || deliveryId === undefined) return 0
  return createHash('sha256').update(deliveryId).digest().readUInt32BE() % shards
}
