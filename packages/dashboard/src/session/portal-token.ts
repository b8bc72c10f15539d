/**
 * The token of a portal session. It is in memory only: storage and cookies may be blocked in the frame of another site,
 * and another tab may show the portal of another tenant.
 */
let token: string | undefined

export function setPortalToken(value: string): void {
  token = value
}

export function authorizationHeader(): string | undefined {
  return token === undefined ? undefined : `Bearer ${token}`
}
