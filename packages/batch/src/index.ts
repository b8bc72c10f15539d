export { type Batcher, type BatcherOptions, createBatcher, TooManyWaitingError } from './batcher.ts'
export { LruCache, type LruCacheOptions } from './lru-cache.ts'
