import { isExpired, ProblemError, timeOfId } from '@posthorn/contracts'
import type { FastifyRequest } from 'fastify'

/**
 * Creates the hook that replies 404 `expired` where the id in the path is older than the retention period, whether the object is
 * still stored or not.
 * @param retentionDays 0: nothing expires
 */
export function createRefuseExpired(retentionDays: number) {
  return async function refuseExpired({ params }: FastifyRequest): Promise<void> {
    const { id } = (params ?? {}) as { id?: string }
    if (id === undefined || !isExpired(id, { retentionDays, now: new Date() })) return
    const at = timeOfId(id).toISOString()
    throw new ProblemError(
      'expired',
      `${id} is from ${at} and was kept for ${retentionDays} days: use a newer id.`,
    )
  }
}
