/** What the headers of a document depend on. */
export interface DocumentSecurity {
  /** Base64, new in each reply. */
  nonce: string
  /** Origins of the pages that may show it in a frame; none: no page may. */
  frameAncestors: readonly string[]
}

/**
 * The headers of a page of the dashboard. It loads scripts and styles from this origin only, and calls no other.
 * The nonce is for components that add a style element in the browser.
 */
export function documentHeaders({ nonce, frameAncestors }: DocumentSecurity): Record<string, string> {
  const isFramed = frameAncestors.length > 0
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${isFramed ? frameAncestors.join(' ') : "'none'"}`,
  ]
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    // Of no use in a frame, whose page may be of another origin.
    ...(isFramed ? {} : { 'cross-origin-opener-policy': 'same-origin', 'x-frame-options': 'DENY' }),
    // A stored copy would have a nonce that others could read, and name assets of a previous version.
    'cache-control': 'no-store',
  }
}
