import { createHash } from 'node:crypto'
import { type DeliveryId, ShardName } from '@posthorn/contracts'

/**
 * Prefixes of the queue's keys on Redis, one for each shard. The part in braces (hash tag) determines the node of a Redis Cluster: all
 * keys of a shard are on one node, and the shards are spread over all nodes.
 */
export function prefixesOf(shards: number): string[] {
  if (shards === 1) return ['{posthorn}']
  return Array.from({ length: shards }, (_, shard) => `{posthorn-${shard}}`)
}

/** Name of a shard for people: the hash tag without its braces. */
export function nameOfShard(prefix: string): ShardName {
  return ShardName.parse(prefix.slice(1, -1))
}

export function prefixOfShard(name: ShardName): string {
  return `{${name}}`
}

/** The shard of a job, by its first delivery. */
export function shardOf(deliveryId: DeliveryId | undefined, shards: number): number {
  if (shards === 1 || deliveryId === undefined) return 0
  return createHash('sha256').update(deliveryId).digest().readUInt32BE() % shards
}
