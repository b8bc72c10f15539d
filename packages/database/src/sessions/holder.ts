/**
 * Condition, as SQL, that the key of a session or of the maker of a portal link still authenticates. Deleting it, or replacing the
 * admin key, so ends what it has created at once.
 *
 * The alias `k` is the row of the key, from a LEFT JOIN.
 * @param options.holder `admin` or the id of the key
 * @param options.tag identifies the admin key of the holder
 * @param options.adminTag identifies the configured admin key
 */
export function keyAuthenticates({
  holder,
  tag,
  adminTag,
}: {
  holder: string
  tag: string
  adminTag: string
}): string {
  return `
    CASE ${holder} WHEN 'admin' THEN ${tag} = ${adminTag}
      ELSE k.id IS NOT NULL AND (k.expires_at IS NULL OR k.expires_at > now()) END`
}

/**
 * What holds a session `s`, as SQL: `l` is its portal link, `k` its key or the key of the maker of the link, `t` their tenant.
 */
export const JOIN_HOLDER = `
  LEFT JOIN portal_links l ON l.id = s.holder
  LEFT JOIN api_keys k ON k.id = coalesce(l.maker, s.holder)
  LEFT JOIN tenants t ON t.id = coalesce(l.tenant_id, k.tenant_id)`

/**
 * Condition, as SQL with {@link JOIN_HOLDER}, that the holder of a session exists. A deleted portal link leaves its id as the
 * holder, which is the id of no key.
 * @param adminTag parameter that identifies the configured admin key
 */
export function holderExists(adminTag: string): string {
  const holder = 'coalesce(l.maker, s.holder)'
  const tag = 'coalesce(l.admin_tag, s.admin_tag)'
  return `${keyAuthenticates({ holder, tag, adminTag })} AND t.deleted_at IS NULL`
}
