/**
 * The path of the page that a session begins with.
 * @param tenantId the only tenant of the session; null for the operator
 * @param next what the portal link names: a path below the pages of its tenant
 */
export function firstPageOf(tenantId: string | null, next: string | null): string {
  if (tenantId === null) return '/operator'
  return `/t/${tenantId}${next === null || next === '/' ? '' : next}`
}
