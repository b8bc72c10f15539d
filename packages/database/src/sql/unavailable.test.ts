import { UnavailableError } from '@posthorn/contracts'
import { DriverAdapterError } from '@prisma/driver-adapter-utils'
import { DatabaseError } from 'pg'
import { describe, expect, it } from 'vitest'
import { Prisma } from '../generated/client.ts'
import { orUnavailable } from './unavailable.ts'

function fromPostgres(code: string): Error {
  return Object.assign(new DatabaseError('', 0, 'error'), { code })
}

/** A PostgreSQL error without a Prisma code, as Prisma wraps it. */
function throughPrisma(originalCode: string): Error {
  const driverAdapterError = new DriverAdapterError({
    kind: 'postgres',
    code: originalCode,
    originalCode,
    severity: 'FATAL',
    message: '',
    detail: undefined,
    column: undefined,
    hint: undefined,
  })
  return prismaError('P2039', { driverAdapterError })
}

function prismaError(code: string, meta = {}): Error {
  return new Prisma.PrismaClientKnownRequestError('', { code, clientVersion: '', meta })
}

describe('a database error', () => {
  it.each([
    ['shutting down', fromPostgres('57P03')],
    ['shutting down, through Prisma', throughPrisma('57P03')],
    ['disconnected by a restart, through Prisma', throughPrisma('57P01')],
    ['idle in transaction', fromPostgres('25P03')],
    ['too many connections', fromPostgres('53300')],
    ['cannot be reached, as a Prisma error', prismaError('P1001')],
    ['a transaction that took too long, as a Prisma error', prismaError('P2028')],
    ['a socket that broke', new Error('Connection terminated unexpectedly')],
  ])('is an outage: %s', async (_what, error) => {
    await expect(orUnavailable(Promise.reject(error))).rejects.toThrow(UnavailableError)
  })

  it.each([
    ['a check that failed', fromPostgres('23514')],
    ['a check that failed, through Prisma', throughPrisma('23514')],
    ['a unique key, as a Prisma error', prismaError('P2002')],
    ['a programming error', new TypeError('undefined is not a function')],
  ])('is not an outage: %s', async (_what, error) => {
    await expect(orUnavailable(Promise.reject(error))).rejects.toBe(error)
  })
})
