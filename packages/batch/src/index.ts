export { onBatch, reportBatch } from './batch-reports.ts'
export { type Batcher, createBatcher, TooManyWaitingError } from './batcher.ts'
export { LruCache } from './lru-cache.ts'
export { within } from './within.ts'
