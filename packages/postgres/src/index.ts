export { createPool, withConnection } from './connections.ts'
export { DatabaseUrlError, DEFAULT_SCHEMA, parseDatabaseUrl } from './database-url.ts'
export { ensureSchema } from './ensure-schema.ts'
export type { SessionSetting } from './session-settings.ts'
