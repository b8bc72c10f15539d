import { VERSION } from './version.ts'

/** How to reach a Posthorn. */
export interface PosthornOptions {
  /** Where the API is, such as `https://posthorn.example.com`. */
  url: string
  /** A key of a tenant, or the admin key. */
  key: string
  /** The tenant of {@link Posthorn.tenant} when it is called without one. */
  tenant?: string | undefined
  /** Default: the global `fetch`. */
  fetch?: typeof globalThis.fetch | undefined
  /** How often a call that failed temporarily is repeated. Default: 4. */
  retries?: number | undefined
  /** Of each try, until its reply is complete; of a stream, until it begins. Default: 30,000. */
  timeoutMs?: number | undefined
  /** Added to the `User-Agent`, such as `my-shop/1.2.0`. */
  userAgent?: string | undefined
}

/** {@link PosthornOptions} with their defaults. */
export interface Settings {
  baseUrl: string
  key: string
  tenant: string | undefined
  fetch: typeof globalThis.fetch
  retries: number
  timeoutMs: number
  userAgent: string
}

const RETRIES = 4
const TIMEOUT_MS = 30_000

/** @throws {TypeError} for an option that cannot be used, without the value of the key. */
export function settingsOf(options: PosthornOptions): Settings {
  const { retries = RETRIES, timeoutMs = TIMEOUT_MS, userAgent, tenant } = options
  if (!Number.isInteger(retries) || retries < 0) {
    throw new TypeError(`retries: expected a whole number from 0, got ${retries}`)
  }
  if (!(timeoutMs > 0)) throw new TypeError(`timeoutMs: expected a number above 0, got ${timeoutMs}`)
  return {
    baseUrl: baseUrlOf(options.url),
    key: checkedKey(options.key),
    tenant,
    // Looked up at each call and called without `this`, which browsers and edge runtimes require.
    fetch: options.fetch ?? ((...args) => globalThis.fetch(...args)),
    retries,
    timeoutMs,
    userAgent: `posthorn-client/${VERSION}${userAgent === undefined ? '' : ` ${userAgent}`}`,
  }
}

function baseUrlOf(text: string): string {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) {
    throw new TypeError(
      `url: expected the URL of the API, such as https://posthorn.example.com, got "${text}"`,
    )
  }
  const { origin, pathname } = new URL(text)
  return origin + pathname.replace(/\/+$/, '')
}

function checkedKey(key: string): string {
  if (typeof key === 'string' && /^[!-~]+$/.test(key)) return key
  throw new TypeError('key: expected a key of Posthorn, visible ASCII characters without spaces')
}
