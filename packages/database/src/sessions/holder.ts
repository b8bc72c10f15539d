/**
 * SQL of what holds a session `s`, or of the maker of a portal link `l`, with the rights that it has now. Deleting the key, the
 * link or the tenant, or another admin key, ends the session at once.
 *
 * Aliases: `l` the portal link, `k` the key of the session or of the maker of its link, `t` their tenant.
 */
export const JOIN_HOLDER = `
  LEFT JOIN portal_links l ON l.id = s.holder
  LEFT JOIN api_keys k ON k.id = coalesce(l.maker, s.holder)
  LEFT JOIN tenants t ON t.id = coalesce(l.tenant_id, k.tenant_id)`

/** Condition with {@link JOIN_HOLDER}. @param adminTag parameter with the tag of the configured admin key */
export function holderExists(adminTag: string): string {
  return `
    CASE coalesce(l.maker, s.holder) WHEN 'admin' THEN coalesce(l.admin_tag, s.admin_tag) = ${adminTag}
      ELSE k.id IS NOT NULL AND (k.expires_at IS NULL OR k.expires_at > now()) END
    AND t.deleted_at IS NULL`
}
