/** The cookie with the token of a session, for one kind of public URL. */
export interface SessionCookie {
  /** The `Set-Cookie` of a new session. */
  set(token: string): string
  /** The `Set-Cookie` that removes it. */
  remove(): string
  /** The token in the `Cookie` header of a request. */
  read(header: string | undefined): string | undefined
}

const ATTRIBUTES = 'Path=/; HttpOnly; SameSite=Strict'

/**
 * @param publicUrl over https the cookie is sent only there, and its prefix keeps other hosts of the domain from setting it;
 *   browsers refuse both over http
 */
export function createSessionCookie(publicUrl: string): SessionCookie {
  const isSecure = publicUrl.startsWith('https:')
  const name = isSecure ? '__Host-posthorn' : 'posthorn'
  const attributes = isSecure ? `${ATTRIBUTES}; Secure` : ATTRIBUTES
  return {
    // Without Max-Age: the browser drops it at its end, and the database decides until then.
    set: (token) => `${name}=${token}; ${attributes}`,
    remove: () => `${name}=; ${attributes}; Max-Age=0`,
    read(header) {
      const pair = header?.split(';').find((each) => each.trimStart().startsWith(`${name}=`))
      return pair?.slice(pair.indexOf('=') + 1).trim()
    },
  }
}
