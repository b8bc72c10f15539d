import type { Resolve } from './name-lookup.ts'

export interface EgressOptions {
  /** `EGRESS_ALLOW_CIDRS`: ranges that may be reached although they are not public. */
  allowCidrs: readonly string[]
  /** `EGRESS_DENY_CIDRS`: ranges that may not be reached, even if they are public or allowed. Default: none. */
  denyCidrs?: readonly string[]
  /**
   * `EGRESS_PROXY_URL`: an HTTP proxy that every request goes through, with CONNECT, http or https itself, credentials in it if it wants
   * them. Default: none. **The proxy must refuse forbidden addresses itself**, as Smokescreen does: it is the one that looks names up and
   * dials. Here only addresses in URLs are judged, and names that are found within half a second.
   */
  proxyUrl?: string | undefined
  /** TCP and TLS together. Default 5,000. Through a proxy: to the proxy, again for its answer, and again for TLS beyond it. */
  connectTimeoutMs?: number
  /** One name, all its answers. Default 5,000. */
  dnsTimeoutMs?: number
  /** How long a name's addresses are used again. Default 5,000. */
  dnsCacheMs?: number
  /** All header fields of a response together. Default 16 KiB. */
  responseHeaderBytesMax?: number
  /** Default 64. Further requests to the origin wait, on their own deadline. */
  connectionsPerOrigin?: number
  /** How long an idle connection is kept; a receiver's `Keep-Alive: timeout=` can only shorten it. Default 15,000. */
  keepAliveMs?: number
  /** `ca`: PEM certificates trusted besides the system's, for private installations. */
  tls?: { ca?: string }
  /** Where names come from. Default: hosts file, then DNS. */
  resolve?: Resolve
}
