export { assertEncryptionKey, EncryptionKeyError } from './assert-encryption-key.ts'
export { openStores, type Stores } from './open-stores.ts'
export { assertDatabaseReachable, assertRedisReachable, UnreachableError } from './reachable.ts'
