import { UnavailableError } from '@posthorn/contracts'
import { DriverAdapterError } from '@prisma/driver-adapter-utils'
import { DatabaseError } from 'pg'
import { Prisma } from '../generated/client.ts'

// https://www.postgresql.org/docs/current/errcodes-appendix.html
const CLASSES_OF_OUTAGE = ['08', '53'] // connection exception, insufficient resources
const CODES_OF_OUTAGE = new Set([
  '25P03', // idle in transaction: this process was frozen
  '25006', // read-only transaction: a standby, as during a failover
  '40001', // serialization failure
  '40P01', // deadlock: PostgreSQL ended one side
  '57014', // query cancelled, for example by the statement timeout
  '57P01', // shut down by an administrator
  '57P02', // shut down after a crash
  '57P03', // starting up
])
// https://www.prisma.io/docs/orm/reference/error-reference: cannot reach, timed out, closed, pool exhausted; a transaction that took
// longer than Prisma's 5 s, as behind a lock
const PRISMA_CODES_OF_OUTAGE = new Set([
  'P1000',
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  'P2034',
  'P2037',
])

/** Waits for database work. Converts errors of an outage, as opposed to errors of the statement, to `UnavailableError`. */
export async function orUnavailable<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    throw isOutage(error) ? new UnavailableError('postgresql', error) : error
  }
}

function isOutage(error: unknown): boolean {
  if (error instanceof DatabaseError) return error.code === undefined || isSqlStateOfOutage(error.code)
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    return PRISMA_CODES_OF_OUTAGE.has(error.code) || isSqlStateOfOutage(sqlStateIn(error))
  }
  if (error instanceof Prisma.PrismaClientValidationError) return false
  if (error instanceof DriverAdapterError) return true
  if (error instanceof Prisma.PrismaClientUnknownRequestError) return true
  if (error instanceof Prisma.PrismaClientInitializationError) return true
  // The rest: errors of sockets and of the pool are outages, programming errors are not.
  return error instanceof Error && !(error instanceof TypeError || error instanceof RangeError)
}

function isSqlStateOfOutage(code: string | undefined): boolean {
  if (code === undefined) return false
  return CODES_OF_OUTAGE.has(code) || CLASSES_OF_OUTAGE.some((prefix) => code.startsWith(prefix))
}

/** Prisma has no code for most of PostgreSQL's, such as a shutdown: the original is nested. */
function sqlStateIn({ meta }: Prisma.PrismaClientKnownRequestError): string | undefined {
  const inner = meta?.['driverAdapterError']
  return inner instanceof DriverAdapterError ? inner.cause.originalCode : undefined
}

/** Whether a statement was cancelled because it took too long. PostgreSQL itself is well. */
export function isStatementTimeout(error: unknown): boolean {
  return (
    error instanceof UnavailableError && error.cause instanceof DatabaseError && error.cause.code === '57014'
  )
}

/** Whether a statement violated a unique key. */
export function isUniqueViolation(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError) return error.code === 'P2002'
  return error instanceof DatabaseError && error.code === '23505'
}

/** Whether a statement referred to a row that does not exist. */
export function isForeignKeyViolation(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError) return error.code === 'P2003'
  return error instanceof DatabaseError && error.code === '23503'
}
