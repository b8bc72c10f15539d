import { ProblemError } from '@posthorn/contracts'
import { type Database, type PrismaConnection, prismaOf } from './database.ts'
import { orUnavailable } from './unavailable.ts'

/** Prisma within a transaction. */
export type PrismaTransaction = Parameters<Parameters<PrismaConnection['$transaction']>[0]>[0]

/**
 * Runs work in a transaction of Prisma.
 * @throws UnavailableError also when it cannot begin or commit, for example because no connection is free in time
 * @throws what the work throws
 */
export async function inPrismaTransaction<Result>(
  database: Database,
  work: (transaction: PrismaTransaction) => Promise<Result>,
): Promise<Result> {
  try {
    return await prismaOf(database).$transaction(work)
  } catch (error) {
    // The work's own refusal is no outage.
    if (error instanceof ProblemError) throw error
    return orUnavailable(Promise.reject(error))
  }
}
