/**
 * A query of tenants, for use in a `WITH … AS MATERIALIZED`: whoever stores something for them holds them, all at once and
 * shared, until it is there. Who deletes a tenant waits for that, and finds what was stored.
 * @param ids of the tenants, as SQL; those that are gone are left out
 * @returns the text; its columns are `id` and `rules_version`
 */
export function heldTenants(ids: string): string {
  return `
      SELECT id, rules_version FROM tenants
      WHERE id = ANY (${ids}) AND deleted_at IS NULL ORDER BY id FOR KEY SHARE`
}
