import { DatabaseUrlError } from './database-url-error.ts'
import { parseServerList } from './servers/server-list.ts'

/** The schema of a URL without `?schema=`, as in Prisma and psql. */
export const DEFAULT_SCHEMA = 'public'
/** The queue's schema for `public`; for other schemas it is their name with the suffix. */
const DEFAULT_QUEUE_SCHEMA = 'bullmq'
const QUEUE_SCHEMA_SUFFIX = '_bullmq'
/** PostgreSQL truncates longer identifiers: https://www.postgresql.org/docs/current/limits.html */
const IDENTIFIER_BYTES_MAX = 63
const SCHEMA_LENGTH_MAX = IDENTIFIER_BYTES_MAX - QUEUE_SCHEMA_SUFFIX.length
/** BullMQ accepts no other characters in the name of its schema. */
const SCHEMA = /^[A-Za-z_][A-Za-z0-9_]*$/
const RESERVED_SCHEMAS = new Set(['information_schema', DEFAULT_QUEUE_SCHEMA])

const EXPECTED_URL = 'expected a URL like postgresql://user:password@host:5432/database'
const EXPECTED_SCHEMA = `?schema= expects 1 to ${SCHEMA_LENGTH_MAX} letters, digits and underscores, not beginning with a digit`

/** The parts of `DATABASE_URL`. */
export interface DatabaseUrl {
  /** For `createPool` and `withConnection`, without Posthorn's own parameters. May name several hosts. */
  connectionString: string
  /** Holds the tables of Posthorn. */
  schema: string
  /** Holds the tables of BullMQ when the queue is on PostgreSQL. */
  queueSchema: string
}

/**
 * Parses the URL of a database, with `?schema=` as in Prisma, and several hosts as in libpq.
 * @throws DatabaseUrlError
 */
export function parseDatabaseUrl(text: string): DatabaseUrl {
  if (!/^postgres(?:ql)?:\/\//.test(text)) throw new DatabaseUrlError(EXPECTED_URL)
  const [address = '', ...queries] = text.split('?')
  const parameters = queries.join('?').split('&')
  const schemas = new URLSearchParams(parameters.filter(isSchema).join('&')).getAll('schema')
  if (schemas.length > 1) throw new DatabaseUrlError('?schema= is given more than once: give it once')
  const [schema = DEFAULT_SCHEMA] = schemas
  assertSchema(schema)
  // Other parameters belong to the driver and stay unchanged.
  const others = parameters.filter((parameter) => !isSchema(parameter)).join('&')
  const connectionString = others === '' ? address : `${address}?${others}`
  parseServerList(connectionString)
  return {
    connectionString,
    schema,
    queueSchema: schema === DEFAULT_SCHEMA ? DEFAULT_QUEUE_SCHEMA : `${schema}${QUEUE_SCHEMA_SUFFIX}`,
  }
}

function assertSchema(schema: string): void {
  const isReserved =
    RESERVED_SCHEMAS.has(schema) || schema.startsWith('pg_') || schema.endsWith(QUEUE_SCHEMA_SUFFIX)
  if (isReserved) {
    throw new DatabaseUrlError(
      `?schema=${schema} is reserved, as are information_schema, bullmq, pg_… and …${QUEUE_SCHEMA_SUFFIX}: choose another name`,
    )
  }
  if (!SCHEMA.test(schema) || schema.length > SCHEMA_LENGTH_MAX) {
    throw new DatabaseUrlError(`${EXPECTED_SCHEMA}, got ${JSON.stringify(schema.slice(0, 100))}`)
  }
}

const isSchema = (parameter: string) => parameter.startsWith('schema=')
