import { z } from 'zod'

export const ShardName = z
  .string()
  .regex(/^posthorn(?:-\d{1,3})?$/, 'expected the name of a shard, like posthorn-0')
  .describe('Name of a shard: `posthorn` when there is one, otherwise `posthorn-0` and so on')
  .meta({ example: 'posthorn' })
export type ShardName = z.infer<typeof ShardName>

/** One of the queues that jobs are spread over. */
export const QueueShard = z
  .strictObject({
    shard: ShardName,
    waiting: z.int().describe('Jobs that wait for a worker, in all lanes').meta({ example: 3 }),
    delayed: z.int().describe('Jobs of deliveries that are due later').meta({ example: 120 }),
  })
  .meta({ id: 'QueueShard' })
export type QueueShard = z.infer<typeof QueueShard>

export const QueueState = z
  .strictObject({
    isWorkerConnected: z.boolean().describe('Whether a worker is connected to the database'),
    shards: z.array(QueueShard),
  })
  .meta({ id: 'QueueState' })
export type QueueState = z.infer<typeof QueueState>

/** Part of a shard that was drained. */
export const DrainedShard = QueueShard.extend({
  removed: z.int().describe('Jobs that this request has removed').meta({ example: 20 }),
  deliveries: z.int().describe('Deliveries that the removed jobs named').meta({ example: 840 }),
}).meta({ id: 'DrainedShard', extends: 'QueueShard' })
export type DrainedShard = z.infer<typeof DrainedShard>
