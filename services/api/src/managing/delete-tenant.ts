import { setTimeout } from 'node:timers/promises'
import type { TenantId } from '@posthorn/contracts'
import { type Database, deletePartOfTenant, deleteTenant } from '@posthorn/database'
import type { FastifyBaseLogger } from 'fastify'

/** Other transactions lock a row for a few milliseconds. */
const TRIES_MAX = 20
const PAUSE_MS = 25

/**
 * Deletes a tenant. If it owns little, everything is deleted and its id can be used again; otherwise the workers delete
 * the rest.
 * @returns false when the tenant does not exist
 */
export async function deleteWholeTenant(
  database: Database,
  id: TenantId,
  log: FastifyBaseLogger,
): Promise<boolean> {
  const outcome = await deleteTenant(database, id)
  if (outcome === undefined) return false
  if (outcome === 'deferred') {
    // It is deleted, whatever comes of this.
    await deleteRest(database, id).catch((error: unknown) =>
      log.warn({ err: error, retrying: true, tenantId: id }, 'tenant.delete_failed'),
    )
  }
  return true
}

async function deleteRest(database: Database, id: TenantId): Promise<void> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    await setTimeout(PAUSE_MS)
    if ((await deletePartOfTenant(database, id)) !== 'deferred') return
  }
}
