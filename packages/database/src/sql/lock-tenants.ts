/**
 * SQL that locks tenants, shared and in the order of their ids, for use in a `WITH … AS MATERIALIZED`. A transaction that stores
 * something for tenants locks them first; the deletion of a tenant waits for it and sees what was stored.
 * @param ids of the tenants, as SQL; deleted ones are left out
 * @returns a query with the columns `id` and `rules_version`
 */
export function lockTenants(ids: string): string {
  return `
      SELECT id, rules_version FROM tenants
      WHERE id = ANY (${ids}) AND deleted_at IS NULL ORDER BY id FOR KEY SHARE`
}
