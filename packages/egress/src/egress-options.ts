import type { Resolve } from './lookup/name-lookup.ts'

export interface EgressOptions {
  /** `EGRESS_ALLOW_CIDRS`: ranges that are allowed although they are not public. */
  allowCidrs: readonly string[]
  /** `EGRESS_DENY_CIDRS`: ranges that are refused, even if they are public or allowed. Default: none. */
  denyCidrs?: readonly string[]
  /**
   * `EGRESS_PROXY_URL`: an HTTP proxy for all requests, used with CONNECT; http or https, optionally with credentials.
   * Default: none. **The proxy must refuse forbidden addresses itself**, as Smokescreen does, because it looks names up and
   * connects. Egress checks only addresses in URLs, and names that it can look up within half a second.
   */
  proxyUrl?: string | undefined
  /** TCP and TLS together. Default 5,000. With a proxy: to the proxy, again for its response, and again for TLS to the destination. */
  connectTimeoutMs?: number
  /** For one name, both address families. Default 5,000. */
  dnsTimeoutMs?: number
  /** How long a name's addresses are cached. Default 5,000. */
  dnsCacheMs?: number
  /** All header fields of a response together. Default 16 KiB. */
  responseHeaderBytesMax?: number
  /** Maximum number of idle connections, for all origins together. Default 1,024. */
  idleConnectionsMax?: number
  /** Maximum number of concurrent lookups, shared fairly among tenants. Default 1,024. */
  lookupsMax?: number
  /** How long a request may wait for a lookup, which does not count for its timeout. Default 8,000. */
  waitMsMax?: number
  /** Keep-alive time of an idle connection; a receiver's `Keep-Alive: timeout=` can only shorten it. Default 15,000. */
  keepAliveMs?: number
  /** `ca`: PEM certificates that are trusted in addition to the system's, for private installations. */
  tls?: { ca?: string }
  /** Resolves names. Default: hosts file, then DNS. */
  resolve?: Resolve
  /** Name servers, `address` or `address:port`. Default: the system's. */
  nameServers?: readonly string[]
}
