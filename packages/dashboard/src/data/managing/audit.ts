import type { components, operations } from '@posthorn/contracts/client-types'
import { api, dataOf } from '../client.ts'
import { pageQuery } from '../paged-list.ts'

export type AuditEntry = components['schemas']['AuditEntry'] & { tenantId?: string | null }
export type AuditQuery = NonNullable<operations['listAuditEntries']['parameters']['query']>

export interface AuditPageOptions {
  /** Undefined: the entries of all tenants, for the operator. */
  tenant: string | undefined
  filter: AuditQuery
  cursor: string | undefined
  signal: AbortSignal
}

/** A page of the audit log, the newest entries first. */
export function readAudit({ tenant, filter, cursor, signal }: AuditPageOptions) {
  const query = { ...filter, ...pageQuery(cursor) }
  return tenant === undefined
    ? dataOf(api.GET('/v1/audit', { params: { query }, signal }))
    : dataOf(api.GET('/v1/tenants/{tenant}/audit', { params: { path: { tenant }, query }, signal }))
}
