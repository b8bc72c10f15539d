/** Runs no-op jobs of a BullMQ queue, 100 at once. Arguments: Redis URL, number of jobs. Sends the jobs per second over IPC. */
import { Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'

const AT_ONCE = 100
const ADDED_AT_ONCE = 500
const NAME = 'raw'

const [url = '', count = '1000'] = process.argv.slice(2)
const jobs = Number(count)
const adding = new Redis(url)
const queue = new Queue(NAME, { connection: adding })
for (let at = 0; at < jobs; at += ADDED_AT_ONCE) {
  const some = Array.from({ length: Math.min(ADDED_AT_ONCE, jobs - at) }, () => ({ name: 'no-op', data: {} }))
  await queue.addBulk(some)
}

const done = Promise.withResolvers<void>()
let taken = 0
const connection = new Redis(url, { maxRetriesPerRequest: null })
const beganMs = performance.now()
const worker = new Worker(
  NAME,
  async () => {
    taken += 1
    if (taken === jobs) done.resolve()
  },
  { connection, concurrency: AT_ONCE, removeOnComplete: { count: 0 } },
)
await done.promise
const perSecond = (jobs * 1000) / (performance.now() - beganMs)
await worker.close()
await queue.close()
adding.disconnect()
connection.disconnect()
process.send?.(perSecond)
process.disconnect()
