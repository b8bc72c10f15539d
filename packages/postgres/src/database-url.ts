/** The schema of a URL that names none. Prisma and psql use it too. */
export const DEFAULT_SCHEMA = 'public'
/** Beside `public`; other schemas are told apart by their names. */
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

/** `DATABASE_URL`, taken apart. */
export interface DatabaseUrl {
  /** For the driver, without the parameters that only Posthorn understands. */
  connectionString: string
  /** Holds the tables of Posthorn. */
  schema: string
  /** Holds the tables of BullMQ when the queue is on PostgreSQL. */
  queueSchema: string
}

/** `DATABASE_URL` is wrong. The message shows nothing of it but the schema: it holds a password. */
export class DatabaseUrlError extends Error {
  override readonly name = 'DatabaseUrlError'
}

/**
 * Reads the URL of a database, with `?schema=` as Prisma understands it.
 * @throws DatabaseUrlError
 */
export function parseDatabaseUrl(text: string): DatabaseUrl {
  if (!/^postgres(?:ql)?:\/\//.test(text)) throw new DatabaseUrlError(EXPECTED_URL)
  const [address = '', ...queries] = text.split('?')
  const parameters = queries.join('?').split('&')
  const schemas = new URLSearchParams(parameters.filter(isSchema).join('&')).getAll('schema')
  if (schemas.length > 1) throw new DatabaseUrlError('?schema= is there more than once')
  const [schema = DEFAULT_SCHEMA] = schemas
  assertSchema(schema)
  // The other parameters stay as they are written: they are the driver's.
  const others = parameters.filter((parameter) => !isSchema(parameter)).join('&')
  return {
    connectionString: others === '' ? address : `${address}?${others}`,
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
